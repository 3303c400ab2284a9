import { paymentTopics, type Payment } from '../../api/payments.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { LongTextField } from '../../form/fields.tsx';
import { Form } from '../../form/Form.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { useFormats } from '../../util/firm-context.ts';
import type { PaymentDialogProps } from './dialog-props.ts';

const initial = { reason: '' };

/** For money that never came. It asks for the reason, for it cannot be undone. */
export function VoidDrawer({ payment, opened, onClose }: PaymentDialogProps) {
  const formats = useFormats();
  const { id, amount, currency, clientName, paidOn } = payment;
  const form = useRecordForm<typeof initial, Payment>({
    id: `void payment ${id}`,
    initial,
    check: ({ reason }) => (reason.trim() === '' ? { reason: 'Say why; it stands in the history.' } : {}),
    send: (body) => ({ path: `/payments/${id}/void`, body }),
    changes: paymentTopics,
    said: 'The payment is void',
    onSaved: onClose,
  });
  return (
    <EditDrawer opened={opened} title="Void the payment" onClose={onClose} form={form}>
      <Form form={form} act="Void the payment" onCancel={onClose}>
        <p>
          For money that never came, or bounced. The{' '}
          <strong>
            {formats.amount(amount)} {currency}
          </strong>{' '}
          of {clientName ?? 'the client'} on {formats.date(paidOn)} count no longer, and whatever they paid is
          outstanding again. This cannot be undone.
        </p>
        <LongTextField label="Reason" required first {...form.field('reason')} />
      </Form>
    </EditDrawer>
  );
}
