// What people read, as the benchmark reads it: each report with how many rows it answers, and where there is one, what a
// product without kept balances would do instead: go through all lines.

import { estimatedBillings, type EstimatedBillingsQuestion } from '#actions/reports/estimated-billings.ts';
import { jobLedger } from '#actions/reports/job-ledger.ts';
import { readPage } from '#actions/reports/reading.ts';
import { unbilledDetail } from '#actions/reports/unbilled-detail.ts';
import { wipControl, type WipControlQuestion } from '#actions/reports/wip-control.ts';
import { addDays, addMonths, lastDayOfMonth, monthOf, type CivilDate } from '#core/calendar/civil-date.ts';
import type { Result } from '#core/refusal.ts';
import type { Stage } from '../stage.ts';

export type ReportWork = {
  readonly name: string;
  /** Answers the number of rows. */
  readonly read: () => Promise<number>;
};

export type Moment = { readonly asAt: CivilDate; readonly knownAt?: string };

export const wholeReport = { sort: 'jobNumber', order: 'ascending', limit: 10_000 } as const;

/** The days and moments that are looked back at. */
export function momentsOf({ today }: Pick<Stage, 'today'>): Readonly<Record<string, Moment>> {
  const at = (months: number, day: 'end' | 'middle'): CivilDate => {
    const month = addMonths(monthOf(today), -months);
    return day === 'end' ? lastDayOfMonth(month) : addDays(month, 13);
  };
  const asThenKnown = (day: CivilDate): Moment => ({ asAt: day, knownAt: `${day}T23:00:00.000Z` });
  return {
    'last month end': { asAt: at(1, 'end') },
    'last month end, as then known': asThenKnown(at(1, 'end')),
    'middle of last month': { asAt: at(1, 'middle') },
    '18 months ago, month end': { asAt: at(18, 'end') },
    '18 months ago, mid-month': { asAt: at(18, 'middle') },
    '18 months ago, as then known': asThenKnown(at(18, 'end')),
  };
}

export function billingsOf({ context }: Stage, question: Partial<EstimatedBillingsQuestion> = {}) {
  return readPage(context, estimatedBillings, { ...wholeReport, ...question });
}

export function liveWorks(stage: Stage): ReportWork[] {
  return [
    {
      name: 'Estimated Billings, first 50 of all, with totals',
      read: rowsOf(() => billingsOf(stage, { limit: 50 })),
    },
    { name: 'Estimated Billings, whole', read: rowsOf(() => billingsOf(stage)) },
  ];
}

export function asAtWorks(stage: Stage): ReportWork[] {
  return Object.entries(momentsOf(stage)).map(([name, moment]) => ({
    name: `As at ${name}`,
    read: rowsOf(() => billingsOf(stage, moment)),
  }));
}

export async function otherWorks(stage: Stage): Promise<ReportWork[]> {
  const { context } = stage;
  const { today } = stage;
  const from = addMonths(monthOf(today), -1);
  const jobId = await jobWithMost(stage, 'job_month');
  const openJobId = await jobWithMost(stage, 'open_item');
  const control = (groupBy: WipControlQuestion['groupBy']) =>
    rowsOf(() => readPage(context, wipControl, { from, to: lastDayOfMonth(from), groupBy }));
  const ledger = (start: 'newest' | 'oldest') =>
    rowsOf(() => readPage(context, jobLedger, { jobId, start, limit: 100 }));
  const ageing = (moment: Partial<Moment>) =>
    rowsOf(() => billingsOf(stage, { groupBy: 'client', limit: 1, ...moment }), 'groups');
  return [
    { name: 'WIP control of last month, firm', read: control('none') },
    { name: 'WIP control of last month, by job', read: control('job') },
    { name: 'Ageing of WIP, by client', read: ageing({}) },
    { name: 'Ageing of WIP as at last month end, by client', read: ageing({ asAt: lastDayOfMonth(from) }) },
    {
      name: 'Unbilled detail of one job',
      read: rowsOf(() => readPage(context, unbilledDetail, { jobId: openJobId, limit: 500 })),
    },
    { name: 'Ledger of a job, newest 100 lines', read: ledger('newest') },
    { name: 'Ledger of a job, oldest 100 lines', read: ledger('oldest') },
  ];
}

type Answered = { readonly rows: readonly unknown[]; readonly groups?: readonly unknown[] | null };

function rowsOf(read: () => Promise<Result<Answered>>, which: keyof Answered = 'rows') {
  return async (): Promise<number> => {
    const answered = await read();
    if (!answered.ok) throw new Error(JSON.stringify(answered.refusals));
    return answered.value[which]?.length ?? 0;
  };
}

/** The job with the most rows: of its months, or of what is open on it. */
export async function jobWithMost(
  { database, context }: Stage,
  table: 'job_month' | 'open_item',
): Promise<number> {
  const { firmId } = context.principal;
  const [job] = await database.inFirm(firmId, (tx) =>
    tx.query<{ jobId: number }>(
      `select job_id as "jobId" from ${table} where firm_id = $1 group by 1 order by count(*) desc, 1 limit 1`,
      [firmId],
    ),
  );
  return job!.jobId;
}
