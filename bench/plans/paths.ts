// What has to be fast, and why it does not take longer the longer a firm has worked with the product.

import { recordTimeEntries } from '#actions/time/record-time.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { rehearseJobs, jobsToRun } from '../rows/billing-run.ts';
import { withRequestKey } from '../rows/posting.ts';
import { asAtWorks, liveWorks, otherWorks } from '../rows/report-works.ts';
import type { Stage } from '../stage.ts';

export type HotPath = {
  readonly name: string;
  readonly why: string;
  readonly work: () => Promise<unknown>;
  /** How often it is done before it is listened to, so that plans and pages are there. */
  readonly before: number;
};

const entriesAtOnce = 100;
const jobsOfRun = 200;

const reasons: Readonly<Record<string, string>> = {
  'Estimated Billings, first 50 of all, with totals':
    'It reads the balance and age rows of jobs that are listed, of which there are as many as there is open work, and names only for the rows of the page.',
  'Estimated Billings, whole':
    'The same rows once more, with a name each: as many as there are jobs listed, however long their histories are.',
  'As at last month end':
    'The last day of a month that is over is kept, as known when the month ended; what was dated back since then comes from the months of its jobs, so it costs what was open then.',
  'As at middle of last month':
    'As at a month end, from the kept day next to it, and besides the lines of the one or two days between, through their index by day.',
  'As at last month end, as then known':
    'Months are kept by when they were recorded too, and days as they were known when their month ended; only what was recorded between the moment and the nearer end of its month is read line by line.',
  'As at 18 months ago, as then known':
    'It costs what was open then: jobs that began since or had ended before are not looked at, however much has been recorded in the meantime.',
  'WIP control of last month, firm':
    'Opening and closing come from kept rows, and the movements between from the months of the jobs that moved.',
  'Ageing of WIP, by client': 'Ages are kept by job and month of the work, for open work alone.',
  'Unbilled detail of one job':
    'Open items of a job are found by its key; what was settled is not among them.',
  'Ledger of a job, newest 100 lines':
    'The lines of a job stand in order in an index of their own, so a page costs its hundred lines wherever it begins.',
};

export async function hotPaths(stage: Stage): Promise<HotPath[]> {
  const works = [...liveWorks(stage), ...asAtWorks(stage), ...(await otherWorks(stage))];
  const reports = works
    .filter(({ name }) => reasons[name] !== undefined)
    .map(({ name, read }) => ({ name, why: reasons[name]!, work: read, before: 3 }));
  return [...recordings(stage), ...reports, await planning(stage), recount(stage)];
}

function recordings(stage: Stage): HotPath[] {
  let number = 60_000_000;
  const recording = (count: number) => async (): Promise<void> => {
    const commands = Array.from({ length: count }, () => stage.commandOf((number += 1)));
    const recorded = await recordTimeEntries(withRequestKey(stage.context), commands);
    if (!recorded.ok) throw new Error(JSON.stringify(recorded.refusals.slice(0, 3)));
  };
  return [
    {
      name: 'Recording one entry',
      why: 'Everything is looked up by key, and what is written is the entry, its journal and line, its open item, and one row each of balance, age and month.',
      work: recording(1),
      before: 8,
    },
    {
      name: `Recording ${entriesAtOnce} entries at once`,
      why: 'The same statements once for all of them: rows are looked up by arrays of keys, and each job’s kept rows are written once.',
      work: recording(entriesAtOnce),
      before: 4,
    },
  ];
}

async function planning(stage: Stage): Promise<HotPath> {
  const { category } = await jobsToRun(stage, stage.small ? 6 : jobsOfRun);
  return {
    name: 'Planning a billing run',
    why: 'It looks through the jobs of the firm for those that its rules find, and reads what is open on them; entries that were invoiced are not touched.',
    work: () => rehearseJobs(stage, category),
    before: 1,
  };
}

function recount({ database, context }: Stage): HotPath {
  return {
    name: 'Verify',
    why: 'It does grow, since it adds up every line there ever was: but in one pass over them for each thing that is kept, without a look-up per line.',
    work: () => verifyFirm(database, context.principal.firmId),
    before: 0,
  };
}
