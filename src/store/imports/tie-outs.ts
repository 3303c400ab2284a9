// Our figures against the source's, as they were when an import ended.

import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';

export type TieOutFigure = 'estimatedBillings' | 'unbilledWip';
export type TieOutReason = { readonly code: string; readonly detail: string };

export type NewTieOut = {
  readonly jobId: number;
  readonly figure: TieOutFigure;
  readonly sourceMinor: bigint;
  readonly netWipMinor: bigint;
  readonly uninvoicedQuoteMinor: bigint;
  /** Source less ours. */
  readonly differenceMinor: bigint;
  readonly reasons: readonly TieOutReason[];
};

export type TieOut = NewTieOut & {
  readonly jobNumber: string;
  readonly jobName: string;
  readonly clientName: string;
  readonly currency: CurrencyCode;
  /** The opening adjustment that settled the difference; an undone one is none. */
  readonly wipActionId: number | null;
};

export async function replaceTieOuts(tx: Tx, batchId: number, rows: readonly NewTieOut[]): Promise<void> {
  await tx.query('delete from import_tie_out where firm_id = $1 and batch_id = $2', [tx.firmId, batchId]);
  await tx.query(
    `insert into import_tie_out (firm_id, batch_id, job_id, figure, source_minor, net_wip_minor, uninvoiced_quote_minor,
       difference_minor, reasons)
     select $1, $2, * from unnest($3::int[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],
       $9::jsonb[])`,
    [
      tx.firmId,
      batchId,
      rows.map((row) => row.jobId),
      rows.map((row) => row.figure),
      rows.map((row) => row.sourceMinor),
      rows.map((row) => row.netWipMinor),
      rows.map((row) => row.uninvoicedQuoteMinor),
      rows.map((row) => row.differenceMinor),
      rows.map((row) => JSON.stringify(row.reasons)),
    ],
  );
}

const from = `import_tie_out t
  join job j on j.firm_id = t.firm_id and j.id = t.job_id
  join client c on c.firm_id = j.firm_id and c.id = j.client_id
  left join wip_action_undo u on u.firm_id = t.firm_id and u.wip_action_id = t.wip_action_id`;

const columns = `t.job_id as "jobId", t.figure, t.source_minor as "sourceMinor", t.net_wip_minor as "netWipMinor",
  t.uninvoiced_quote_minor as "uninvoicedQuoteMinor", t.difference_minor as "differenceMinor", t.reasons,
  j.number as "jobNumber", j.name as "jobName", c.name as "clientName", j.currency,
  case when u.wip_action_id is null then t.wip_action_id end as "wipActionId"`;

export type TieOutPosition = { readonly jobNumber: string; readonly jobId: number; readonly figure: string };

/** By job number. */
export function listTieOuts(
  tx: Tx,
  batchId: number,
  page: { onlyDifferences: boolean; after: TieOutPosition | null; limit: number },
): Promise<TieOut[]> {
  return tx.query<TieOut>(
    `select ${columns} from ${from}
     where t.firm_id = $1 and t.batch_id = $2 and (not $3 or t.difference_minor <> 0)
       and ($4::text is null or (j.number, t.job_id, t.figure) > ($4, $5::int, $6))
     order by j.number, t.job_id, t.figure limit $7`,
    [
      tx.firmId,
      batchId,
      page.onlyDifferences,
      page.after?.jobNumber ?? null,
      page.after?.jobId ?? null,
      page.after?.figure ?? null,
      page.limit,
    ],
  );
}

export type TieOutTotal = {
  readonly figure: TieOutFigure;
  readonly currency: CurrencyCode;
  readonly jobs: number;
  readonly differing: number;
  readonly adjusted: number;
  readonly sourceMinor: bigint;
  readonly netWipMinor: bigint;
  readonly differenceMinor: bigint;
};

