// The other reports, each in turns with recalculating the same from the lines: as at a day, as then known, WIP control,
// ageing, unbilled detail, the ledger of a job.

import { addMonths, lastDayOfMonth, monthOf } from '#core/calendar/civil-date.ts';
import { inTurns } from '../measuring.ts';
import type { Figure } from '../figures.ts';
import type { Stage } from '../stage.ts';
import { flat, perJobOpenThen } from '../targets.ts';
import {
  readNewestLines,
  recalculateAges,
  recalculateAt,
  recalculateControl,
  recalculateDetail,
} from './recalculating.ts';
import {
  asAtWorks,
  billingsOf,
  jobWithMost,
  liveWorks,
  momentsOf,
  otherWorks,
  type Moment,
  wholeReport,
  type ReportWork,
} from './report-works.ts';
import type { Row } from './row.ts';

/** Recalculating a large firm takes seconds each time. */
function roundsOf({ small, entries }: Stage): { rounds: number; warmUps: number } {
  if (small) return { rounds: 1, warmUps: 0 };
  return entries > 2_000_000 ? { rounds: 3, warmUps: 0 } : { rounds: 5, warmUps: 1 };
}

export const asAtRow: Row = {
  name: 'as-at',
  async measure(stage) {
    const figures: Figure[] = [];
    const moments = Object.values(momentsOf(stage));
    for (const [place, { name, read }] of asAtWorks(stage).entries()) {
      const moment = moments[place]!;
      const jobs = await read();
      const times = await inTurns(
        { report: read, recalculated: () => recalculateAt(stage, moment) },
        roundsOf(stage),
      );
      const note = `${jobs} jobs, ${((times.report.median * 1000) / Math.max(1, jobs)).toFixed(1)} µs each`;
      figures.push(
        { name, value: times.report.median, unit: 'ms', note, target: perJobOpenThen(jobs) },
        {
          name: `– ${name}, recalculated ÷ report`,
          value: times.recalculated.median / times.report.median,
          unit: '×',
        },
        {
          name: `– ${name}, jobs that differ from recalculating`,
          value: await differencesAt(stage, moment),
          unit: '',
          target: { text: '0', atMost: 0 },
        },
      );
    }
    return figures;
  },
};

async function differencesAt(stage: Stage, moment: Moment): Promise<number> {
  const answered = await billingsOf(stage, moment);
  if (!answered.ok) throw new Error(JSON.stringify(answered.refusals));
  const told = new Map(answered.value.rows.map(({ jobId, netWipMinor }) => [jobId, netWipMinor]));
  const found = new Map<number, bigint>();
  for (const { jobId, unbilledMinor } of await recalculateAt(stage, moment))
    found.set(jobId, BigInt(unbilledMinor));
  // An answer ends at its limit; of the jobs behind it nothing was told.
  const isCut = told.size >= wholeReport.limit;
  const jobIds = new Set([...told.keys(), ...(isCut ? [] : found.keys())]);
  return [...jobIds].filter((jobId) => (told.get(jobId) ?? 0n) !== (found.get(jobId) ?? 0n)).length;
}

export const reportsRow: Row = {
  name: 'reports',
  async measure(stage) {
    const works = await otherWorks(stage);
    const plain = await plainWorks(stage);
    const times = await inTurns({ ...worksByName(works), ...worksByName(plain) }, roundsOf(stage));
    return works.flatMap(({ name }): Figure[] => {
      const value = times[name]!.median;
      const figure: Figure = { name, value, unit: 'ms' };
      const other = times[`– ${name}, in plain SQL`]?.median;
      if (other === undefined) return [figure];
      return [figure, { name: `– ${name}, plain SQL ÷ report`, value: other / value, unit: '×' }];
    });
  },
};

/** What they are held against. */
async function plainWorks(stage: Stage): Promise<ReportWork[]> {
  const from = addMonths(monthOf(stage.today), -1);
  const jobId = await jobWithMost(stage, 'job_month');
  const openJobId = await jobWithMost(stage, 'open_item');
  const work = (name: string, read: () => Promise<readonly unknown[]>): ReportWork => ({
    name: `– ${name}, in plain SQL`,
    read: async () => (await read()).length,
  });
  return [
    work('WIP control of last month, firm', () => recalculateControl(stage, from, lastDayOfMonth(from))),
    work('Ageing of WIP, by client', () => recalculateAges(stage)),
    work('Unbilled detail of one job', () => recalculateDetail(stage, openJobId)),
    work('Ledger of a job, newest 100 lines', () => readNewestLines(stage, jobId)),
  ];
}

/** The same reports of the smallest firm of the run and of this one, in turns: what should not grow with the entries. */
export const flatRow: Row = {
  name: 'flat',
  async measure(stage) {
    if (stage.flatAgainst === stage.entries && !stage.small) return [];
    const other = await stage.openOther(stage.flatAgainst);
    try {
      const smallWorks = await everyWork(other);
      const works = await everyWork(stage);
      const figures: Figure[] = [];
      for (const [place, work] of works.entries())
        figures.push(await ratioOf(stage, work, smallWorks[place]!));
      return figures;
    } finally {
      await other.close();
    }
  },
};

async function everyWork(stage: Stage): Promise<ReportWork[]> {
  return [...liveWorks(stage), ...asAtWorks(stage), ...(await otherWorks(stage))];
}

async function ratioOf(stage: Stage, here: ReportWork, there: ReportWork): Promise<Figure> {
  const rows = [await here.read(), await there.read()] as const;
  const times = await inTurns(
    { here: () => here.read(), there: () => there.read() },
    stage.small ? { rounds: 1, warmUps: 0 } : { rounds: 7, warmUps: 2 },
  );
  return {
    name: `Time ÷ in the smallest firm: ${here.name}`,
    value: times.here.median / times.there.median,
    unit: '×',
    note: `${rows[0]} ÷ ${rows[1]} rows`,
    target: flat(rows[0] / Math.max(1, rows[1])),
  };
}

function worksByName(works: readonly ReportWork[]): Record<string, () => Promise<unknown>> {
  return Object.fromEntries(works.map(({ name, read }) => [name, read]));
}
