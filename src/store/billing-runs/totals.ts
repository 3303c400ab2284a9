// What a run comes to: sums over its rows, per currency and by whatever is asked. Nothing is kept that is not a row.

import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Decision, JobFigures, ReasonCode, WarningCode } from '#core/billing-run/plan.ts';
import type { Tx } from '../database.ts';

export const totalsGroupings = ['client', 'manager', 'partner', 'category'] as const;

export type TotalsGrouping = (typeof totalsGroupings)[number];

export type RunTotals = JobFigures & {
  readonly currency: CurrencyCode;
  readonly jobs: number;
  readonly toBill: number;
  readonly toWriteOff: number;
  readonly onHold: number;
  readonly left: number;
};

export type GroupTotals = RunTotals & {
  /** Of a client or a staff member; null of a category, or where a job has none. */
  readonly id: number | null;
  readonly name: string | null;
};

const sums = `count(*)::int as jobs,
    (count(*) filter (where r.decision = 'bill'))::int as "toBill",
    (count(*) filter (where r.decision = 'writeOff'))::int as "toWriteOff",
    (count(*) filter (where r.decision = 'hold'))::int as "onHold",
    (count(*) filter (where r.decision = 'nothing'))::int as left,
    sum_minor(r.total_minor) as "totalMinor", sum_minor(r.tax_minor) as "taxMinor",
    sum_minor(r.before_minor) as "beforeMinor", sum_minor(r.billed_minor) as "billedMinor",
    sum_minor(r.written_on_minor) as "writtenOnMinor", sum_minor(r.written_off_minor) as "writtenOffMinor",
    sum_minor(r.raised_minor) as "raisedMinor", sum_minor(r.absorbed_minor) as "absorbedMinor",
    sum_minor(r.carried_minor) as "carriedMinor", sum_minor(r.after_minor) as "afterMinor"`;

/** A row per currency. */
export function sumRun(tx: Tx, runId: number): Promise<RunTotals[]> {
  return tx.query<RunTotals>(
    `select r.currency, ${sums} from billing_run_job r
     where r.firm_id = $1 and r.run_id = $2 group by r.currency order by r.currency`,
    [tx.firmId, runId],
  );
}

const groups: Readonly<Record<TotalsGrouping, { readonly key: string; readonly join: string }>> = {
  client: {
    key: 'g.id, g.name',
    join: 'left join client g on g.firm_id = r.firm_id and g.id = r.client_id',
  },
  manager: {
    key: 'g.id, g.name',
    join: 'left join staff g on g.firm_id = r.firm_id and g.id = r.manager_id',
  },
  partner: {
    key: 'g.id, g.name',
    join: 'left join staff g on g.firm_id = r.firm_id and g.id = r.partner_id',
  },
  category: { key: 'null::int as id, r.category as name', join: '' },
};

/** Sorted by name, then currency; what has none comes last. */
export function sumRunBy(
  tx: Tx,
  runId: number,
  by: TotalsGrouping,
  page: { readonly offset: number; readonly limit: number },
): Promise<GroupTotals[]> {
  const { key, join } = groups[by];
  return tx.query<GroupTotals>(
    `select ${key}, r.currency, ${sums} from billing_run_job r ${join}
     where r.firm_id = $1 and r.run_id = $2
     group by 1, 2, 3 order by lower(${by === 'category' ? 'r.category' : 'g.name'}) nulls last, 1, 3
     offset $3 limit $4`,
    [tx.firmId, runId, page.offset, page.limit],
  );
}

export type RunCounts = {
  readonly units: number;
  readonly reasons: readonly {
    readonly decision: Decision;
    readonly reason: ReasonCode;
    readonly jobs: number;
  }[];
  readonly warnings: readonly { readonly warning: WarningCode; readonly jobs: number }[];
  /** Jobs that something was posted on since they were planned. */
  readonly changedJobs: number;
};

export async function countRun(tx: Tx, runId: number): Promise<RunCounts> {
  const params = [tx.firmId, runId];
  const [units, reasons, warnings, changed] = await Promise.all([
    tx.query<{ count: number }>(
      'select count(*)::int as count from billing_run_unit where firm_id = $1 and run_id = $2',
      params,
    ),
    tx.query<RunCounts['reasons'][number]>(
      `select decision, reason, count(*)::int as jobs from billing_run_job
       where firm_id = $1 and run_id = $2 and reason is not null group by 1, 2 order by 1, 2`,
      params,
    ),
    tx.query<RunCounts['warnings'][number]>(
      `select w.warning, count(*)::int as jobs from billing_run_job r, unnest(r.warnings) as w (warning)
       where r.firm_id = $1 and r.run_id = $2 group by 1 order by 1`,
      params,
    ),
    tx.query<{ count: number }>(
      `select count(*)::int as count from billing_run_job r
       join job_balance b on b.firm_id = r.firm_id and b.job_id = r.job_id
       where r.firm_id = $1 and r.run_id = $2 and b.version <> r.balance_version`,
      params,
    ),
  ]);
  return { units: units[0]!.count, reasons, warnings, changedJobs: changed[0]!.count };
}
