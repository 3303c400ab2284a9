import { useMemo } from 'react';
import { refundBody } from '#contract/payments/payments.ts';
import { paymentTopics, type Payment } from '../../api/payments.ts';
import { DayField } from '../../form/DayInput.tsx';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { FieldRow, Form } from '../../form/Form.tsx';
import { MoneyField } from '../../form/NumberFields.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { todayIn } from '../../util/days.ts';
import { useFirm, useFormats } from '../../util/firm-context.ts';
import type { PaymentDialogProps } from './dialog-props.ts';

/** What goes back to the client. It only says that it did; the money moves at the bank. */
export function RefundDrawer({ payment, opened, onClose }: PaymentDialogProps) {
  const { timeZone } = useFirm();
  const formats = useFormats();
  const { id, unallocated, currency, clientName } = payment;
  const initial = useMemo(
    () => ({ amount: unallocated, refundedOn: todayIn(timeZone) }),
    [unallocated, timeZone],
  );
  const form = useRecordForm<typeof initial, Payment>({
    id: `refund of payment ${id}`,
    initial,
    bodyOf: ({ amount, refundedOn }) => ({ amount, ...(refundedOn === '' ? {} : { refundedOn }) }),
    schema: refundBody,
    send: (body) => ({ path: `/payments/${id}/refunds`, body }),
    changes: paymentTopics,
    said: `Recorded as paid back to ${clientName ?? 'the client'}`,
    onSaved: onClose,
  });
  return (
    <EditDrawer opened={opened} title="Pay back what is left" onClose={onClose} form={form}>
      <Form form={form} act="Record as paid back" onCancel={onClose}>
        <p className="quiet">
          This records that the money went back to {clientName ?? 'the client'}. The transfer itself is made
          at your bank.
        </p>
        <FieldRow>
          <MoneyField
            label="Amount"
            currency={currency}
            help={`${formats.amount(unallocated)} is left`}
            required
            first
            {...form.field('amount')}
          />
          <DayField label="Paid back on" {...form.field('refundedOn')} />
        </FieldRow>
      </Form>
    </EditDrawer>
  );
}
