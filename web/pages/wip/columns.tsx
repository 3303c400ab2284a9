// The columns of Estimated Billings. Every figure leads to the ledger lines that make it; net WIP leads to its receipt.

import type { BillingRow, BillingTotal } from '../../api/estimated-billings.ts';
import type { Column } from '../../table/columns.ts';
import { useTabStop } from '../../table/current-line.ts';
import { widthOfAmounts } from '../../table/money-width.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Day } from '../../ui/Day.tsx';
import { isZero } from '../../util/sums.ts';
import { ledgerHref } from '../job-ledger/search.ts';
import { ageHref, type AgeKey } from '../report/ages.ts';
import { RowMenu } from './RowMenu.tsx';
import type { ActsFor } from './useWipActs.tsx';
import classes from './wip.module.css';

export type BillingColumn = Column<BillingRow, BillingTotal>;

type ColumnContext = {
  /** The day that links carry on; undefined when the figures are today's. */
  asAt: string | undefined;
  showsCurrency: boolean;
  onReceipt: (row: BillingRow) => void;
  actsFor: ActsFor;
  /** The sums of everything, per currency. */
  totals: readonly BillingTotal[];
  /** Widths of the columns of money, by what is in them. */
  widths: MoneyWidths;
};

export type MoneyKey = Figure | AgeKey | 'onDraft' | 'netWip';
export type MoneyWidths = Readonly<Record<MoneyKey, number>>;

const narrowest: Readonly<Record<MoneyKey, number>> = {
  wipTime: 88,
  wipCost: 88,
  interims: 88,
  netWip: 92,
  uninvoicedQuote: 132,
  ageCurrent: 88,
  ageOneMonth: 88,
  ageTwoMonths: 88,
  ageThreeMonthsPlus: 92,
  onDraft: 88,
};

export function moneyWidths(rows: readonly BillingRow[], totals: readonly BillingTotal[]): MoneyWidths {
  const keys = Object.keys(narrowest) as MoneyKey[];
  const widthOf = (key: MoneyKey) =>
    widthOfAmounts(
      [...rows, ...totals].map((each) => each[key]),
      narrowest[key],
    );
  return Object.fromEntries(keys.map((key) => [key, widthOf(key)])) as MoneyWidths;
}

/** Names of the columns that may be hidden, in their order; the job itself always shows. */
export const hideableColumns = [
  ['client', 'Client'],
  ['wipTime', 'WIP time'],
  ['wipCost', 'WIP cost'],
  ['interims', 'Interims'],
  ['uninvoicedQuote', 'Uninvoiced quote'],
  ['onDraft', 'On draft'],
  ['emptyReason', 'Nothing left because'],
  ['ageCurrent', 'Current'],
  ['ageOneMonth', '1 month'],
  ['ageTwoMonths', '2 months'],
  ['ageThreeMonthsPlus', '3 months +'],
  ['manager', 'Manager'],
  ['partner', 'Partner'],
  ['state', 'State'],
  ['lastActivityOn', 'Last activity'],
  ['lastBilledOn', 'Last billed'],
] as const;

/** Seldom needed at a glance, so a person asks for them. */
const hiddenAtFirst = ['onDraft', 'emptyReason', 'partner', 'state'];

/** The hidden columns that an address names: `hide=none` hides nothing, no `hide` what is hidden at first. */
export function hiddenColumns(hide: string | undefined): ReadonlySet<string> {
  return new Set(hide === undefined ? hiddenAtFirst : hide.split(','));
}

export function hideOf(hidden: ReadonlySet<string>): string | undefined {
  const keys = hideableColumns.map(([key]) => key).filter((key) => hidden.has(key));
  if (keys.join() === hiddenAtFirst.join()) return undefined;
  return keys.length === 0 ? 'none' : keys.join(',');
}

