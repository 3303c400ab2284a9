// The wash-up, also called "remove from invoice list": jobs settled without an invoice, one by one or several jobs of a
// client against each other. Shown first, then done; undone with everything else (undo-action.ts).

import type { JournalKind } from '#core/ledger/kinds.ts';
import type { Cause, Journal } from '#core/ledger/journal.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import { washUp, washUpOfNothing } from '#core/billing/wash-up.ts';
import { done, refuse, refuseAll, type Refusal, type Result } from '#core/refusal.ts';
import type { OpenItem } from '#core/wip/lines.ts';
import type { Tx } from '#store/database.ts';
import { lockJobs, readListed, readOpenItems } from '#store/ledger/items.ts';
import { loadJobContexts, type JobContext } from '#store/practice/jobs.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { draftRefusal } from '../settled.ts';
import { beforeWorkRefusal, beginAction, postAction, type ActionOutcome, type ActionTerms } from './act.ts';

export type WashUpCommand = ActionTerms & {
  readonly jobIds: readonly number[];
  /** The jobs, all of one client, settle against each other: the interims of one absorb the WIP of the others. */
  readonly acrossJobs?: boolean | undefined;
};

export const jobsPerWashUpMax = 1000;

/** What a wash-up would do to a job, minor units. */
export type WashUpEffect = {
  readonly jobId: number;
  readonly billedMinor: bigint;
  readonly absorbedMinor: bigint;
  readonly writtenOffMinor: bigint;
  readonly writtenOnMinor: bigint;
};

export function washUpJobs(context: Context, command: WashUpCommand): Promise<Result<ActionOutcome>> {
  return write(context, (tx) => washUpIn(tx, context, command));
}

/** As a part of something else, in its transaction. */
export async function washUpIn(
  tx: Tx,
  context: Context,
  command: WashUpCommand,
): Promise<Result<ActionOutcome>> {
  const prepared = await prepare(tx, context, command);
  if (!prepared.ok) return prepared;
  const { basis, decide } = prepared.value;
  const decided = (cause: Cause) => done(decide(cause, basis.effectiveOn));
  return postAction(tx, context, {
    kind: 'washUp',
    terms: command,
    basis,
    decide: decided,
    unlist: command.jobIds,
  });
}

/** The effect per job, posted nowhere. */
export function previewWashUp(context: Context, command: WashUpCommand): Promise<Result<WashUpEffect[]>> {
  return context.database.inFirm(context.principal.firmId, async (tx) => {
    const prepared = await prepare(tx, context, command);
    if (!prepared.ok) return prepared;
    const { basis, decide } = prepared.value;
    return done(effectsOf(command.jobIds, decide({ kind: 'wipAction', id: 0n }, basis.effectiveOn)));
  });
}

async function prepare(tx: Tx, context: Context, command: WashUpCommand) {
  const basis = await beginAction(tx, context, 'washUp', command);
  if (!basis.ok) return basis;
  const jobs = await holdJobs(tx, command);
  if (!jobs.ok) return jobs;
  const items = await readOpenItems(tx, command.jobIds);
  const refused =
    (await draftRefusal(
      tx,
      items.map(({ itemId }) => itemId),
      (place) => `jobIds[${command.jobIds.indexOf(items[place]!.jobId)}]`,
    )) ?? (await beforeWorkRefusal(tx, items, basis.value.effectiveOn));
  if (refused !== null) return refused;
  const listed = await readListed(tx, command.jobIds);
  const empty = listed.filter((jobId) => items.every((item) => item.jobId !== jobId));
  const decide = (cause: Cause, on: CivilDate): Journal[] => [
    ...decideWashUp(items, command, on, cause),
    ...empty.map((jobId) => washUpOfNothing(jobId, on, cause)),
  ];
  return done({ basis: basis.value, decide });
}

async function holdJobs(tx: Tx, { jobIds, acrossJobs }: WashUpCommand): Promise<Result<JobContext[]>> {
  if (jobIds.length === 0 || jobIds.length > jobsPerWashUpMax || new Set(jobIds).size !== jobIds.length) {
    const accepted = `1 to ${jobsPerWashUpMax} different jobs`;
    return refuse('batchTooLarge', `A wash-up takes ${accepted}.`, {
      field: 'jobIds',
      value: String(jobIds.length),
      accepted,
    });
  }
  await lockJobs(tx, jobIds);
  const { jobs } = await loadJobContexts(tx, jobIds, []);
  const refusals: Refusal[] = [];
  const clientId = jobs.get(jobIds[0]!)?.clientId;
  for (const [index, jobId] of jobIds.entries()) {
    const at = { field: `jobIds[${index}]`, value: String(jobId) };
    const job = jobs.get(jobId);
    if (job === undefined)
      refusals.push({ code: 'unknownJob', detail: 'There is no such job in this firm.', ...at });
    else if (acrossJobs && job.clientId !== clientId) {
      const detail = 'Jobs settle against each other only within one client.';
      refusals.push({ code: 'invalidRequest', detail, accepted: 'jobs of one client', ...at });
    }
  }
  return refusals.length > 0 ? refuseAll(refusals) : done([...jobs.values()]);
}

function decideWashUp(
  items: readonly OpenItem[],
  { jobIds, acrossJobs }: WashUpCommand,
  on: CivilDate,
  cause: Cause,
): Journal[] {
  if (acrossJobs) return washUp(items, homeOf(items, jobIds), on, cause);
  const byJob = Map.groupBy(items, (item) => item.jobId);
  return [...byJob].flatMap(([jobId, own]) => washUp(own, jobId, on, cause));
}

/** Where a write-on that no item can carry stands: the job whose interims are the largest. */
function homeOf(items: readonly OpenItem[], jobIds: readonly number[]): number {
  const interims = items.filter((item) => item.kind === 'interim');
  const largest = interims.toSorted((a, b) =>
    a.openMinor < b.openMinor ? -1 : a.openMinor > b.openMinor ? 1 : 0,
  )[0];
  return largest?.jobId ?? jobIds[0]!;
}

function effectsOf(jobIds: readonly number[], journals: readonly Journal[]): WashUpEffect[] {
  const sum = (jobId: number, kind: JournalKind): bigint =>
    journals
      .filter((journal) => journal.kind === kind)
      .flatMap((journal) => journal.lines)
      .filter((line) => line.jobId === jobId)
      .reduce((total, line) => total + line.amountMinor, 0n);
  return jobIds.map((jobId) => ({
    jobId,
    billedMinor: sum(jobId, 'wipBilled'),
    absorbedMinor: sum(jobId, 'interimAbsorbed'),
    writtenOffMinor: sum(jobId, 'writtenOff'),
    writtenOnMinor: sum(jobId, 'writtenOn'),
  }));
}
