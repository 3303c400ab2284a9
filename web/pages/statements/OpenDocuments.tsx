// What a client has still to pay, and what of its money pays nothing yet.

import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { openInvoicesQuery, type ListedPayment } from '../../api/payments.ts';
import { resourceQuery, type ListPage } from '../../api/resource.ts';
import { Amount } from '../../ui/Amount.tsx';
import { Day } from '../../ui/Day.tsx';
import { RowHead, SmallTable } from '../../ui/SmallTable.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { documentState } from '../../ui/states.ts';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { titleOf } from '../payments/words.ts';

export function OpenDocuments({ clientId }: { clientId: string }) {
  const { data, error, refetch } = useQuery(openInvoicesQuery(clientId));
  const credits = useQuery(
    resourceQuery<ListPage<ListedPayment>>(
      '/payments',
      { clientId, unallocated: 'true', voided: 'false', limit: 500 },
      { changesWith: ['allocations', 'invoices'] },
    ),
  );
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton height={90} />;
  const left = credits.data?.items ?? [];
  const byDay = (on: string, dueOn: string | null) => `${dueOn ?? on} ${on}`;
  const invoices = data.items.toSorted((a, b) =>
    byDay(a.invoicedOn, a.dueOn) < byDay(b.invoicedOn, b.dueOn) ? -1 : 1,
  );
  if (data.items.length === 0 && left.length === 0)
    return <p className="quiet">Nothing is open: every invoice is paid.</p>;
  return (
    <SmallTable
      words={2}
      wideOnly={[3, 5]}
      heads={['Document', 'State', 'Date', 'Due', 'Amount', 'Outstanding']}
    >
      <tbody>
        {invoices.map(({ id, number, state, isOverdue, invoicedOn, dueOn, totalWithTax, outstanding }) => (
          <Row
            key={id}
            href={`/invoices/${id}`}
            words={number ?? 'Invoice'}
            state={documentState(isOverdue ? 'overdue' : state)}
            on={invoicedOn}
            dueOn={dueOn}
            amount={totalWithTax}
            outstanding={outstanding}
          />
        ))}
        {left.map((payment) => (
          <Row
            key={`payment ${payment.id}`}
            href={`/payments/${payment.id}`}
            words={titleOf(payment)}
            state={['Credit', 'positive']}
            on={payment.paidOn}
            dueOn={null}
            amount={`-${payment.amount}`}
            outstanding={`-${payment.unallocated}`}
          />
        ))}
      </tbody>
    </SmallTable>
  );
}

type RowProps = {
  href: string;
  words: string;
  state: ReturnType<typeof documentState>;
  on: string | null;
  dueOn: string | null;
  amount: string;
  outstanding: string;
};

function Row({ href, words, state: [word, tone], on, dueOn, amount, outstanding }: RowProps) {
  return (
    <tr>
      <RowHead href={href}>{words}</RowHead>
      <td>
        <StatusBadge tone={tone}>{word}</StatusBadge>
      </td>
      <td>
        <Day of={on} />
      </td>
      <td>
        <Day of={dueOn} />
      </td>
      <td>
        <Amount of={amount} />
      </td>
      <td>
        <Amount of={outstanding} />
      </td>
    </tr>
  );
}
