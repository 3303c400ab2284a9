// Billing runs as the API has them. A run changes by itself while workers are at it; its page hears that by its events.

import type { z } from 'zod';
import type { billingDefinition, billingDefinitions } from '#contract/billing-runs/definitions.ts';
import type { awaitingRuns, reviewDraftsPage, runReview } from '#contract/billing-runs/review.ts';
import type { definedRules } from '#contract/billing-runs/rules.ts';
import type {
  billingRun,
  comparisonPage,
  runJobsPage,
  runProgress,
  runsPage,
  runTotalsPage,
  unitsPage,
} from '#contract/billing-runs/runs.ts';
import type { runSending, sendingPage } from '#contract/billing-runs/sending.ts';
import type { PrintedDocument } from './invoices.ts';
import { resourceQuery } from './resource.ts';

type ItemOf<Page> = Page extends { items: (infer Item)[] } ? Item : never;

type Said = z.output<typeof definedRules>;
/** As an answer has them: nothing is left out, and ids are text. */
export type Rules = Omit<Said, 'seriesId' | 'templateId'> & {
  seriesId: string | null;
  templateId: string | null;
};
export type BillingRun = Omit<z.input<typeof billingRun>, 'rules'> & { rules: Rules };
export type ListedRun = ItemOf<z.input<typeof runsPage>>;
export type RunTotals = BillingRun['totals'][number];
export type RunJob = ItemOf<z.input<typeof runJobsPage>>;
export type RunUnit = ItemOf<z.input<typeof unitsPage>>;
export type RunGroup = ItemOf<z.input<typeof runTotalsPage>>;
export type RunDifference = ItemOf<z.input<typeof comparisonPage>>;
export type RunProgress = z.input<typeof runProgress>;
export type RunReview = z.input<typeof runReview>;
export type ReviewedDraft = ItemOf<z.input<typeof reviewDraftsPage>>;
export type RunSending = z.input<typeof runSending>;
export type SentInvoice = ItemOf<z.input<typeof sendingPage>>;
export type Definition = Omit<z.input<typeof billingDefinition>, 'rules'> & { rules: Rules };

export type AwaitingRuns = z.input<typeof awaitingRuns>;
type Listed = ItemOf<z.input<typeof billingDefinitions>>;
export type UsedDefinition = Definition & Pick<Listed, 'next' | 'lastRun'>;

export const runsPath = '/billing-runs';
export const definitionsPath = '/billing-definitions';

export function runQuery(id: string) {
  return resourceQuery<BillingRun>(`${runsPath}/${id}`, {}, { changesWith: ['wip'] });
}

export function definitionsQuery() {
  return resourceQuery<{ items: UsedDefinition[] }>(
    definitionsPath,
    {},
    { staleMs: 30_000, changesWith: ['billing-runs'] },
  );
}

/** Which runs have drafts, and how many of them await whoever asks. */
export function awaitingQuery() {
  return resourceQuery<AwaitingRuns>(`${runsPath}/awaiting`, {}, { changesWith: ['invoices'] });
}

export function reviewQuery(id: string) {
  return resourceQuery<RunReview>(`${runsPath}/${id}/review`, {}, { changesWith: ['invoices'] });
}

/** An invoice of a run as it is printed, also one that is only planned. */
export function printedUnitQuery(id: string, place: number) {
  return resourceQuery<PrintedDocument>(
    `${runsPath}/${id}/units/${place}/document`,
    {},
    { changesWith: ['wip', 'invoices'] },
  );
}

export function sendingQuery(id: string) {
  return resourceQuery<RunSending>(`${runsPath}/${id}/sending`, {}, { changesWith: ['mails', 'invoices'] });
}

/** What a run changes beside itself. */
export const runTopics: readonly string[] = ['billing-runs', 'invoices', 'wip', 'reports'];
