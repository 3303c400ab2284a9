import type { LedgerLine } from '../../api/job-ledger.ts';
import type { Column } from '../../table/columns.ts';
import { useTabStop } from '../../table/current-line.ts';
import { widthOfAmounts } from '../../table/money-width.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Day } from '../../ui/Day.tsx';
import classes from './job-ledger.module.css';
import { changeIn, isBesideWip, wordsOfAccount } from './words.ts';

export type LedgerTotal = { change: string };
export type LedgerColumn = Column<LedgerLine, LedgerTotal>;

type RunningKey = keyof LedgerLine['running'];
export type LedgerWidths = Readonly<Record<RunningKey | 'change', number>>;

type ColumnContext = {
  account: string | undefined;
  hrefOf: (line: LedgerLine) => string;
  /** Widths of the columns of money, by what is in them. */
  widths: LedgerWidths;
};

export function ledgerWidths(lines: readonly LedgerLine[]): LedgerWidths {
  const widthOf = (key: RunningKey) =>
    widthOfAmounts(
      lines.map(({ running }) => running[key]),
      92,
    );
  return {
    change: widthOfAmounts(
      lines.map(({ amount }) => `-${amount}`),
      134,
    ),
    wipTime: widthOf('wipTime'),
    wipCost: widthOf('wipCost'),
    interims: widthOf('interims'),
    netWip: widthOf('netWip'),
  };
}

export function ledgerColumns(context: ColumnContext): LedgerColumn[] {
  return [
    dateColumn,
    {
      key: 'entry',
      header: 'Entry',
      width: 224,
      grows: true,
      cell: (line) => <Entry line={line} context={context} />,
    },
    { key: 'kind', header: 'Kind', width: 176, grows: true, cell: (line) => line.kindLabel },
    changeColumn(context),
    runningColumn('wipTime', 'WIP time', context),
    runningColumn('wipCost', 'WIP cost', context),
    runningColumn('interims', 'Interims', context),
    {
      ...runningColumn('netWip', 'Net WIP', context),
      cell: (line) => (
        <strong className={classes.strong}>
          <Amount of={line.running.netWip} />
        </strong>
      ),
    },
  ];
}

/** For narrow screens: what, when, the change and the balance after it. */
export function narrowLedgerColumns(context: ColumnContext): LedgerColumn[] {
  return [
    {
      key: 'entry',
      header: 'Entry',
      width: 170,
      grows: true,
      cell: (line) => (
        <div className={classes.stacked}>
          <Entry line={line} context={context} />
          <span className={classes.second}>
            <Day of={line.effectiveOn} /> · {line.kindLabel}
            {line.reversedBy !== null && ' · reversed'}
          </span>
        </div>
      ),
    },
    {
      ...changeColumn(context),
      header: 'Change',
      width: 130,
      cell: (line) => (
        <div className={classes.stacked}>
          <Change line={line} account={context.account} />
          <span className={classes.second}>
            <Amount of={line.running.netWip} />
          </span>
        </div>
      ),
    },
  ];
}

const dateColumn: LedgerColumn = {
  key: 'effectiveOn',
  header: 'Date',
  width: 124,
  sortKey: 'effectiveOn',
  cell: (line) => <Day of={line.effectiveOn} />,
};

function changeColumn({ account, widths }: ColumnContext): LedgerColumn {
  return {
    key: 'change',
    header: isBesideWip(account)
      ? `Change in ${wordsOfAccount(account ?? '').toLowerCase()}`
      : 'Change in net WIP',
    width: widths.change,
    align: 'end',
    cell: (line) => <Change line={line} account={account} />,
    total: ({ change }) => <Amount of={change} />,
  };
}

function runningColumn(key: RunningKey, header: string, { widths }: ColumnContext): LedgerColumn {
  return {
    key,
    header,
    width: widths[key],
    align: 'end',
    hint: 'The balance of the job after this line',
    cell: (line) => <Amount of={line.running[key]} />,
  };
}

function Change({ line, account }: { line: LedgerLine; account: string | undefined }) {
  if (account !== undefined && isBesideWip(account)) return <Amount of={changeIn(account, line)} />;
  return <Amount of={line.netWipChange} />;
}

function Entry({ line, context }: { line: LedgerLine; context: ColumnContext }) {
  return (
    <AppLink
      className={classes.entry}
      href={context.hrefOf(line)}
      tabIndex={useTabStop()}
      title={line.cause.label}
      data-main
    >
      <span className={classes.label}>{line.cause.label}</span>
      {line.reversedBy !== null && <span className={classes.tag}>reversed</span>}
    </AppLink>
  );
}
