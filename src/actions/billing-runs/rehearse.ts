// Rehearsing: planning a run, and planning it anew when its rules, a choice or the work has changed. The plan is made in a
// snapshot that locks nobody; a second transaction writes the run's own rows, if the run still is as it was seen. Each
// answers the run as it stands then, and the same to whoever repeats the request.

import { requirePermission } from '#core/access/principal.ts';
import { resolveRules, type DefinedRules, type RunRules } from '#core/billing-run/rules.ts';
import { lastDayOfMonth, today } from '#core/calendar/civil-date.ts';
import { daysInWords, monthsInWords } from '#core/documents/figures.ts';
import { done, refuse, refuseAll, type Refusal, type Refused, type Result } from '#core/refusal.ts';
import { readCandidates, type PlanScope } from '#store/billing-runs/candidates.ts';
import { readChoices, replaceChoices, type KeptChoice } from '#store/billing-runs/choices.ts';
import { billingDefinitions } from '#store/billing-runs/definitions.ts';
import { clearPlan, insertPlan, nextPlace } from '#store/billing-runs/plan-rows.ts';
import { readPlanned, type PlannedVersion } from '#store/billing-runs/planned-jobs.ts';
import {
  claimRun,
  findRun,
  insertRun,
  staleRun,
  updateRun,
  type BillingRun,
} from '#store/billing-runs/runs.ts';
import type { Tx } from '#store/database.ts';
import { loadFirm } from '#store/firms.ts';
import { findRecord } from '#store/practice/records.ts';
import { readRecordingSettings } from '#store/work/settings.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { answeredBefore, write } from '../request.ts';
import { dayRefusals, rulesRefusals } from './check-rules.ts';
import { planJobs, type ChoiceOf } from './plan.ts';
import { readRunIn, type RunWithTotals } from './read-runs.ts';

export type RehearsalCommand = {
  readonly name?: string | undefined;
  /** One of the two. */
  readonly definitionId?: number | undefined;
  readonly rules?: DefinedRules | undefined;
};

type Seen = { readonly id: number; readonly version: number };

export async function rehearse(context: Context, command: RehearsalCommand): Promise<Result<RunWithTotals>> {
  const permitted = requirePermission(context.principal, 'billingRuns.plan');
  if (!permitted.ok) return permitted;
  const answered = await answeredBefore<RunWithTotals>(context);
  if (answered !== undefined) return answered;
  const plannedAt = context.clock();
  const planned = await inSnapshot(context, async (tx) => {
    const found = await rulesFor(tx, context, command);
    if (!found.ok) return found;
    const { rules, name } = found.value;
    const plan = await planJobs(tx, { rules, choiceOf: () => null, scope: null, firstPlace: 1 });
    return plan.ok ? done({ rules, name, plan: plan.value }) : plan;
  });
  if (!planned.ok) return planned;
  const { rules, name, plan } = planned.value;
  return write(context, async (tx) => {
    const definitionId = command.definitionId ?? null;
    const id = await insertRun(tx, { name, definitionId, rules, plannedAt }, authorOf(context));
    await insertPlan(tx, id, plan);
    return readRunIn(tx, context, id);
  });
}

/** Plans anew what has changed since it was planned and what has come since, or everything. */
export async function refreshRun(
  context: Context,
  { id, jobs }: { readonly id: number; readonly jobs: 'changed' | 'all' },
): Promise<Result<RunWithTotals>> {
  return replan(context, { id, version: null }, async (tx, run) => {
    if (jobs === 'all') return done({ scope: null, to: { plannedAt: context.clock() } });
    return done({ scope: await changedScope(tx, run), to: {} });
  });
}

/** Changes the name or the rules of a rehearsal; choices stay. */
export async function changeRun(
  context: Context,
  { to, ...seen }: Seen & { readonly to: { readonly name: string; readonly rules: DefinedRules } },
): Promise<Result<RunWithTotals>> {
  return replan(context, seen, async (tx) => {
    const checked = await checkedRules(tx, context, to.rules);
    if (!checked.ok) return checked;
    return done({ scope: null, to: { name: to.name, rules: checked.value, plannedAt: context.clock() } });
  });
}

