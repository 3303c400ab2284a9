import { useMemo } from 'react';
import type { z } from 'zod';
import { paymentBody, type listedPayment } from '#contract/payments/payments.ts';
import { invoiceTopics } from '../../api/invoices.ts';
import { DayField } from '../../form/DayInput.tsx';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { TextField } from '../../form/fields.tsx';
import { orNull } from '../../form/words.ts';
import { FieldRow, Form } from '../../form/Form.tsx';
import { MoneyField } from '../../form/NumberFields.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { todayIn } from '../../util/days.ts';
import { useFirm, useFormats } from '../../util/firm-context.ts';
import type { InvoiceDialogProps } from './dialog-props.ts';

type Fields = { amount: string; paidOn: string; method: string; reference: string };
type Payment = z.input<typeof listedPayment>;

/** What a client paid for this invoice. More than is outstanding stays the client's credit. */
export default function PaymentDrawer({ invoice, opened, onClose }: InvoiceDialogProps) {
  const { timeZone } = useFirm();
  const formats = useFormats();
  const initial = useMemo<Fields>(
    () => ({ amount: invoice.outstanding, paidOn: todayIn(timeZone), method: '', reference: '' }),
    [invoice.outstanding, timeZone],
  );
  const form = useRecordForm<Fields, Payment>({
    id: `payment of invoice ${invoice.id}`,
    initial,
    bodyOf: (fields) => ({
      clientId: invoice.clientId,
      amount: fields.amount,
      ...(fields.paidOn === '' ? {} : { paidOn: fields.paidOn }),
      method: orNull(fields.method),
      reference: orNull(fields.reference),
      invoices: [{ invoiceId: invoice.id }],
    }),
    schema: paymentBody,
    send: (body) => ({ path: '/payments', body }),
    changes: [...invoiceTopics, 'allocations'],
    said: (saved) => `${formats.amount(saved.amount)} ${saved.currency} recorded`,
    onSaved: onClose,
  });
  return (
    <EditDrawer
      opened={opened}
      title={`Payment of ${invoice.number ?? 'the invoice'}`}
      onClose={onClose}
      form={form}
    >
      <Form form={form} act="Record the payment" onCancel={onClose}>
        <FieldRow>
          <MoneyField
            label="Amount"
            currency={invoice.currency}
            help={`${formats.amount(invoice.outstanding)} is outstanding`}
            required
            first
            {...form.field('amount')}
          />
          <DayField label="Paid on" {...form.field('paidOn')} />
        </FieldRow>
        <FieldRow>
          <TextField label="Method" placeholder="Such as bank transfer" {...form.field('method')} />
          <TextField label="Reference" {...form.field('reference')} />
        </FieldRow>
      </Form>
    </EditDrawer>
  );
}
