// What must hold of a billing run when nothing is under way, whatever was killed meanwhile: read in the database, told in
// one object, so that a test shows all that is wrong at once.

import { verifyFirm } from '#store/ledger/verify.ts';
import type { Database } from '#store/database.ts';
import { inOffice, type RunOffice } from './run-office.ts';

export type RunReckoning = {
  /** Parts that were made although the run says otherwise, or the reverse; invoices of a run that no part points to. */
  readonly astray: string[];
  /** Entries that stand on more than one invoice, and jobs of the run that do. */
  readonly doubled: string[];
  /** Parked without a reason. */
  readonly unexplained: number;
  /** Numbers that no document has. */
  readonly gaps: number;
  /** Entries that something other than a draft holds. */
  readonly held: number;
  /** What invoices come to, less what was planned of the parts that made them. */
  readonly beyondPlan: string;
  /** What was written off, less what was planned of it. */
  readonly writtenOffBeyondPlan: string;
  /** What is open on jobs that were billed or written off, less what was planned to be left. */
  readonly leftBeyondPlan: string;
  /** Between the ledger and its sums. */
  readonly differences: number;
  /** Routines that nobody will do. */
  readonly forgotten: number;
};

export const runIsWell: RunReckoning = {
  astray: [],
  doubled: [],
  unexplained: 0,
  gaps: 0,
  held: 0,
  beyondPlan: '0/0',
  writtenOffBeyondPlan: '0',
  leftBeyondPlan: '0',
  differences: 0,
  forgotten: 0,
};

export function reckonRun(office: RunOffice, runId: string): Promise<RunReckoning> {
  return inOffice(office, ({ database }) => reckonRunIn(database, office.firmId, Number(runId)));
}

export async function reckonRunIn(database: Database, firmId: number, runId: number): Promise<RunReckoning> {
  const rows = <Row extends object>(sql: string) =>
    database.asInstallation((tx) => tx.query<Row>(sql, [firmId, runId]));
  const texts = async (sql: string) => (await rows<{ text: string }>(sql)).map(({ text }) => text);
  const [sums] = await rows<Sums>(sumsStatement);
  return {
    astray: await texts(astrayStatement),
    doubled: await texts(doubledStatement),
    unexplained: sums!.unexplained,
    gaps: sums!.gaps,
    held: sums!.held,
    beyondPlan: sums!.beyondPlan,
    writtenOffBeyondPlan: sums!.writtenOffBeyondPlan,
    leftBeyondPlan: sums!.leftBeyondPlan,
    differences: (await verifyFirm(database, firmId)).length,
    forgotten: sums!.forgotten,
  };
}

type Sums = Pick<
  RunReckoning,
  'unexplained' | 'gaps' | 'held' | 'beyondPlan' | 'writtenOffBeyondPlan' | 'leftBeyondPlan' | 'forgotten'
>;

const astrayStatement = `
  select format('invoice %s is of no run', i.id) as text from invoice i
  where i.firm_id = $1 and i.document = 'invoice' and i.status in ('draft', 'approved')
    and not exists (select 1 from billing_run_unit u where u.firm_id = i.firm_id and u.invoice_id = i.id)
  union all
  select format('unit %s is %s and its invoice %s', u.place, u.state, coalesce(i.status, 'is not there'))
  from billing_run_unit u left join invoice i on i.firm_id = u.firm_id and i.id = u.invoice_id
  where u.firm_id = $1 and u.run_id = $2 and case u.state
    when 'billed' then i.status is distinct from 'approved'
    when 'drafted' then i.status is distinct from 'draft'
    when 'undone' then i.status is distinct from 'cancelled' and i.id is not null
    else u.invoice_id is not null end
  union all
  select format('unit %s still awaits to be %s', place, awaits) from billing_run_unit
  where firm_id = $1 and run_id = $2 and awaits is not null
  union all
  select format('invoice %s is of several units', invoice_id) from billing_run_unit
  where firm_id = $1 and invoice_id is not null group by invoice_id having count(*) > 1
  union all
  select format('write-off of job %s is %s', job_id, write_off) from billing_run_job
  where firm_id = $1 and run_id = $2 and (write_off = 'writtenOff') <> (wip_action_id is not null)
    and write_off <> 'undone'
  union all
  select format('job %s still awaits to be %s', job_id, awaits) from billing_run_job
  where firm_id = $1 and run_id = $2 and awaits is not null limit 20`;

