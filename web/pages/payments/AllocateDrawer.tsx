import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { allocationsBody } from '#contract/payments/payments.ts';
import { openInvoicesQuery, paymentTopics, type Payment } from '../../api/payments.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { Form } from '../../form/Form.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { useFormats } from '../../util/firm-context.ts';
import { isNegative } from '../../util/sums.ts';
import { OpenInvoices } from './OpenInvoices.tsx';
import type { PaymentDialogProps } from './dialog-props.ts';
import { leftOver, namedIn, payableIn, suggestedShares, type Shares } from './shares.ts';

type Fields = { shares: Shares | null };

const initial: Fields = { shares: null };

/** Says which invoices get what is left of a payment. */
export function AllocateDrawer({ payment, opened, onClose }: PaymentDialogProps) {
  const { id, clientId, unallocated, currency, clientName } = payment;
  const formats = useFormats();
  const { data } = useQuery({ ...openInvoicesQuery(clientId ?? ''), enabled: opened && clientId !== null });
  const invoices = useMemo(() => data && payableIn(data.items, currency), [data, currency]);
  const namedOf = ({ shares }: Fields) =>
    namedIn(shares ?? suggestedShares(unallocated, invoices ?? []), invoices ?? []);
  const form = useRecordForm<Fields, Payment>({
    id: `allocations of payment ${id}`,
    initial,
    bodyOf: (fields) => ({ invoices: namedOf(fields) }),
    schema: allocationsBody,
    pathOf: { shares: 'invoices' },
    check: ({ shares }) =>
      shares !== null && isNegative(leftOver(unallocated, shares, currency))
        ? { shares: 'The invoices get more than is left.' }
        : {},
    send: (body) => ({ path: `/payments/${id}/allocations`, body }),
    changes: paymentTopics,
    said: 'Allocated',
    onSaved: onClose,
  });
  const errorOf = (invoiceId: string) => {
    const place = namedOf(form.values).findIndex((each) => each.invoiceId === invoiceId);
    return place < 0 ? undefined : form.errorAt(`invoices.${place}`);
  };
  return (
    <EditDrawer opened={opened} title="Allocate what is left" onClose={onClose} form={form} size={560}>
      <Form form={form} act="Allocate" onCancel={onClose}>
        <p>
          {formats.amount(unallocated)} {currency} of {clientName ?? 'the client'} are left.
        </p>
        <OpenInvoices
          invoices={invoices}
          available={unallocated}
          currency={currency}
          shares={form.values.shares}
          onChange={(shares) => form.set({ shares })}
          error={form.field('shares').error}
          errorOf={errorOf}
        />
      </Form>
    </EditDrawer>
  );
}
