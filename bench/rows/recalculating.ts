// What a product without kept balances does: it goes through the lines. The plain statements that reports are held against,
// on the same database.

import type { Stage } from '../stage.ts';
import type { Moment } from './report-works.ts';

const signed = 'case when l.debit <= 3 then l.amount_minor else -l.amount_minor end';
const ofWip = '(l.debit <= 3) <> (l.credit <= 3)';

/** Everything ever recorded, less everything ever taken out, per job. */
export const unbilledPerJob = `select l.job_id as "jobId", sum(${signed}) as "unbilledMinor"
  from ledger_line l where l.firm_id = $1 and ${ofWip} group by l.job_id having sum(${signed}) <> 0`;

/** The best it could do: an index of its own on what is still open. */
export const unbilledFromOpenItems = `select job_id, sum(open_minor) as unbilled from open_item
  where firm_id = $1 group by job_id`;

/** What stands there instead. */
export const keptRows = `select job_id, wip_time_minor + wip_cost_minor + interim_minor as unbilled
  from job_balance where firm_id = $1 and is_listed`;

const control = `select l.kind, l.debit, l.credit,
  sum(l.amount_minor) filter (where l.effective_on < $2) as before,
  sum(l.amount_minor) filter (where l.effective_on >= $2) as within
  from ledger_line l where l.firm_id = $1 and l.effective_on <= $3 group by l.kind, l.debit, l.credit`;

const ages = `select j.client_id, date_trunc('month', l.origin_on::timestamp) as month, sum(${signed}) as unbilled
  from ledger_line l join job j on j.firm_id = l.firm_id and j.id = l.job_id
  where l.firm_id = $1 and ${ofWip} group by 1, 2 having sum(${signed}) <> 0`;

const openOfJob = `select l.item_id, sum(${signed}) as unbilled from ledger_line l
  where l.firm_id = $1 and l.job_id = $2 and ${ofWip} group by l.item_id having sum(${signed}) <> 0`;

const newestLines = `select * from ledger_line l where l.firm_id = $1 and l.job_id = $2
  order by l.effective_on desc, l.journal_id desc, l.line_number desc limit 100`;

export type Unbilled = { readonly jobId: number; readonly unbilledMinor: bigint };

export function query<Row extends object>(
  { database, context }: Stage,
  text: string,
  more: readonly unknown[] = [],
): Promise<Row[]> {
  const { firmId } = context.principal;
  return database.inFirm(firmId, (tx) => tx.query<Row>(text, [firmId, ...more]), { readOnly: true });
}

export function recalculateAt(stage: Stage, { asAt, knownAt }: Moment): Promise<Unbilled[]> {
  const known =
    knownAt === undefined
      ? ''
      : `and exists (select from journal j where j.firm_id = l.firm_id and j.id = l.journal_id and j.recorded_at <= $3)`;
  const text = `select l.job_id as "jobId", sum(${signed}) as "unbilledMinor" from ledger_line l
    where l.firm_id = $1 and ${ofWip} and l.effective_on <= $2 ${known} group by l.job_id having sum(${signed}) <> 0`;
  return query<Unbilled>(stage, text, knownAt === undefined ? [asAt] : [asAt, knownAt]);
}

export function recalculateControl(stage: Stage, from: string, to: string): Promise<object[]> {
  return query(stage, control, [from, to]);
}

export function recalculateDetail(stage: Stage, jobId: number): Promise<object[]> {
  return query(stage, openOfJob, [jobId]);
}

/** The least that reads a page of a ledger: its lines, with nothing of what they say in words. */
export function readNewestLines(stage: Stage, jobId: number): Promise<object[]> {
  return query(stage, newestLines, [jobId]);
}

export function recalculateAges(stage: Stage): Promise<object[]> {
  return query(stage, ages);
}