const doubledStatement = `
  select format('entry %s is on %s invoices', e.item_id, count(distinct i.id)) as text
  from invoice_effect e join invoice i on i.firm_id = e.firm_id and i.id = e.invoice_id
  where e.firm_id = $1 and i.document = 'invoice' and i.status in ('draft', 'approved') and e.item_id is not null
  group by e.item_id having count(distinct i.id) > 1
  union all
  select format('job %s is on %s invoices', j.job_id, count(distinct i.id))
  from invoice_job j join invoice i on i.firm_id = j.firm_id and i.id = j.invoice_id
  join billing_run_unit u on u.firm_id = i.firm_id and u.invoice_id = i.id and u.run_id = $2
  where j.firm_id = $1 and i.status in ('draft', 'approved') group by j.job_id having count(distinct i.id) > 1
  limit 20`;

const sumsStatement = `
  select
    ((select count(*) from billing_run_unit where firm_id = $1 and run_id = $2 and state = 'parked'
       and coalesce(jsonb_array_length(refusals), 0) = 0)
     + (select count(*) from billing_run_job where firm_id = $1 and run_id = $2 and write_off = 'parked'
       and coalesce(jsonb_array_length(refusals), 0) = 0))::int as unexplained,
    (select count(*)::int from number_series s left join (
       select series_id, count(*) as many, max(series_value) as last from invoice
       where firm_id = $1 and series_value is not null group by series_id) n on n.series_id = s.id
     where s.firm_id = $1 and s.document <> 'quote'
       and (coalesce(n.many, 0) <> coalesce(n.last, 0) or s.next_value <> coalesce(n.last, 0) + 1)) as gaps,
    (select count(*)::int from draft_item d join invoice i on i.firm_id = d.firm_id and i.id = d.invoice_id
     where d.firm_id = $1 and i.status <> 'draft') as held,
    (select format('%s/%s', coalesce(sum(i.total_minor - u.total_minor), 0), coalesce(sum(i.tax_minor - u.tax_minor), 0))
     from billing_run_unit u join invoice i on i.firm_id = u.firm_id and i.id = u.invoice_id
     where u.firm_id = $1 and u.run_id = $2 and u.state in ('drafted', 'billed')) as "beyondPlan",
    (select coalesce(sum((select sum(l.amount_minor) from journal n
         join ledger_line l on l.firm_id = n.firm_id and l.journal_id = n.id
         where n.firm_id = $1 and n.cause_kind = 5 and n.cause_id = j.wip_action_id) - j.written_off_minor), 0)::text
     from billing_run_job j where j.firm_id = $1 and j.run_id = $2 and j.write_off = 'writtenOff')
      as "writtenOffBeyondPlan",
    (select coalesce(sum(b.wip_time_minor + b.wip_cost_minor + b.interim_minor - j.after_minor), 0)::text
     from billing_run_job j join job_balance b on b.firm_id = j.firm_id and b.job_id = j.job_id
     left join billing_run_unit u on u.firm_id = j.firm_id and u.run_id = j.run_id and u.place = j.unit_place
     where j.firm_id = $1 and j.run_id = $2 and (u.state = 'billed' or j.write_off = 'writtenOff')) as "leftBeyondPlan",
    (select count(*)::int from graphile_worker.jobs where attempts >= max_attempts and key is not null) as forgotten`;