export function billingColumns(context: ColumnContext): BillingColumn[] {
  return [
    jobColumn(context),
    menuColumn(context),
    {
      key: 'client',
      header: 'Client',
      width: 160,
      grows: true,
      sortKey: 'clientName',
      cell: (row) => <Words of={row.clientName} />,
    },
    ...(context.showsCurrency ? [currencyColumn] : []),
    moneyColumn({ key: 'wipTime', header: 'WIP time', account: 'wipTime' }, context),
    moneyColumn({ key: 'wipCost', header: 'WIP cost', account: 'wipCost' }, context),
    moneyColumn({ key: 'interims', header: 'Interims', account: 'interim' }, context),
    netColumn(context),
    moneyColumn({ key: 'uninvoicedQuote', header: 'Uninvoiced quote', account: 'uninvoicedQuote' }, context),
    draftColumn(context),
    {
      key: 'emptyReason',
      header: 'Nothing left because',
      width: 168,
      cell: (row) => <Words of={reasonOf(row)} />,
    },
    ageColumn({ key: 'ageCurrent', header: 'Current' }, context),
    ageColumn({ key: 'ageOneMonth', header: '1 month' }, context),
    ageColumn({ key: 'ageTwoMonths', header: '2 months' }, context),
    ageColumn({ key: 'ageThreeMonthsPlus', header: '3 months +' }, context),
    // Behind the figures, which are in sight on a small laptop then.
    {
      key: 'manager',
      header: 'Manager',
      width: 134,
      sortKey: 'managerName',
      cell: (row) => <Words of={row.managerName} />,
    },
    {
      key: 'partner',
      header: 'Partner',
      width: 134,
      sortKey: 'partnerName',
      cell: (row) => <Words of={row.partnerName} />,
    },
    {
      key: 'state',
      header: 'State',
      width: 104,
      sortKey: 'stateName',
      cell: (row) => <Words of={row.stateName} />,
    },
    {
      key: 'lastActivityOn',
      header: 'Last activity',
      width: 128,
      align: 'end',
      sortKey: 'lastActivityOn',
      cell: (row) => <Day of={row.lastActivityOn} />,
    },
    {
      key: 'lastBilledOn',
      header: 'Last billed',
      width: 128,
      align: 'end',
      sortKey: 'lastBilledOn',
      cell: (row) => <Day of={row.lastBilledOn} />,
    },
  ];
}

/** For narrow screens: what matters of a job in two lines. */
export function narrowColumns(context: ColumnContext): BillingColumn[] {
  return [
    {
      key: 'job',
      header: 'Job',
      width: 170,
      grows: true,
      sortKey: 'jobNumber',
      cell: (row) => (
        <div className={classes.stacked}>
          <JobLink row={row} context={context} />
          <span className={classes.second}>{row.clientName}</span>
        </div>
      ),
    },
    {
      key: 'netWip',
      header: 'Net WIP',
      width: Math.max(124, context.widths.netWip),
      align: 'end',
      sortKey: 'netWip',
      cell: (row) => (
        <div className={classes.stacked}>
          <ReceiptButton row={row} context={context} />
          <span className={classes.second}>{reasonOf(row) ?? oldestOf(row)}</span>
        </div>
      ),
      total: (total) => <Amount of={total.netWip} />,
    },
  ];
}

function menuColumn({ actsFor }: ColumnContext): BillingColumn {
  return {
    key: 'acts',
    header: 'What to do',
    hidesHeader: true,
    width: 42,
    pinned: true,
    cell: (row) => <RowMenu row={row} actsFor={actsFor} />,
  };
}

function jobColumn(context: ColumnContext): BillingColumn {
  return {
    key: 'job',
    header: 'Job',
    width: 240,
    pinned: true,
    sortKey: 'jobNumber',
    cell: (row) => <JobLink row={row} context={context} />,
  };
}

function FigureLink({ amount, href }: { amount: string; href: string }) {
  return (
    <AppLink className={classes.figure} href={href} tabIndex={useTabStop()}>
      <Amount of={amount} />
    </AppLink>
  );
}

