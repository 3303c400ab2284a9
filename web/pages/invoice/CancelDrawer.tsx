import { invoiceTopics, type Invoice } from '../../api/invoices.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { LongTextField } from '../../form/fields.tsx';
import { Form } from '../../form/Form.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { useFormats } from '../../util/firm-context.ts';
import type { InvoiceDialogProps } from './dialog-props.ts';

const initial = { reason: '' };

/** Taking back all that a document did; it asks for the reason, for it cannot be undone. */
export default function CancelDrawer({ invoice, opened, onClose }: InvoiceDialogProps) {
  const formats = useFormats();
  const isCredit = invoice.document === 'creditNote';
  const number = invoice.number ?? 'the document';
  const form = useRecordForm<typeof initial, Invoice>({
    id: `cancel ${invoice.document} ${invoice.id}`,
    initial,
    check: ({ reason }) => (reason.trim() === '' ? { reason: 'Say why; it stands in the history.' } : {}),
    send: (body) => ({
      path: `/${isCredit ? 'credit-notes' : 'invoices'}/${invoice.id}/cancellation`,
      body,
    }),
    changes: [...invoiceTopics, 'allocations'],
    said: `${number} is cancelled`,
    onSaved: onClose,
  });
  return (
    <EditDrawer opened={opened} title={`Cancel ${number}`} onClose={onClose} form={form}>
      <Form form={form} act={`Cancel ${number}`} onCancel={onClose}>
        <p>
          {number} to {invoice.clientName ?? 'the client'} over{' '}
          <strong>
            {formats.amount(invoice.totalWithTax)} {invoice.currency}
          </strong>{' '}
          {isCredit
            ? 'is taken back: its invoice stands again as before.'
            : 'is reversed to the cent: its work is open again at its old value, age and rate.'}{' '}
          The number stays used. This cannot be undone.
        </p>
        <LongTextField label="Reason" required first {...form.field('reason')} />
      </Form>
    </EditDrawer>
  );
}
