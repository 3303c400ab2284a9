// What a payment pays. Whatever stands can be taken back, and what was taken back be done again.

import { Button } from '@mantine/core';
import type { Allocation } from '../../api/invoices.ts';
import { paymentTopics, type Payment } from '../../api/payments.ts';
import { useTell } from '../../api/useTell.ts';
import { Amount } from '../../ui/Amount.tsx';
import { Day } from '../../ui/Day.tsx';
import { Block } from '../../ui/PageBody.tsx';
import { HiddenHead, RowHead, SmallTable } from '../../ui/SmallTable.tsx';
import { useFormats, useMay } from '../../util/firm-context.ts';

export function PaymentAllocations({ payment }: { payment: Payment }) {
  return (
    <div id="allocations">
      <Block title="What it pays">
        {payment.allocations.length === 0 ? (
          <p className="quiet">
            {payment.voidedOn === null
              ? 'Nothing yet: all of it is the client’s credit.'
              : 'It paid nothing.'}
          </p>
        ) : (
          <SmallTable
            heads={['Invoice', 'On', 'Amount', <HiddenHead key="acts">What can be done</HiddenHead>]}
          >
            <tbody>
              {payment.allocations.map((allocation) => (
                <Row key={allocation.id} payment={payment} allocation={allocation} />
              ))}
            </tbody>
          </SmallTable>
        )}
      </Block>
    </div>
  );
}

function Row({ payment, allocation }: { payment: Payment; allocation: Allocation }) {
  const { invoiceId, invoiceNumber, allocatedOn, amount, standing, takesBackId } = allocation;
  const may = useMay();
  const takeBack = useTakeBack(payment, allocation);
  return (
    <tr data-faint={standing ? undefined : true}>
      <RowHead
        href={invoiceId === null ? null : `/invoices/${invoiceId}`}
        note={takesBackId !== null && <small>Taken back</small>}
      >
        {invoiceId === null ? 'Paid back to the client' : (invoiceNumber ?? 'Invoice')}
      </RowHead>
      <td>
        <Day of={allocatedOn} />
      </td>
      <td>
        <Amount of={amount} />
      </td>
      <td>
        {standing && payment.voidedOn === null && may('payments.record') && (
          <Button
            size="xs"
            variant="subtle"
            loading={takeBack.isBusy}
            aria-label={`Take back ${invoiceNumber ?? 'what was paid back'}`}
            onClick={() => takeBack.tell()}
          >
            Take back
          </Button>
        )}
      </td>
    </tr>
  );
}

function useTakeBack({ id }: Payment, allocation: Allocation) {
  const formats = useFormats();
  const { invoiceId, invoiceNumber, amount } = allocation;
  const again = useTell<void>({
    send: () =>
      invoiceId === null
        ? { path: `/payments/${id}/refunds`, body: { amount } }
        : { path: `/payments/${id}/allocations`, body: { invoices: [{ invoiceId, amount }] } },
    changes: paymentTopics,
    said: () => (invoiceId === null ? 'It is paid back after all' : `It pays ${invoiceNumber} again`),
  });
  return useTell<void>({
    send: () => ({ path: `/allocations/${allocation.id}/undo`, body: {} }),
    changes: paymentTopics,
    said: () => ({
      text: `${formats.amount(amount)} taken back`,
      detail: invoiceId === null ? 'It is the client’s credit again.' : 'The invoice is open by it again.',
      onUndo: () => again.tell(),
    }),
  });
}
