// What the author of an invoice decides, from options for the usual cases, or whole as JSON for all others.

import type { Command } from 'commander';
import { CommandFailure } from '../output/failure.ts';
import type { BillableJob } from '../output/invoice.ts';
import { answerOf, clientNamed, jobNumbered, type FirmApi } from '../firm-api.ts';
import { collect, readJson, type FirmOptions, type Shell } from './firm-command.ts';

export type ContentOptions = FirmOptions & {
  readonly file?: string;
  readonly client?: string;
  readonly job?: readonly string[];
  readonly all?: true;
  readonly final?: true;
  readonly fixed?: string;
  readonly claim?: string;
  readonly deposit?: string;
  readonly cutOff?: string;
  readonly on?: string;
  readonly due?: string;
  readonly reference?: string;
  readonly note?: string;
};

export function withContentOptions(command: Command): Command {
  return command
    .option('--file <path>', 'the content as JSON, as the API takes it; - reads what comes in')
    .option('--job <number>', 'a job to invoice; may be said again', collect)
    .option('--client <name>', "the client; unless said, the jobs'")
    .option('--all', 'bill all billable work up to the cut-off')
    .option('--final', 'the last invoice of its jobs, which absorbs what was invoiced in advance')
    .option('--fixed <amount>', 'ask this for it, whatever the work comes to')
    .option('--claim <percent>', "invoice each line of the job's quote up to so many percent")
    .option('--deposit <amount>', 'ask this in advance')
    .option('--cut-off <date>', 'leave work after this day; unless said, the day of the invoice')
    .option('--on <date>', 'the day of the invoice; unless said, today in the firm')
    .option('--due <date>', "when it is due; unless said, by the client's terms")
    .option('--reference <text>', 'printed on it')
    .option('--note <text>', 'printed on it');
}

export async function contentOf(
  shell: Shell,
  api: FirmApi,
  options: ContentOptions,
): Promise<Record<string, unknown>> {
  if (options.file !== undefined) return readJson(shell, options.file);
  const { job: numbers = [], claim, deposit, fixed } = options;
  if (numbers.length === 0)
    throw new CommandFailure('Say which job is invoiced with --job, or give the whole content with --file.');
  if (options.all === undefined && claim === undefined && deposit === undefined)
    throw new CommandFailure('Say what is invoiced: --all, --claim or --deposit.');
  if (claim !== undefined && deposit !== undefined)
    throw new CommandFailure('A deposit is an invoice of its own: say --claim or --deposit.');
  const jobs = [];
  for (const number of numbers) jobs.push(await jobNumbered(api, number));
  const clientId =
    options.client === undefined ? jobs[0]!.clientId : (await clientNamed(api, options.client)).id;
  const onJobs = [];
  for (const { id } of jobs) onJobs.push(await onJob(api, id, options));
  return {
    clientId,
    type: options.final === true ? 'final' : 'progress',
    basis: deposit !== undefined ? 'deposit' : claim !== undefined ? 'quoted' : 'actual',
    pricing: fixed === undefined ? 'calculated' : 'fixed',
    fixedTotal: fixed,
    invoicedOn: options.on,
    dueOn: options.due,
    cutOffOn: options.cutOff,
    reference: options.reference,
    note: options.note,
    jobs: onJobs,
  };
}

async function onJob(api: FirmApi, jobId: string, options: ContentOptions): Promise<Record<string, unknown>> {
  const { all, claim, deposit, final } = options;
  return {
    jobId,
    select: all === true ? 'all' : 'none',
    interims: final === true ? 'all' : [],
    claims: claim === undefined ? [] : await claimsOf(api, jobId, options),
    ...(deposit === undefined ? {} : { deposit: { amount: deposit } }),
  };
}

/** While work goes on, what is new since the claims before; at the end all, with those deducted. */
async function claimsOf(api: FirmApi, jobId: string, { claim, final }: ContentOptions): Promise<unknown[]> {
  const found = await answerOf<{ items: BillableJob[] }>(api, 'GET /billable', { query: { jobIds: jobId } });
  const lines = found.items[0]?.quote?.lines ?? [];
  return lines.map(({ quoteLineId }) => ({
    quoteLineId,
    ...(final === true ? { percent: claim } : { percentToDate: claim }),
  }));
}
