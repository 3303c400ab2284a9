// What clients paid. `add` in the address opens the form of a new payment, so that any page can lead to it.

import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import type { ListedPayment } from '../../api/payments.ts';
import { clientSource } from '../../form/entities.ts';
import {
  dayColumn,
  linkColumn,
  linkedTextColumn,
  moneyColumn,
  statusColumn,
  textColumn,
  type ListColumn,
} from '../../list/columns.tsx';
import type { Filter } from '../../list/filters.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { Card } from '../../list/narrow.tsx';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Day } from '../../ui/Day.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { Tabs, useTab } from '../../ui/Tabs.tsx';
import { useCommands } from '../../util/commands.ts';
import { useMay } from '../../util/firm-context.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { RecordDrawer } from './RecordDrawer.tsx';
import { titleOf, usageOf } from './words.ts';
import classes from './payments.module.css';

const nouns = ['payment', 'payments'] as const;
const idOf = ({ id }: ListedPayment) => id;
const nameOf = (row: ListedPayment) => `${titleOf(row)} ${row.clientName ?? ''}`;
const currencyOf = ({ currency }: ListedPayment) => currency;
const hrefOf = ({ id }: ListedPayment) => `/payments/${id}`;

const columns: readonly ListColumn<ListedPayment>[] = [
  linkColumn({ key: 'reference', header: 'Payment', width: 200, of: titleOf, href: hrefOf }),
  linkedTextColumn({
    key: 'client',
    header: 'Client',
    width: 220,
    grows: true,
    of: ({ clientName }) => clientName,
    href: ({ clientId }) => (clientId === null ? null : `/clients/${clientId}/account`),
  }),
  dayColumn({ key: 'paidOn', header: 'Paid on', of: ({ paidOn }) => paidOn }),
  textColumn({ key: 'method', header: 'Method', of: ({ method }) => method }),
  statusColumn({ key: 'state', header: 'State', width: 140, of: usageOf }),
  moneyColumn({ key: 'amount', header: 'Amount', of: ({ amount }) => amount, sums: true, href: hrefOf }),
  moneyColumn({ key: 'allocated', header: 'Allocated', of: ({ allocated }) => allocated, sums: true }),
  moneyColumn({ key: 'unallocated', header: 'Left', of: ({ unallocated }) => unallocated, sums: true }),
  textColumn({ key: 'by', header: 'Recorded by', of: ({ by }) => by, hiddenAtFirst: true }),
  textColumn({ key: 'note', header: 'Note', of: ({ note }) => note, hiddenAtFirst: true }),
  textColumn({ key: 'currency', header: 'Currency', width: 84, of: currencyOf, hiddenAtFirst: true }),
];

const filters: readonly Filter[] = [
  { kind: 'entity', key: 'clientId', name: 'Client', none: 'All clients', source: clientSource },
  { kind: 'days', key: 'dates', name: 'Paid', fromKey: 'from', toKey: 'to' },
];

const parts = [
  {
    value: 'all',
    label: 'All',
    question: { voided: 'false' },
    empty: 'Record what clients pay, and which invoices it pays. What is over stays as their credit.',
  },
  {
    value: 'left',
    label: 'With something left',
    question: { unallocated: 'true', voided: 'false' },
    empty: 'Every payment is allocated to the last cent.',
  },
  {
    value: 'voided',
    label: 'Voided',
    question: { voided: 'true' },
    empty: 'Payments that never came, or bounced, stand here.',
  },
] as const;

export function PaymentsPage() {
  const may = useMay();
  const router = useRouter();
  const [search, change] = usePageSearch();
  const tab = useTab(parts);
  const part = parts.find(({ value }) => value === tab) ?? parts[0];
  const mayRecord = may('payments.record');
  const record = () => change({ add: 'payment' });
  useCommands(
    mayRecord ? [{ label: 'Record a payment', key: 'n', words: 'add money receipt', onChoose: record }] : [],
  );
  const button = mayRecord ? <Button onClick={record}>Record a payment</Button> : null;
  return (
    <>
      <ListPage<ListedPayment>
        title="Payments"
        href="/payments"
        question={part.question}
        changesWith={changesWith}
        nouns={nouns}
        idOf={idOf}
        nameOf={nameOf}
        hrefOf={hrefOf}
        columns={columns}
        cardOf={cardOf}
        currencyOf={currencyOf}
        filters={filters}
        finds="Reference, method or client"
        sortsBy="nothing"
        actions={
          <>
            {may('reports.read') && (
              <Button component={AppLink} variant="default" href="/reports/debtors-aged">
                Who owes what
              </Button>
            )}
            {button}
          </>
        }
        nothingYet={{
          title: tab === 'all' ? 'No payments yet' : `Nothing under “${part.label.toLowerCase()}”`,
          text: part.empty,
          action: tab === 'all' ? button : undefined,
        }}
      >
        <div className={classes.tabs}>
          <Tabs label="Which payments" tabs={parts} />
        </div>
      </ListPage>
      <RecordDrawer
        key={search['clientId'] ?? ''}
        opened={search['add'] === 'payment'}
        clientId={search['clientId'] ?? ''}
        onClose={() => change({ add: undefined })}
        onSaved={({ id }) => router.history.push(`/payments/${id}`)}
      />
    </>
  );
}

const changesWith = ['allocations', 'invoices'];

function cardOf(row: ListedPayment): Card {
  const usage = usageOf(row);
  return {
    title: row.clientName ?? titleOf(row),
    under: (
      <>
        <Day of={row.paidOn} /> {usage && <StatusBadge tone={usage[1]}>{usage[0]}</StatusBadge>}
      </>
    ),
    end: <Amount of={row.amount} />,
    underEnd: row.currency,
  };
}
