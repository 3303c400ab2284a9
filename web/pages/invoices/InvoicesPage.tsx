import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { ListedInvoice } from '../../api/invoices.ts';
import { invoiceCountsQuery } from '../../api/invoices.ts';
import { awaitingQuery } from '../../api/billing-runs.ts';
import { clientSource, jobSource } from '../../form/entities.ts';
import {
  customColumn,
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
import { Day } from '../../ui/Day.tsx';
import { Figures, type Figure } from '../../ui/Figures.tsx';
import { documentState, invoiceState } from '../../ui/states.ts';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { Tabs, useTab } from '../../ui/Tabs.tsx';
import { useCommands } from '../../util/commands.ts';
import { todayIn } from '../../util/days.ts';
import { useFirm, useFormats, useMay } from '../../util/firm-context.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { sumOf } from '../../util/sums.ts';
import classes from './invoices.module.css';
import { parts, tabsOf } from './states.ts';
import { useBulk } from './useBulk.ts';

const changesWith = ['payments', 'credit-notes', 'mails', 'billing-runs'];
const nouns = ['invoice', 'invoices'] as const;
const idOf = ({ id }: ListedInvoice) => id;
const nameOf = ({ number, clientName }: ListedInvoice) => `${number ?? 'Draft'} ${clientName ?? ''}`;
const currencyOf = ({ currency }: ListedInvoice) => currency;
const hrefOf = ({ id, document }: ListedInvoice) =>
  document === 'creditNote' ? `/credit-notes/${id}` : `/invoices/${id}`;
/** A credit note is money to be given back. */
const signed = (amount: string, { document }: ListedInvoice) =>
  document === 'creditNote' && !/^-?[0.]+$/.test(amount) ? `-${amount}` : amount;
const stateOf = (row: ListedInvoice) =>
  row.isOverdue && row.state !== 'partPaid' ? documentState('overdue') : invoiceState(row);

const columns: readonly ListColumn<ListedInvoice>[] = [
  linkColumn({
    key: 'number',
    header: 'Number',
    width: 132,
    grows: false,
    of: ({ number }) => number ?? 'Draft',
    href: hrefOf,
  }),
  linkedTextColumn({
    key: 'client',
    header: 'Client',
    width: 220,
    grows: true,
    of: ({ clientName }) => clientName,
    href: ({ clientId }) => (clientId === null ? null : `/clients/${clientId}`),
  }),
  statusColumn({ key: 'state', header: 'State', of: stateOf }),
  textColumn({
    key: 'reference',
    header: 'Reference',
    of: ({ reference }) => reference,
    hiddenAtFirst: true,
  }),
  textColumn({ key: 'kind', header: 'Kind', width: 150, of: (row) => kindOf(row), hiddenAtFirst: true }),
  dayColumn({ key: 'invoicedOn', header: 'Date', of: ({ invoicedOn }) => invoicedOn }),
  dayColumn({ key: 'dueOn', header: 'Due', of: ({ dueOn }) => dueOn }),
  customColumn({
    key: 'overdue',
    header: 'Days overdue',
    width: 104,
    align: 'end',
    hiddenAtFirst: true,
    cell: (row) => <DaysOverdue row={row} />,
  }),
  moneyColumn({
    key: 'total',
    header: 'Total ex tax',
    of: (row) => signed(row.total, row),
    hiddenAtFirst: true,
    sums: true,
  }),
  moneyColumn({
    key: 'totalWithTax',
    header: 'Amount',
    of: (row) => signed(row.totalWithTax, row),
    sums: true,
    href: hrefOf,
  }),
  moneyColumn({
    key: 'outstanding',
    header: 'Outstanding',
    of: (row) => (row.state === 'draft' || row.state === 'cancelled' ? null : signed(row.outstanding, row)),
    sums: true,
  }),
  textColumn({ key: 'currency', header: 'Currency', width: 84, of: currencyOf, hiddenAtFirst: true }),
];

const filters: readonly Filter[] = [
  { kind: 'entity', key: 'clientId', name: 'Client', none: 'All clients', source: clientSource },
  { kind: 'entity', key: 'jobId', name: 'Job', none: 'All jobs', source: jobSource },
  { kind: 'days', key: 'dates', name: 'Date', fromKey: 'from', toKey: 'to' },
];

/** Invoices and credit notes, by where they stand. */
export function InvoicesPage() {
  const may = useMay();
  const router = useRouter();
  const [{ clientId, tab: asked }] = usePageSearch();
  const { data } = useQuery(invoiceCountsQuery(clientId));
  const awaiting = useQuery({ ...awaitingQuery(), enabled: may('billingRuns.read') });
  const inReview = awaiting.data?.inReview ?? 0;
  const tabs = useMemo(() => tabsOf(data?.items, inReview, asked), [data, inReview, asked]);
  const tab = useTab(tabs);
  const part = parts.find(({ value }) => value === tab) ?? parts[0]!;
  const bulk = useBulk();
  const mayDraft = may('invoices.draft');
  const add = () =>
    router.history.push(`/invoices/new${clientId === undefined ? '' : `?clientId=${clientId}`}`);
  useCommands(
    mayDraft ? [{ label: 'New invoice', key: 'n', words: 'draft compose bill', onChoose: add }] : [],
  );
  const button = mayDraft ? <Button onClick={add}>New invoice</Button> : null;
  return (
    <ListPage<ListedInvoice>
      title="Invoices"
      href="/invoices"
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
      finds="Number, reference or client"
      sortsBy="nothing"
      bulk={bulk}
      actions={button}
      nothingYet={{
        title: tab === 'all' ? 'No invoices yet' : `Nothing under ${part.label.toLowerCase()}`,
        text: part.empty,
        action: tab === 'all' || tab === 'drafts' ? button : undefined,
      }}
    >
      <Standing counts={data?.items} />
      <div className={classes.tabs}>
        <Tabs label="Where they stand" tabs={tabs} />
      </div>
    </ListPage>
  );
}

type Counts = Parameters<typeof tabsOf>[0];

/** What is owed, of it overdue, and what waits to be approved and sent. */
function Standing({ counts }: { counts: Counts }) {
  const { currency } = useFirm();
  const formats = useFormats();
  const own = (wanted: (count: NonNullable<Counts>[number]) => boolean) =>
    counts?.filter((count) => count.currency === currency && wanted(count));
  const others = new Set(
    counts?.filter(({ outstanding }) => /[1-9]/.test(outstanding)).map((each) => each.currency),
  );
  others.delete(currency);
  const owed = own(
    ({ document, state }) => document === 'invoice' && ['approved', 'sent', 'partPaid'].includes(state),
  );
  const sum = (of: typeof owed) =>
    of && <Amount of={sumOf(['0.00', ...of.map(({ outstanding }) => outstanding)])} />;
  const count = (of: typeof owed) => of && formats.count(of.reduce((total, each) => total + each.count, 0));
  const figures: Figure[] = [
    {
      label: `Outstanding, ${currency}`,
      value: sum(owed),
      isMain: true,
      ...(others.size === 0 ? {} : { note: `and in ${[...others].join(', ')}` }),
    },
    { label: 'Overdue', value: sum(own(({ isOverdue }) => isOverdue)), href: '/invoices?tab=overdue' },
    {
      label: 'Drafts to approve',
      value: count(counts?.filter(({ document, state }) => document === 'invoice' && state === 'draft')),
      href: '/invoices?tab=drafts',
    },
    {
      label: 'Approved, to be sent',
      value: count(counts?.filter(({ document, state }) => document === 'invoice' && state === 'approved')),
      href: '/invoices?tab=approved',
    },
  ];
  return <Figures figures={figures} />;
}

function DaysOverdue({ row }: { row: ListedInvoice }) {
  const { timeZone } = useFirm();
  const formats = useFormats();
  if (!row.isOverdue || row.dueOn === null) return null;
  const days = (Date.parse(todayIn(timeZone)) - Date.parse(row.dueOn)) / 86_400_000;
  return formats.count(Math.max(1, Math.round(days)));
}

function kindOf({ document, basis, type, origin }: ListedInvoice): string {
  if (document === 'creditNote') return 'Credit note';
  const words = {
    actual: 'Actual work',
    quoted: 'By quote',
    deposit: 'Deposit',
    miscellaneous: 'Miscellaneous',
  };
  const from = origin === 'imported' ? ', imported' : '';
  return `${words[basis]}${type === 'final' ? ', final' : ''}${from}`;
}

function cardOf(row: ListedInvoice): Card {
  const [word, tone] = stateOf(row);
  return {
    title: `${row.number ?? 'Draft'} · ${row.clientName ?? ''}`,
    under: (
      <>
        <StatusBadge tone={tone}>{word}</StatusBadge> <Day of={row.invoicedOn} />
      </>
    ),
    end: <Amount of={signed(row.totalWithTax, row)} />,
    underEnd: row.currency,
  };
}
