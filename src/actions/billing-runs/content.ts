// The invoice that a unit of a run stands for, said as an author would say it. A plan composes it on folded items and the
// run on the items themselves; both get it from here.

import type { Choice } from '#core/billing-run/plan.ts';
import { carriedItems, type PlannableItem } from '#core/billing-run/decide.ts';
import type { RunRules } from '#core/billing-run/rules.ts';
import type { InvoiceBasis, InvoiceType } from '#core/billing/draft.ts';
import type { EntryContent, InvoiceContent, JobContent } from '../invoices/content.ts';

export type UnitToDraw = {
  readonly clientId: number;
  readonly type: InvoiceType;
  readonly basis: InvoiceBasis;
  readonly jobs: readonly JobToDraw[];
};

export type JobToDraw = {
  readonly jobId: number;
  readonly choice: Choice | null;
  /** What is open on it. */
  readonly items: readonly PlannableItem[];
};

export function contentOfUnit(rules: RunRules, { clientId, type, basis, jobs }: UnitToDraw): InvoiceContent {
  return {
    clientId,
    type,
    basis,
    invoicedOn: rules.invoicedOn,
    dueOn: rules.dueOn,
    cutOffOn: rules.cutOffOn,
    periodFrom: rules.periodFrom,
    periodTo: rules.periodTo,
    pricing: 'calculated',
    taxMode: rules.taxMode,
    templateId: rules.templateId,
    layout: rules.layout,
    seriesId: rules.seriesId,
    jobs: jobs.map((job) => contentOfJob(rules, basis, job)),
    lines: [],
    lineSettings: [],
  };
}

function contentOfJob(rules: RunRules, basis: InvoiceBasis, { jobId, choice, items }: JobToDraw): JobContent {
  const carried = basis === 'quoted' ? [] : carriedItems(rules, choice, items);
  return {
    jobId,
    select: 'all',
    entries: carried.map(({ itemId }): EntryContent => ({ itemId, treatment: 'carryForward' })),
    interims: rules.treatment.interims === 'absorb' || basis === 'quoted' ? 'all' : [],
    lines: [],
    claims: basis === 'quoted' ? 'all' : [],
    rest: 'carryForward',
    excess: 'writeOn',
  };
}
