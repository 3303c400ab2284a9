// What imported invoices can be of: the quotes that jobs are billed by, and their lines.

import type { Tx } from '../database.ts';

/** What was accepted of jobs that are billed by a quote, variations included, by job. */
export async function readAcceptedTotals(tx: Tx, jobIds: readonly number[]): Promise<Map<number, bigint>> {
  const rows = await tx.query<{ jobId: number; minor: bigint }>(
    `select job_id as "jobId", sum(total_minor)::bigint as minor from quote
     where firm_id = $1 and job_id = any ($2) and (is_master or state = 'accepted')
     group by job_id having bool_or(is_master)`,
    [tx.firmId, jobIds],
  );
  return new Map(rows.map((row) => [row.jobId, row.minor]));
}

export type ClaimableLine = {
  readonly quoteId: number;
  readonly quoteLineId: number;
  readonly kind: 'task' | 'cost';
  readonly description: string;
  readonly jobTaskId: number | null;
  leftMinor: bigint;
};

/** The chosen lines of those quotes, by job, with what approved invoices left of them, less credit notes. */
export async function readClaimableLines(
  tx: Tx,
  jobIds: readonly number[],
): Promise<Map<number, ClaimableLine[]>> {
  const rows = await tx.query<ClaimableLine & { jobId: number }>(
    `select q.job_id as "jobId", q.id as "quoteId", l.id as "quoteLineId", l.kind, l.description,
       l.job_task_id as "jobTaskId", l.amount_minor - coalesce((
         select sum_minor(c.claimed_minor) from quote_claim c
         where c.firm_id = $1 and c.quote_id = l.quote_id and c.quote_line_id = l.id), 0) as "leftMinor"
     from quote q join quote_line l on l.firm_id = q.firm_id and l.quote_id = q.id
     where q.firm_id = $1 and q.job_id = any ($2) and (q.is_master or q.state = 'accepted') and l.is_chosen
       and l.kind <> 'text'
     order by q.id, l.line_number`,
    [tx.firmId, jobIds],
  );
  return Map.groupBy(rows, (row) => row.jobId);
}
