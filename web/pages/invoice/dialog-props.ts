import type { Invoice } from '../../api/invoices.ts';

export type InvoiceDialogProps = { invoice: Invoice; opened: boolean; onClose: () => void };
