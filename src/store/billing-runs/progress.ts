// How far a run has come: counts over its parts, and what the invoices that it made come to.

import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import type { RunState } from './runs.ts';
import type { RunWork, UnitState, WriteOffState } from './work.ts';

export type RunProgress = {
  readonly state: RunState;
  /** Null before the run was started. */
  readonly work: RunWork | null;
  /** Rises with everything that is done. */
  readonly step: number;
  readonly units: Readonly<Record<UnitState, number>>;
  /** Jobs that are written off without an invoice. */
  readonly writeOffs: Readonly<Record<WriteOffState, number>>;
  /** Parts that say why they stayed as they were. */
  readonly refused: number;
  readonly left: number;
  readonly beganAt: string | null;
  /** Since then, up to the end or else the moment of asking. */
  readonly elapsedSeconds: number | null;
  readonly beganLeft: number;
  readonly endedAt: string | null;
  /** Of invoices that were made and stand. */
  readonly invoiced: readonly {
    readonly currency: CurrencyCode;
    readonly invoices: number;
    readonly totalMinor: bigint;
    readonly taxMinor: bigint;
  }[];
};

type Head = Pick<
  RunProgress,
  'state' | 'work' | 'step' | 'beganAt' | 'elapsedSeconds' | 'beganLeft' | 'endedAt'
>;
type Count = {
  readonly state: string;
  readonly count: number;
  readonly refused: number;
  readonly left: number;
};

/** The step that a run has come to; undefined where there is no such run. */
export async function readStep(tx: Tx, id: number): Promise<number | undefined> {
  const [row] = await tx.query<{ step: number }>(
    'select progress as step from billing_run where firm_id = $1 and id = $2',
    [tx.firmId, id],
  );
  return row?.step;
}

/** Of a run that there is; to be read in one snapshot. */
export async function readProgress(tx: Tx, id: number, now: string): Promise<RunProgress> {
  const params = [tx.firmId, id];
  const counts = `count(*)::int as count, (count(*) filter (where refusals is not null))::int as refused,
       (count(*) filter (where awaits is not null))::int as left`;
  const [[head], units, writeOffs, invoiced] = await Promise.all([
    tx.query<Head>(
      `select state, work, progress as step, began_at as "beganAt", began_left as "beganLeft", ended_at as "endedAt",
         extract(epoch from coalesce(ended_at, $3::timestamptz) - began_at)::float8 as "elapsedSeconds"
       from billing_run where firm_id = $1 and id = $2`,
      [...params, now],
    ),
    tx.query<Count>(
      `select state, ${counts} from billing_run_unit where firm_id = $1 and run_id = $2 group by state`,
      params,
    ),
    tx.query<Count>(
      `select coalesce(write_off, 'planned') as state, ${counts} from billing_run_job
       where firm_id = $1 and run_id = $2 and decision = 'writeOff' group by 1`,
      params,
    ),
    tx.query<RunProgress['invoiced'][number]>(
      `select i.currency, count(*)::int as invoices, sum_minor(i.total_minor) as "totalMinor",
         sum_minor(i.tax_minor) as "taxMinor"
       from billing_run_unit u join invoice i on i.firm_id = u.firm_id and i.id = u.invoice_id
       where u.firm_id = $1 and u.run_id = $2 and u.state in ('drafted', 'billed')
       group by i.currency order by i.currency`,
      params,
    ),
  ]);
  const all = [...units, ...writeOffs];
  const sum = (of: (row: Count) => number) => all.reduce((total, row) => total + of(row), 0);
  const counted = (rows: readonly Count[]) =>
    Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  return {
    ...head!,
    units: { planned: 0, drafted: 0, billed: 0, nothing: 0, parked: 0, undone: 0, ...counted(units) },
    writeOffs: { planned: 0, writtenOff: 0, nothing: 0, parked: 0, undone: 0, ...counted(writeOffs) },
    refused: sum(({ refused }) => refused),
    left: sum(({ left }) => left),
    invoiced,
  };
}
