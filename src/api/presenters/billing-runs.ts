// Billing runs as the API shows them: amounts as decimal text, the realisation of each sum.

import type { z } from 'zod';
import type { RunProgress } from '#actions/billing-runs/watch-run.ts';
import type {
  ComparedClient,
  ComparedJob,
  GroupTotals,
  ListedRun,
  ListedRunJob,
  ListedUnit,
  RunChoice,
  RunTotals,
  RunWithTotals,
  Side,
} from '#actions/billing-runs/read-runs.ts';
import type {
  billingRun,
  comparisonPage,
  runJobsPage,
  runProgress,
  runsPage,
  runTotalsPage,
  unitsPage,
} from '#contract/billing-runs/runs.ts';
import type { Refusal } from '#core/refusal.ts';
import type { Decision, JobFigures } from '#core/billing-run/plan.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { formatMinor } from '#core/money/money.ts';
import { percentOf } from '#core/money/ratio.ts';

type ItemOf<Page extends z.ZodType> = z.output<Page> extends { items: (infer Item)[] } ? Item : never;

function presentFigures(of: JobFigures, currency: CurrencyCode) {
  const show = (minor: bigint) => formatMinor(minor, currency);
  return {
    total: show(of.totalMinor),
    tax: show(of.taxMinor),
    before: show(of.beforeMinor),
    billed: show(of.billedMinor),
    writtenOn: show(of.writtenOnMinor),
    writtenOff: show(of.writtenOffMinor),
    raised: show(of.raisedMinor),
    absorbed: show(of.absorbedMinor),
    carried: show(of.carriedMinor),
    after: show(of.afterMinor),
  };
}

function presentTotals(of: RunTotals) {
  const { currency, jobs, toBill, toWriteOff, onHold, left, billedMinor, writtenOffMinor, writtenOnMinor } =
    of;
  return {
    currency,
    jobs,
    toBill,
    toWriteOff,
    onHold,
    left,
    ...presentFigures(of, currency),
    realisation: percentOf(billedMinor, billedMinor + writtenOffMinor - writtenOnMinor),
  };
}

export function presentListedRun(run: ListedRun): ItemOf<typeof runsPage> {
  const { id, version, name, state, definitionId, plannedAt, createdBy, createdAt, totals, stopped } = run;
  const head = { id, version, name, state, stopped, definitionId, plannedAt, createdBy, createdAt };
  return { ...head, totals: totals.map(presentTotals) };
}

export function presentProgress(of: RunProgress): z.output<typeof runProgress> {
  const { state, work, step, left, beganLeft, elapsedSeconds, units, writeOffs, refused } = of;
  const finished = Math.max(0, beganLeft - left);
  const isTold = state !== 'paused' && finished > 0 && elapsedSeconds !== null && elapsedSeconds > 0;
  const perSecond = isTold ? finished / elapsedSeconds : null;
  return {
    state,
    work,
    step,
    done: finished,
    left,
    perMinute: perSecond === null ? null : Math.round(perSecond * 60),
    secondsLeft: perSecond === null ? null : Math.ceil(left / perSecond),
    units,
    writeOffs,
    refused,
    invoiced: of.invoiced.map(({ currency, invoices, totalMinor, taxMinor }) => ({
      currency,
      invoices,
      total: formatMinor(totalMinor, currency),
      tax: formatMinor(taxMinor, currency),
    })),
    beganAt: of.beganAt,
    endedAt: of.endedAt,
  };
}

function presentRefusals(refusals: readonly Refusal[] | null) {
  return refusals === null ? null : [...refusals];
}

export function presentRun(run: RunWithTotals): z.output<typeof billingRun> {
  const { rules, units, changedJobs, reasons, warnings, choices } = run;
  return {
    ...presentListedRun(run),
    rules: rules as z.output<typeof billingRun>['rules'],
    units,
    changedJobs,
    reasons: [...reasons],
    warnings: [...warnings],
    choices: choices.map(presentChoice),
    progress: presentProgress(run.progress),
  };
}

function presentChoice({ subject, subjectId, ...choice }: RunChoice) {
  return {
    ...choice,
    jobId: subject === 'job' ? subjectId : null,
    clientId: subject === 'client' ? subjectId : null,
  };
}

export function presentRunJob(job: ListedRunJob): ItemOf<typeof runJobsPage> {
  const { id, number, name, clientId, clientName, currency, decision, reason, detail, openItems } = job;
  return {
    id,
    number,
    name,
    clientId,
    clientName,
    currency,
    decision,
    reason,
    detail,
    openItems,
    unit: job.unitPlace,
    warnings: [...job.warnings],
    hasChanged: job.hasChanged,
    writeOff: job.writeOff,
    wipActionId: job.wipActionId,
    refusals: presentRefusals(job.refusals),
    ...presentFigures(job, currency),
  };
}

export function presentUnit(unit: ListedUnit): ItemOf<typeof unitsPage> {
  const { place, clientId, clientName, currency, type, basis, state, invoiceId } = unit;
  return {
    place,
    clientId,
    clientName,
    currency,
    type,
    basis,
    state,
    invoiceId,
    invoiceNumber: unit.invoiceNumber,
    refusals: presentRefusals(unit.refusals),
    total: formatMinor(unit.totalMinor, currency),
    tax: formatMinor(unit.taxMinor, currency),
    jobs: unit.jobCount,
    items: unit.itemCount,
  };
}

export function presentGroup(group: GroupTotals): ItemOf<typeof runTotalsPage> {
  return { id: group.id, name: group.name, ...presentTotals(group) };
}

export function presentComparedJob(job: ComparedJob): ItemOf<typeof comparisonPage> {
  const { jobId: id, number, name, currency } = job;
  return { id, number, name, currency, ...presentSides(job, currency) };
}

export function presentComparedClient(client: ComparedClient): ItemOf<typeof comparisonPage> {
  const { clientId: id, name, currency } = client;
  return { id, number: null, name, currency, ...presentSides(client, currency) };
}

type OneSide = (Side & { readonly decision?: Decision }) | null;

function presentSides({ first, second }: { first: OneSide; second: OneSide }, currency: CurrencyCode) {
  const show = (side: OneSide) =>
    side && {
      decision: side.decision ?? null,
      total: formatMinor(side.totalMinor, currency),
      tax: formatMinor(side.taxMinor, currency),
      writtenOff: formatMinor(side.writtenOffMinor, currency),
    };
  const difference = formatMinor((first?.totalMinor ?? 0n) - (second?.totalMinor ?? 0n), currency);
  return { here: show(first), there: show(second), difference };
}
