import type { Payment } from '../../api/payments.ts';

export type PaymentDialogProps = { payment: Payment; opened: boolean; onClose: () => void };
