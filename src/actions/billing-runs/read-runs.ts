// Reading runs: what they go by, what they come to, and each job and invoice of what they plan.

import type { Permission } from '#core/access/permissions.ts';
import { requirePermission } from '#core/access/principal.ts';
import { done, type Result } from '#core/refusal.ts';
import { readChoices, type RunChoice } from '#store/billing-runs/choices.ts';
import {
  compareClients,
  compareJobs,
  type ComparedClient,
  type ComparedJob,
} from '#store/billing-runs/comparison.ts';
import {
  listRunJobs,
  listUnits,
  type ListedRunJob,
  type ListedUnit,
  type RunJobFilter,
  type UnitFilter,
} from '#store/billing-runs/planned-jobs.ts';
import { readProgress, type RunProgress } from '#store/billing-runs/progress.ts';
import { findRun, listRuns, type BillingRun, type RunState } from '#store/billing-runs/runs.ts';
import {
  countRun,
  sumRun,
  sumRunBy,
  type GroupTotals,
  type RunCounts,
  type RunTotals,
  type TotalsGrouping,
} from '#store/billing-runs/totals.ts';
import type { Tx } from '#store/database.ts';
import type { Page, PageWanted } from '#store/practice/pages.ts';
import type { Context } from '../context.ts';
import { readStopped, type Stopped } from './stopped-runs.ts';

export type { BillingRun, RunState } from '#store/billing-runs/runs.ts';
export type { RunChoice } from '#store/billing-runs/choices.ts';
export type { ComparedClient, ComparedJob, Side } from '#store/billing-runs/comparison.ts';
export type { ListedRunJob, ListedUnit } from '#store/billing-runs/planned-jobs.ts';
export type { GroupTotals, RunCounts, RunTotals } from '#store/billing-runs/totals.ts';

export type RunWithTotals = BillingRun &
  RunCounts & {
    readonly totals: readonly RunTotals[];
    readonly choices: readonly RunChoice[];
    readonly progress: RunProgress;
    readonly stopped: Stopped | null;
  };

const reading: Permission = 'billingRuns.read';

export async function readRun(context: Context, id: number): Promise<Result<RunWithTotals>> {
  const found = await look(context, (tx) => readRunIn(tx, context, id));
  if (!found.ok) return found;
  const stopped = await readStopped(context, [found.value]);
  return done({ ...found.value, stopped: stopped.get(id) ?? null });
}

/** As a transaction sees it, which knows nothing of routines that were given up. */
export async function readRunIn(
  tx: Tx,
  { clock }: Pick<Context, 'clock'>,
  id: number,
): Promise<Result<RunWithTotals>> {
  const run = await findRun(tx, id);
  if (!run.ok) return run;
  const [totals, counts, choices, progress] = await Promise.all([
    sumRun(tx, id),
    countRun(tx, id),
    readChoices(tx, id),
    readProgress(tx, id, clock()),
  ]);
  return done({ ...run.value, ...counts, totals, choices, progress, stopped: null });
}

export type ListedRun = BillingRun & {
  readonly totals: readonly RunTotals[];
  readonly stopped: Stopped | null;
};

export async function readRuns(
  context: Context,
  filter: { readonly states?: readonly RunState[] | undefined },
  page: { readonly beforeId: number | null; readonly limit: number },
): Promise<Result<ListedRun[]>> {
  const listed = await look(context, async (tx) => {
    const runs = await listRuns(tx, filter, page);
    const totals = await Promise.all(runs.map(({ id }) => sumRun(tx, id)));
    return done(runs.map((run, place) => ({ ...run, totals: totals[place]! })));
  });
  if (!listed.ok) return listed;
  const stopped = await readStopped(context, listed.value);
  return done(listed.value.map((run) => ({ ...run, stopped: stopped.get(run.id) ?? null })));
}

export function readRunJobs(
  context: Context,
  id: number,
  filter: RunJobFilter,
  wanted: PageWanted,
): Promise<Result<Page<ListedRunJob>>> {
  return lookAt(context, id, async (tx) => listRunJobs(tx, id, filter, wanted));
}

export function readUnits(
  context: Context,
  id: number,
  filter: UnitFilter,
  page: { readonly afterPlace: number; readonly limit: number },
): Promise<Result<ListedUnit[]>> {
  return lookAt(context, id, async (tx) => listUnits(tx, id, filter, page));
}

export function readTotals(
  context: Context,
  id: number,
  by: TotalsGrouping,
  page: { readonly offset: number; readonly limit: number },
): Promise<Result<GroupTotals[]>> {
  return lookAt(context, id, async (tx) => sumRunBy(tx, id, by, page));
}

export type Compared = { readonly first: number; readonly second: number };

export function readComparedJobs(
  context: Context,
  runs: Compared,
  page: { readonly afterId: number; readonly limit: number },
): Promise<Result<ComparedJob[]>> {
  return lookAtBoth(context, runs, (tx) => compareJobs(tx, runs, page));
}

export function readComparedClients(
  context: Context,
  runs: Compared,
  page: { readonly after: readonly [currency: string, id: number] | null; readonly limit: number },
): Promise<Result<ComparedClient[]>> {
  return lookAtBoth(context, runs, (tx) => compareClients(tx, runs, page));
}

function lookAtBoth<T>(context: Context, { first, second }: Compared, work: (tx: Tx) => Promise<T>) {
  return look(context, async (tx) => {
    const runs = [await findRun(tx, first), await findRun(tx, second)];
    const refused = runs.find((run) => !run.ok);
    return refused !== undefined && !refused.ok ? refused : done(await work(tx));
  });
}

function lookAt<T>(context: Context, id: number, work: (tx: Tx) => Promise<T>): Promise<Result<T>> {
  return look(context, async (tx) => {
    const run = await findRun(tx, id);
    return run.ok ? done(await work(tx)) : run;
  });
}

/** In one snapshot, so that figures of several queries are of one moment. */
export async function look<T>(context: Context, work: (tx: Tx) => Promise<Result<T>>): Promise<Result<T>> {
  const permitted = requirePermission(context.principal, reading);
  if (!permitted.ok) return permitted;
  const { database, principal } = context;
  return database.inFirm(principal.firmId, work, { readOnly: true, snapshot: true });
}