export function totalTieOuts(tx: Tx, batchId: number): Promise<TieOutTotal[]> {
  return tx.query<TieOutTotal>(
    `select t.figure, j.currency, count(*)::int as jobs,
       (count(*) filter (where t.difference_minor <> 0))::int as differing,
       (count(*) filter (where t.wip_action_id is not null and u.wip_action_id is null))::int as adjusted,
       sum(t.source_minor)::bigint as "sourceMinor", sum(t.net_wip_minor)::bigint as "netWipMinor",
       sum(t.difference_minor)::bigint as "differenceMinor"
     from ${from} where t.firm_id = $1 and t.batch_id = $2
     group by t.figure, j.currency order by t.figure, j.currency`,
    [tx.firmId, batchId],
  );
}

/** What still differs and has not been adjusted; of two figures of a job, the report of unbilled WIP counts. */
export function readUnsettled(tx: Tx, batchId: number, limit: number): Promise<TieOut[]> {
  return tx.query<TieOut>(
    `select ${columns} from ${from}
     where t.firm_id = $1 and t.batch_id = $2 and t.difference_minor <> 0
       and (t.wip_action_id is null or u.wip_action_id is not null)
       and not exists (select 1 from import_tie_out o where o.firm_id = $1 and o.batch_id = $2 and o.job_id = t.job_id
         and o.figure > t.figure)
     order by t.job_id limit $3`,
    [tx.firmId, batchId, limit],
  );
}

export async function keepAdjustments(
  tx: Tx,
  batchId: number,
  adjusted: readonly { jobId: number; wipActionId: number | null }[],
): Promise<void> {
  await tx.query(
    `update import_tie_out t set wip_action_id = a.action, difference_minor = case when a.action is null then 0 else t.difference_minor end
     from unnest($3::int[], $4::int[]) as a (job, action)
     where t.firm_id = $1 and t.batch_id = $2 and t.job_id = a.job`,
    [tx.firmId, batchId, adjusted.map((one) => one.jobId), adjusted.map((one) => one.wipActionId)],
  );
}

export type JobFigures = {
  readonly jobId: number;
  readonly netWipMinor: bigint;
  readonly uninvoicedQuoteMinor: bigint;
  readonly hasQuote: boolean;
};

/** Our figures of jobs as they stand; a job without any line stands at zero. */
export async function readJobFigures(tx: Tx, jobIds: readonly number[]): Promise<Map<number, JobFigures>> {
  const rows = await tx.query<JobFigures>(
    `select b.job_id as "jobId", b.wip_time_minor + b.wip_cost_minor + b.interim_minor as "netWipMinor",
       b.uninvoiced_quote_minor as "uninvoicedQuoteMinor", b.quoted_minor <> 0 as "hasQuote"
     from job_balance b where b.firm_id = $1 and b.job_id = any ($2)`,
    [tx.firmId, jobIds],
  );
  return new Map(rows.map((row) => [row.jobId, row]));
}

export type JobClues = {
  readonly jobId: number;
  readonly excluded: boolean;
  /** Billable time for which no rate was found. */
  readonly withoutRate: number;
  /** Open time that the source marks as billed on an invoice that did not come along. */
  readonly markedOpen: number;
  /** Invoices of the client that wait for a job. */
  readonly waiting: number;
};

/** What may explain that a job differs. */
export function readClues(tx: Tx, batchId: number, jobIds: readonly number[]): Promise<JobClues[]> {
  return tx.query<JobClues>(
    `select j.id as "jobId", j.excluded,
       (select count(*)::int from time_entry e where e.firm_id = $1 and e.job_id = j.id and not e.deleted
          and e.billable and e.rate_source = 'missing') as "withoutRate",
       (select count(*)::int from open_item o
          join external_reference x on x.firm_id = $1 and x.kind = 'timeEntry' and x.our_id = o.item_id
          join import_billed_time b on b.firm_id = $1 and b.batch_id = $2 and b.source = x.source
            and b.time_key = x.external_key and b.invoice_task is not null
          where o.firm_id = $1 and o.job_id = j.id) as "markedOpen",
       (select count(*)::int from unmatched_invoice u
          join invoice i on i.firm_id = $1 and i.id = u.invoice_id and i.client_id = j.client_id
          where u.firm_id = $1 and not exists (select 1 from unmatched_invoice_decision d
            where d.firm_id = $1 and d.invoice_id = u.invoice_id)) as waiting
     from job j where j.firm_id = $1 and j.id = any ($3)`,
    [tx.firmId, batchId, jobIds],
  );
}
