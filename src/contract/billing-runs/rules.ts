// What a billing run goes by. A definition says its dates as rules or as days; a run has days.

import { z } from 'zod';
import { reviewers, reviewStagesMax } from '#core/billing-run/review.ts';
import { dateRules, runGroupings, runLayouts } from '#core/billing-run/rules.ts';
import { date } from '../dates.ts';
import { id } from '../ids.ts';
import { taxMode } from '../invoices/content.ts';
import { amountNotNegative } from '../money.ts';
import { shortText } from '../text.ts';

const idsMax = 5_000;
const ids = z.array(id).min(1).max(idsMax).nullable().default(null).meta({ description: 'Null: all.' });
const idOrNull = id.nullable().default(null);
const amountOrNull = amountNotNegative.nullable().default(null);

const dateRule = z.union([z.enum(dateRules), date]).meta({
  id: 'DateRule',
  description: 'A day, or how to find it on the day that a run is planned.',
});

const filters = z
  .strictObject({
    clientIds: ids,
    jobIds: ids,
    managerIds: ids,
    partnerIds: ids,
    categories: z.array(shortText(200)).min(1).max(idsMax).nullable().default(null),
    schedule: z.enum(['any', 'due']).default('any').meta({
      description: 'due: the jobs that the billing schedules of their clients select.',
    }),
    minimumAmount: amountOrNull.meta({
      description: "What an invoice has to come to, without tax, in the invoice's currency.",
    }),
    sign: z.enum(['any', 'positive']).default('any').meta({
      description: 'positive: jobs with negative WIP are left out.',
    }),
  })
  .meta({ id: 'BillingRunFilters' });

const treatment = z
  .strictObject({
    carryYoungerThanDays: z.int().min(1).max(3660).nullable().default(null).meta({
      description: 'Work of the last so many days before the cut-off is carried forward.',
    }),
    writeOffBelow: amountOrNull.meta({
      description: 'A job whose billable work is worth less is written off instead of invoiced.',
    }),
    writeOffReasonId: idOrNull,
    interims: z.enum(['absorb', 'leave']).default('absorb'),
    finalWhenCompleted: z
      .boolean()
      .default(false)
      .meta({ description: 'Whether completed jobs get a final invoice.' }),
    quotedJobs: z.enum(['leave', 'actual', 'finalWhenCompleted']).default('leave').meta({
      description:
        'Jobs with an accepted quote: left out, billed by their work, or, once completed, by the rest of the quote.',
    }),
  })
  .meta({ id: 'BillingRunTreatment' });

export const reviewer = z.enum(reviewers).meta({
  id: 'Reviewer',
  description:
    "manager, partner: of one of the invoice's jobs, or, of a job that has none, the client's job manager or account manager. Otherwise whoever has the role. Owners pass any stage.",
});

const reviewStage = z.strictObject({ name: shortText(50), reviewer }).meta({ id: 'ReviewStage' });

const rulesOn = <Day extends z.ZodType>(day: Day, usual: (one: Day) => z.ZodType<z.output<Day>>) => ({
  cutOffOn: usual(day),
  invoicedOn: usual(day),
  periodFrom: day.nullable().default(null as never),
  periodTo: day.nullable().default(null as never),
  dueOn: day
    .nullable()
    .default(null as never)
    .meta({ description: "Null: by each client's terms, else the firm's." }),
  seriesId: idOrNull,
  templateId: idOrNull,
  layout: z.enum(runLayouts).nullable().default(null),
  taxMode: taxMode.nullable().default(null).meta({ description: "Null: the firm's." }),
  filters: filters.prefault({}),
  treatment: treatment.prefault({}),
  grouping: z.enum(runGroupings).default('job').meta({ description: 'An invoice per job, or per client.' }),
  approval: z.enum(['immediately', 'afterReview']).default('afterReview'),
  reviewStages: z.array(reviewStage).max(reviewStagesMax).default([]).meta({
    description: 'What each draft has to pass, in this order, before it may be approved.',
  }),
});

export const definedRules = z
  .strictObject(rulesOn(dateRule, (one) => one.default('endOfLastMonth') as never))
  .meta({ id: 'BillingRules' });

export const runRules = z.object(rulesOn(date, (one) => one)).meta({
  id: 'BillingRunRules',
  description: 'With the dates that the rules came to when the run was planned.',
});