/** Keeps what somebody says of jobs and clients, and plans those anew. A choice that says nothing takes one back. */
export async function chooseOnRun(
  context: Context,
  { choices: said, ...seen }: Seen & { readonly choices: readonly KeptChoice[] },
): Promise<Result<RunWithTotals>> {
  // Of what is said of the same twice, the later counts.
  const choices = [...new Map(said.map((one) => [`${one.subject} ${one.subjectId}`, one])).values()];
  return replan(context, seen, async (tx, run) => {
    const idsOf = (subject: KeptChoice['subject']) =>
      choices.filter((one) => one.subject === subject).map(({ subjectId }) => subjectId);
    const planned = await readPlanned(tx, run.id, { jobIds: idsOf('job'), clientIds: idsOf('client') });
    const refusals = choiceRefusals(choices, planned);
    if (refusals.length > 0) return refuseAll(refusals);
    return done({ scope: scopeOf(run.rules, planned), to: {}, choices });
  });
}

/** A choice is of what the run has; one may be taken back in any case. */
function choiceRefusals(choices: readonly KeptChoice[], planned: readonly PlannedVersion[]): Refusal[] {
  const known = {
    job: new Set(planned.map(({ jobId }) => jobId)),
    client: new Set(planned.map(({ clientId }) => clientId)),
  };
  return choices.flatMap(({ subject, subjectId, treatment, ignoresMinimum }, place): Refusal[] => {
    if (known[subject].has(subjectId) || (treatment === null && !ignoresMinimum)) return [];
    return [
      {
        code: subject === 'job' ? 'unknownJob' : 'unknownClient',
        detail: `The run has no such ${subject}.`,
        field: `choices[${place}].${subject}Id`,
        value: String(subjectId),
        accepted: `a ${subject} of the run`,
      },
    ];
  });
}

type Change = {
  readonly scope: PlanScope;
  readonly to: { readonly name?: string; readonly rules?: RunRules; readonly plannedAt?: string };
  readonly choices?: readonly KeptChoice[];
};

/** The run has to stay as the snapshot had it until the plan is written. */
async function replan(
  context: Context,
  { id, version }: { readonly id: number; readonly version: number | null },
  decide: (tx: Tx, run: BillingRun) => Promise<Result<Change>>,
): Promise<Result<RunWithTotals>> {
  const permitted = requirePermission(context.principal, 'billingRuns.plan');
  if (!permitted.ok) return permitted;
  const answered = await answeredBefore<RunWithTotals>(context);
  if (answered !== undefined) return answered;
  const planned = await inSnapshot(context, async (tx) => {
    const run = await findRun(tx, id);
    if (!run.ok) return run;
    const refused = rehearsalRefusal(run.value);
    if (refused !== null) return refused;
    if (version !== null && version !== run.value.version) return staleRun(run.value.version, version);
    const change = await decide(tx, run.value);
    if (!change.ok) return change;
    const { scope, to, choices = [] } = change.value;
    const plan = await planJobs(tx, {
      rules: to.rules ?? run.value.rules,
      choiceOf: choiceOf([...(await readChoices(tx, id)), ...choices]),
      scope,
      firstPlace: scope === null ? 1 : await nextPlace(tx, id),
    });
    return plan.ok ? done({ ...change.value, seen: run.value.version, plan: plan.value }) : plan;
  });
  if (!planned.ok) return planned;
  const { scope, to, choices, plan, seen } = planned.value;
  return write(context, async (tx) => {
    const claimed = await claimRun(tx, { id, version: seen });
    if (!claimed.ok) return claimed;
    if (choices !== undefined) await replaceChoices(tx, id, choices, authorOf(context));
    await clearPlan(tx, id, scope);
    await insertPlan(tx, id, plan);
    await updateRun(tx, id, to);
    return readRunIn(tx, context, id);
  });
}

export async function discardRun(
  context: Context,
  seen: { readonly id: number },
): Promise<Result<RunWithTotals>> {
  const permitted = requirePermission(context.principal, 'billingRuns.plan');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const found = await findRun(tx, seen.id);
    if (!found.ok) return found;
    const claimed = await claimRun(tx, found.value);
    if (!claimed.ok) return claimed;
    const refused = rehearsalRefusal(claimed.value);
    if (refused !== null) return refused;
    await updateRun(tx, seen.id, { state: 'discarded' });
    return readRunIn(tx, context, seen.id);
  });
}

