// The other reports: as at a day, as then known, WIP control, unbilled detail, the ledger of a job.

import { estimatedBillings } from '#actions/reports/estimated-billings.ts';
import { jobLedger } from '#actions/reports/job-ledger.ts';
import { readPage } from '#actions/reports/reading.ts';
import { unbilledDetail } from '#actions/reports/unbilled-detail.ts';
import { wipControl } from '#actions/reports/wip-control.ts';
import { addDays, addMonths, lastDayOfMonth, monthOf, type CivilDate } from '#core/calendar/civil-date.ts';
import { inTurns } from '../measuring.ts';
import type { Figure } from '../figures.ts';
import type { Stage } from '../stage.ts';
import type { Row } from './row.ts';

const wholeReport = { sort: 'jobNumber', order: 'ascending', limit: 10_000 } as const;

export const asAtRow: Row = {
  name: 'as-at',
  async measure({ context, today, small }) {
    const at = (months: number, day: 'end' | 'middle'): CivilDate => {
      const month = addMonths(monthOf(today), -months);
      return day === 'end' ? lastDayOfMonth(month) : addDays(month, 13);
    };
    const asked = {
      'last month end': { asAt: at(1, 'end') },
      'middle of last month': { asAt: at(1, 'middle') },
      '18 months ago, month end': { asAt: at(18, 'end') },
      '18 months ago, mid-month': { asAt: at(18, 'middle') },
      '18 months ago, as then known': { asAt: at(18, 'end'), knownAt: `${at(18, 'end')}T23:00:00.000Z` },
    };
    const figures: Figure[] = [];
    for (const [name, moment] of Object.entries(asked)) {
      const read = () => readPage(context, estimatedBillings, { ...wholeReport, ...moment });
      const found = await read();
      const jobs = found.ok ? found.value.rows.length : NaN;
      const { report } = await inTurns({ report: read }, { rounds: small ? 1 : 5, warmUps: 1 });
      const note = `${jobs} jobs, ${((report.median * 1000) / Math.max(1, jobs)).toFixed(1)} µs each`;
      figures.push({
        name: `As at ${name}`,
        value: report.median,
        unit: 'ms',
        note,
        target: '≤ 5 µs per job open then + a few ms',
      });
    }
    return figures;
  },
};

export const reportsRow: Row = {
  name: 'reports',
  async measure(stage) {
    const { context, today, small } = stage;
    const { database, principal } = context;
    const from = addMonths(monthOf(today), -1);
    const jobId = await mostWorkedJob(stage);
    const [openJob] = await database.inFirm(principal.firmId, (tx) =>
      tx.query<{ jobId: number }>(
        'select job_id as "jobId" from open_item where firm_id = $1 group by 1 order by count(*) desc, 1 limit 1',
        [tx.firmId],
      ),
    );
    const period = { from, to: lastDayOfMonth(from) };
    const times = await inTurns(
      {
        control: () => readPage(context, wipControl, { ...period, groupBy: 'none' }),
        controlByJob: () => readPage(context, wipControl, { ...period, groupBy: 'job' }),
        detail: () => readPage(context, unbilledDetail, { jobId: openJob!.jobId, limit: 500 }),
        ledgerNewest: () => readPage(context, jobLedger, { jobId, start: 'newest', limit: 100 }),
        ledgerOldest: () => readPage(context, jobLedger, { jobId, start: 'oldest', limit: 100 }),
      },
      { rounds: small ? 1 : 7, warmUps: 1 },
    );
    return [
      { name: 'WIP control of last month, firm', value: times.control.median, unit: 'ms', target: 'flat' },
      {
        name: 'WIP control of last month, by job',
        value: times.controlByJob.median,
        unit: 'ms',
        target: 'flat',
      },
      { name: 'Unbilled detail of one job', value: times.detail.median, unit: 'ms', target: 'flat' },
      {
        name: 'Ledger of a job, newest 100 lines',
        value: times.ledgerNewest.median,
        unit: 'ms',
        target: 'flat',
      },
      {
        name: 'Ledger of a job, oldest 100 lines',
        value: times.ledgerOldest.median,
        unit: 'ms',
        target: 'flat',
      },
    ];
  },
};

/** The listed job with the most history in its months. */
async function mostWorkedJob({ database, context }: Stage): Promise<number> {
  const { firmId } = context.principal;
  const [job] = await database.inFirm(firmId, (tx) =>
    tx.query<{ jobId: number }>(
      'select job_id as "jobId" from job_month where firm_id = $1 group by 1 order by count(*) desc, 1 limit 1',
      [firmId],
    ),
  );
  return job!.jobId;
}
