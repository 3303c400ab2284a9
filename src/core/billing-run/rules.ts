// What a billing run goes by. A definition is saved with rules for its dates and repeated; a run keeps its rules with the
// dates that they came to on the day it was planned, and nothing that changes later changes them.

import { addDays, addMonths, lastDayOfMonth, monthOf, type CivilDate } from '../calendar/civil-date.ts';
import type { TaxMode } from '../tax/tax.ts';
import type { ReviewStage } from './review.ts';

export const dateRules = [
  'today',
  'startOfMonth',
  'endOfMonth',
  'startOfLastMonth',
  'endOfLastMonth',
] as const;

/** A day, or how to find it. */
export type DateRule = (typeof dateRules)[number] | CivilDate;

export const runGroupings = ['job', 'client'] as const;
export const runLayouts = ['task', 'staff', 'entry', 'job', 'summary', 'progressClaim'] as const;

export type RunFilters = {
  /** Null: all. */
  readonly clientIds: readonly number[] | null;
  readonly jobIds: readonly number[] | null;
  readonly managerIds: readonly number[] | null;
  readonly partnerIds: readonly number[] | null;
  readonly categories: readonly string[] | null;
  /** Due: only what the schedules of clients select. */
  readonly schedule: 'any' | 'due';
  /** What an invoice has to come to without tax, as decimal text in the invoice's currency. */
  readonly minimumAmount: string | null;
  /** Positive: jobs whose net WIP is above zero. */
  readonly sign: 'any' | 'positive';
};

export type RunTreatment = {
  /** Work of the last so many days before the cut-off is carried forward. */
  readonly carryYoungerThanDays: number | null;
  /** A job whose billable work is worth less than this is written off instead of invoiced. */
  readonly writeOffBelow: string | null;
  readonly writeOffReasonId: number | null;
  readonly interims: 'absorb' | 'leave';
  /** Completed jobs get a final invoice. */
  readonly finalWhenCompleted: boolean;
  /** Jobs with an accepted quote: left out, billed by their work, or by the rest of the quote once completed. */
  readonly quotedJobs: 'leave' | 'actual' | 'finalWhenCompleted';
};

export type RulesOf<Day> = {
  readonly cutOffOn: Day;
  readonly invoicedOn: Day;
  readonly periodFrom: Day | null;
  readonly periodTo: Day | null;
  /** Null: by the client's terms, else the firm's. */
  readonly dueOn: Day | null;
  readonly seriesId: number | null;
  readonly templateId: number | null;
  readonly layout: (typeof runLayouts)[number] | null;
  readonly taxMode: TaxMode | null;
  readonly filters: RunFilters;
  readonly treatment: RunTreatment;
  readonly grouping: (typeof runGroupings)[number];
  readonly approval: 'immediately' | 'afterReview';
  /** What drafts have to pass before they are approved; none: they may be approved at once. */
  readonly reviewStages: readonly ReviewStage[];
};

/** As they are saved with a definition. */
export type DefinedRules = RulesOf<DateRule>;
/** As a run keeps them. */
export type RunRules = RulesOf<CivilDate>;

export function resolveRules(rules: DefinedRules, today: CivilDate): RunRules {
  const optional = (rule: DateRule | null) => (rule === null ? null : resolveDate(rule, today));
  return {
    ...rules,
    cutOffOn: resolveDate(rules.cutOffOn, today),
    invoicedOn: resolveDate(rules.invoicedOn, today),
    periodFrom: optional(rules.periodFrom),
    periodTo: optional(rules.periodTo),
    dueOn: optional(rules.dueOn),
  };
}

export function resolveDate(rule: DateRule, today: CivilDate): CivilDate {
  switch (rule) {
    case 'today':
      return today;
    case 'startOfMonth':
      return monthOf(today);
    case 'endOfMonth':
      return lastDayOfMonth(today);
    case 'startOfLastMonth':
      return addMonths(monthOf(today), -1);
    case 'endOfLastMonth':
      return addDays(monthOf(today), -1);
    default:
      return rule;
  }
}

/** The last day whose work is offered. */
export function offeredUpTo({ cutOffOn, invoicedOn }: RunRules): CivilDate {
  return cutOffOn < invoicedOn ? cutOffOn : invoicedOn;
}

/** Work after this day is carried forward; null where nothing is. */
export function carriedAfter({ cutOffOn, treatment }: RunRules): CivilDate | null {
  const { carryYoungerThanDays } = treatment;
  return carryYoungerThanDays === null ? null : addDays(cutOffOn, -carryYoungerThanDays);
}