function rehearsalRefusal({ state }: BillingRun): Refused | null {
  if (state === 'rehearsed') return null;
  return refuse('wrongState', 'Only a rehearsal is changed, planned anew and discarded.', {
    field: 'state',
    value: state,
    accepted: 'rehearsed',
  });
}

async function rulesFor(
  tx: Tx,
  context: Context,
  { name, definitionId, rules }: RehearsalCommand,
): Promise<Result<{ readonly rules: RunRules; readonly name: string }>> {
  if ((definitionId === undefined) === (rules === undefined)) {
    return refuse('invalidRequest', 'A run goes by a definition or by rules of its own.', {
      field: 'rules',
      accepted: 'a definitionId, or rules',
    });
  }
  const definition =
    definitionId === undefined ? null : await findRecord(tx, billingDefinitions, definitionId);
  if (definition !== null && !definition.ok) return definition;
  const checked = await checkedRules(tx, context, rules ?? definition!.value.rules);
  if (!checked.ok) return checked;
  return done({
    rules: checked.value,
    name: name ?? (await usualName(tx, definition?.value.name ?? 'Billing run', checked.value)),
  });
}

/** With the month that it bills, in words; with the day where that is not the end of one. */
async function usualName(tx: Tx, subject: string, { cutOffOn }: RunRules): Promise<string> {
  const { locale } = await loadFirm(tx);
  return lastDayOfMonth(cutOffOn) === cutOffOn
    ? `${subject}, ${monthsInWords(locale)(cutOffOn)}`
    : `${subject} to ${daysInWords(locale)(cutOffOn)}`;
}

async function checkedRules(tx: Tx, context: Context, given: DefinedRules): Promise<Result<RunRules>> {
  const { timeZone } = await readRecordingSettings(tx);
  const rules = resolveRules(given, today(context.clock(), timeZone));
  const refusals = [...(await rulesRefusals(tx, given)), ...(await dayRefusals(tx, context, rules))];
  return refusals.length > 0 ? refuseAll(refusals) : done(rules);
}

/** Jobs that moved, came or went since, as the run's grouping plans them. */
async function changedScope(tx: Tx, { id, rules }: BillingRun): Promise<PlanScope> {
  const [candidates, planned] = await Promise.all([
    readCandidates(tx, rules.filters, null),
    readPlanned(tx, id, null),
  ]);
  const known = new Map(planned.map((job) => [job.jobId, job]));
  const found = new Set(candidates.map(({ jobId }) => jobId));
  const moved = candidates.filter(({ jobId, clientId, balanceVersion }) => {
    const job = known.get(jobId);
    return job === undefined || job.balanceVersion !== balanceVersion || job.clientId !== clientId;
  });
  const gone = planned.filter(({ jobId }) => !found.has(jobId));
  const before = moved.flatMap(({ jobId }) => known.get(jobId) ?? []);
  return scopeOf(rules, [...moved, ...gone, ...before]);
}

/** Where clients get one invoice, all their jobs are planned together. */
function scopeOf(
  { grouping }: RunRules,
  jobs: readonly { readonly jobId: number; readonly clientId: number }[],
): PlanScope {
  return grouping === 'client'
    ? { clientIds: [...new Set(jobs.map(({ clientId }) => clientId))] }
    : { jobIds: [...new Set(jobs.map(({ jobId }) => jobId))] };
}

/** A job's own choice, else that of its client; a later one goes before an earlier one. */
export function choiceOf(choices: readonly KeptChoice[]): ChoiceOf {
  const kept = new Map(choices.map((choice) => [`${choice.subject} ${choice.subjectId}`, choice]));
  const saying = (key: string) => {
    const choice = kept.get(key);
    return choice !== undefined && (choice.treatment !== null || choice.ignoresMinimum) ? choice : null;
  };
  return ({ jobId, clientId }) => saying(`job ${jobId}`) ?? saying(`client ${clientId}`);
}

function inSnapshot<T>(context: Context, work: (tx: Tx) => Promise<T>): Promise<T> {
  return context.database.inFirm(context.principal.firmId, work, { readOnly: true, snapshot: true });
}