function JobLink({ row, context }: { row: BillingRow; context: ColumnContext }) {
  return (
    <AppLink
      className={classes.job}
      href={ledgerHref(row.jobId, { to: context.asAt })}
      title={`${row.jobNumber} ${row.jobName}`}
      tabIndex={useTabStop()}
      data-main
    >
      <span className={classes.number}>{row.jobNumber}</span> {row.jobName}
    </AppLink>
  );
}

function netColumn(context: ColumnContext): BillingColumn {
  return {
    key: 'netWip',
    header: 'Net WIP',
    width: context.widths.netWip,
    align: 'end',
    sortKey: 'netWip',
    figure: 'netWip',
    records: context.totals,
    cell: (row) => <ReceiptButton row={row} context={context} />,
    total: (total) => <Amount of={total.netWip} />,
  };
}

function ReceiptButton({ row, context }: { row: BillingRow; context: ColumnContext }) {
  return (
    <button
      type="button"
      className={classes.net}
      tabIndex={useTabStop()}
      onClick={() => context.onReceipt(row)}
    >
      <Amount of={row.netWip} />
      <span className="visually-hidden"> net WIP of {row.jobNumber}: how it came about</span>
    </button>
  );
}

type Figure = 'wipTime' | 'wipCost' | 'interims' | 'uninvoicedQuote';
type MoneyColumn = { key: Figure; header: string; account: string };

function moneyColumn({ key, header, account }: MoneyColumn, context: ColumnContext): BillingColumn {
  return {
    key,
    header,
    width: context.widths[key],
    align: 'end',
    sortKey: key,
    figure: key,
    cell: (row) =>
      row[key] === null ? null : (
        <FigureLink amount={row[key]} href={ledgerHref(row.jobId, { account, to: context.asAt })} />
      ),
    total: (total) => <Amount of={total[key]} />,
  };
}

function draftColumn(context: ColumnContext): BillingColumn {
  return {
    key: 'onDraft',
    header: 'On draft',
    width: context.widths.onDraft,
    align: 'end',
    sortKey: 'onDraft',
    figure: 'onDraft',
    cell: (row) =>
      row.onDraft === null || isZero(row.onDraft) ? (
        <Amount of={row.onDraft} />
      ) : (
        <FigureLink amount={row.onDraft} href={`/jobs/${row.jobId}?tab=invoices`} />
      ),
    total: (total) => <Amount of={total.onDraft} />,
  };
}

/** Ages lead to their entries; those of a past day have no list of entries. */
function ageColumn({ key, header }: { key: AgeKey; header: string }, context: ColumnContext): BillingColumn {
  return {
    key,
    header,
    figure: key,
    width: context.widths[key],
    align: 'end',
    sortKey: key,
    cell: (row) =>
      context.asAt !== undefined || isZero(row[key]) ? (
        <Amount of={row[key]} />
      ) : (
        <FigureLink amount={row[key]} href={ageHref({ jobId: row.jobId }, key)} />
      ),
    total: (total) => <Amount of={total[key]} />,
  };
}

const currencyColumn: BillingColumn = {
  key: 'currency',
  header: 'Currency',
  hidesHeader: true,
  width: 52,
  cell: (row) => <span className={classes.second}>{row.currency}</span>,
  total: (total) => <span className={classes.second}>{total.currency}</span>,
};

function Words({ of }: { of: string | null }) {
  return of === null ? null : <span title={of}>{of}</span>;
}

const reasons: Readonly<Record<NonNullable<BillingRow['emptyReason']>, string>> = {
  onDraft: 'On drafts',
  unapproved: 'A draft waits',
  capped: 'The quote is invoiced',
  allInvoiced: 'All is invoiced',
};

/** Why nothing is left to invoice, where nothing is. */
function reasonOf({ emptyReason }: BillingRow): string | null {
  return emptyReason === null ? null : reasons[emptyReason];
}

function oldestOf(row: BillingRow): string {
  if (Number(row.ageThreeMonthsPlus) !== 0) return '3 months +';
  if (Number(row.ageTwoMonths) !== 0) return '2 months';
  if (Number(row.ageOneMonth) !== 0) return '1 month';
  return 'current';
}
