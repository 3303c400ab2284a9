import type { RunFilters, RunRules, RunTreatment } from '#core/billing-run/rules.ts';
import { civilDate } from '#core/calendar/civil-date.ts';

type Said = Partial<Omit<RunRules, 'filters' | 'treatment'>> & {
  readonly filters?: Partial<RunFilters>;
  readonly treatment?: Partial<RunTreatment>;
};

/** Bill everything, an invoice per job, to the end of March 2026; unless something else is said. */
export function rulesOf({ filters, treatment, ...said }: Said = {}): RunRules {
  return {
    cutOffOn: civilDate('2026-03-31'),
    invoicedOn: civilDate('2026-03-31'),
    periodFrom: null,
    periodTo: null,
    dueOn: null,
    seriesId: null,
    templateId: null,
    layout: null,
    taxMode: null,
    grouping: 'job',
    approval: 'immediately',
    reviewStages: [],
    ...said,
    filters: {
      clientIds: null,
      jobIds: null,
      managerIds: null,
      partnerIds: null,
      categories: null,
      schedule: 'any',
      minimumAmount: null,
      sign: 'any',
      ...filters,
    },
    treatment: {
      carryYoungerThanDays: null,
      writeOffBelow: null,
      writeOffReasonId: null,
      interims: 'absorb',
      finalWhenCompleted: true,
      quotedJobs: 'leave',
      ...treatment,
    },
  };
}
