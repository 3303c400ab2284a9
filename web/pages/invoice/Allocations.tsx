// What paid an invoice, or what a credit note paid. Whatever stands can be taken back, and what was taken back be done
// again.

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { allocationsQuery, invoiceTopics, type Allocation, type Invoice } from '../../api/invoices.ts';
import { useTell } from '../../api/useTell.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { Block } from '../../ui/PageBody.tsx';
import { useFormats, useMay } from '../../util/firm-context.ts';
import classes from '../document/document.module.css';

const topics = [...invoiceTopics, 'allocations'];

export function AllocationsOf({ invoice }: { invoice: Invoice }) {
  const { data, error, refetch } = useQuery(allocationsQuery(invoice.id));
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  return (
    <Allocations
      title="Payments and credits"
      allocations={data?.items ?? []}
      nothing="Nothing is paid yet."
    />
  );
}

type AllocationsProps = { title: string; allocations: readonly Allocation[]; nothing: string };

export function Allocations({ title, allocations, nothing }: AllocationsProps) {
  return (
    <div id="payments">
      <Block title={title}>
        {allocations.length === 0 ? (
          <p className="quiet">{nothing}</p>
        ) : (
          <ul className={classes.rows}>
            {allocations.map((allocation) => (
              <AllocationRow key={allocation.id} allocation={allocation} />
            ))}
          </ul>
        )}
      </Block>
    </div>
  );
}

function AllocationRow({ allocation }: { allocation: Allocation }) {
  const { id, standing, takesBackId, allocatedOn, by, amount } = allocation;
  const formats = useFormats();
  const may = useMay();
  const again = useTell<void>({
    send: () => ({
      path:
        allocation.paymentId === null
          ? `/credit-notes/${allocation.creditNoteId}/allocations`
          : `/payments/${allocation.paymentId}/allocations`,
      body: { invoices: [{ invoiceId: allocation.invoiceId, amount }] },
    }),
    changes: topics,
    said: () => 'It pays the invoice again',
  });
  const takingBack = useTell<void>({
    send: () => ({ path: `/allocations/${id}/undo`, body: {} }),
    changes: topics,
    said: () => ({
      text: `${formats.amount(amount)} taken back`,
      ...(allocation.invoiceId === null ? {} : { onUndo: () => again.tell() }),
    }),
  });
  return (
    <li data-faint={standing ? undefined : true}>
      <div>
        <Source allocation={allocation} />
        <small>
          {takesBackId === null ? '' : 'Taken back · '}
          {formats.date(allocatedOn)} · {by}
        </small>
      </div>
      <Amount of={amount} />
      {standing && may('payments.record') && (
        <Button size="xs" variant="subtle" loading={takingBack.isBusy} onClick={() => takingBack.tell()}>
          Take back
        </Button>
      )}
    </li>
  );
}

function Source({ allocation }: { allocation: Allocation }) {
  const { paymentId, creditNoteId, invoiceId, invoiceNumber } = allocation;
  if (invoiceId === null) return <span>Paid back to the client</span>;
  if (paymentId !== null)
    return (
      <AppLink className={classes.link} href={`/payments/${paymentId}`}>
        Payment
      </AppLink>
    );
  return (
    <>
      <AppLink className={classes.link} href={`/credit-notes/${creditNoteId ?? ''}`}>
        Credit note
      </AppLink>{' '}
      on{' '}
      <AppLink className={classes.link} href={`/invoices/${invoiceId}`}>
        {invoiceNumber ?? 'an invoice'}
      </AppLink>
    </>
  );
}
