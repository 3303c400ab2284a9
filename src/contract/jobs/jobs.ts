import { z } from 'zod';
import { date } from '../dates.ts';
import { jobStateType } from '../firms/lists.ts';
import { id, version } from '../ids.ts';
import { amount, amountNotNegative, currency } from '../money.ts';
import { flagText, listText, oneOrMany } from '../paging.ts';
import { listPage, listQuery, oneOrItems, roundingPolicy } from '../practice.ts';
import { longText, shortText } from '../text.ts';
import { jobTask, newTaskOfJob } from './job-tasks.ts';

const rateBasis = z.enum(['task', 'staff']).meta({
  description: 'Whether time is priced by what is done or by who does it, where both have a rate.',
});

const fields = {
  number: shortText(50).optional().meta({ description: "The next of the firm's series unless said." }),
  name: shortText(200),
  description: longText(10_000).nullable().optional(),
  clientId: id,
  stateId: id.optional().meta({
    description: "The first of the firm's states unless said. A state that ends the job leaves WIP as it is.",
  }),
  category: shortText(100).nullable().optional(),
  managerId: id.nullable().optional(),
  partnerId: id.nullable().optional(),
  startOn: date.nullable().optional(),
  dueOn: date.nullable().optional(),
  completedOn: date.nullable().optional().meta({
    description: 'Only with a state that ends the job; today unless said.',
  }),
  budget: amountNotNegative.nullable().optional(),
  clientOrderNumber: shortText(100).nullable().optional(),
  rateBasis: rateBasis.optional(),
  excluded: z.boolean().optional().meta({
    description: 'Excluded from estimated billings: the job accrues no WIP, its entries stand at value 0.',
  }),
  rounding: roundingPolicy
    .nullable()
    .optional()
    .meta({ description: "Null: the client's or the firm's policy." }),
};

const newJob = z
  .strictObject({ ...fields, tasks: z.array(newTaskOfJob).max(200).optional() })
  .meta({ id: 'NewJob' });

export const newJobs = oneOrMany(newJob);

export const jobChange = z
  .strictObject({
    ...fields,
    washUp: z
      .strictObject({
        effectiveOn: date.optional().meta({ description: 'Unless said, today in the firm.' }),
        reasonId: id.nullable().optional(),
        note: longText(2000).nullable().optional(),
      })
      .nullable()
      .meta({ description: 'Washes the job up as it ends: both are done, or neither.' }),
  })
  .partial()
  .meta({ id: 'JobChange' });

const shown = {
  id,
  version,
  number: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  clientId: id,
  clientName: z.string(),
  currency,
  stateId: id,
  stateName: z.string(),
  stateType: jobStateType,
  category: z.string().nullable(),
  managerId: id.nullable(),
  managerName: z.string().nullable(),
  partnerId: id.nullable(),
  partnerName: z.string().nullable(),
  startOn: date.nullable(),
  dueOn: date.nullable(),
  completedOn: date.nullable(),
  budget: amount.nullable().optional().meta({ description: 'Absent for those who may not see WIP.' }),
  clientOrderNumber: z.string().nullable(),
  rateBasis,
  excluded: z.boolean(),
  rounding: roundingPolicy.nullable(),
};

/** Money of a job: absent for those who may not see WIP. */
const figures = {
  wipTime: amount.optional(),
  wipCost: amount.optional(),
  interims: amount.optional().meta({ description: 'Invoiced ahead of matching work: zero or below.' }),
  netWip: amount.optional().meta({ description: 'WIP time + WIP cost + interims.' }),
  uninvoicedQuote: amount
    .nullable()
    .optional()
    .meta({ description: 'What of the accepted quote is not invoiced; null without one.' }),
  lastBilledOn: date.nullable().optional(),
};

export const listedJob = z.object({ ...shown, ...figures }).meta({ id: 'ListedJob' });

export const job = z.object({ ...shown, ...figures, tasks: z.array(jobTask) }).meta({ id: 'Job' });

export const addedJobs = oneOrItems(job);

export const changedJob = z
  .object({
    ...shown,
    ...figures,
    tasks: z.array(jobTask),
    wipOpen: amount.nullable().optional().meta({
      description:
        'Net WIP that a job which has ended leaves open, for a wash-up to be offered; 0 when time and interims balance. Null when nothing is open or the job has not ended.',
    }),
    washUpId: id.optional().meta({ description: 'The WIP action of the wash-up that was asked for.' }),
  })
  .meta({ id: 'ChangedJob' });

export const jobsQuery = z.strictObject({
  number: shortText(50).optional().meta({ description: 'Exactly this number.' }),
  clientId: id.optional(),
  managerId: id.optional(),
  partnerId: id.optional(),
  stateId: id.optional(),
  stateTypes: listText(jobStateType, 5).optional().meta({ description: 'State types, separated by commas.' }),
  category: shortText(100).optional(),
  excluded: flagText.optional(),
  withOpenTasks: flagText.optional().meta({ description: 'Only jobs with a task that still takes time.' }),
  sort: z
    .enum(['number', 'name', 'clientName', 'dueOn', 'netWip'])
    .default('number')
    .meta({ description: 'By net WIP only for those who may see it.' }),
  ...listQuery,
});

export const jobsPage = listPage(listedJob);

export const jobCategory = z.object({ name: z.string(), jobs: z.int() }).meta({ id: 'JobCategory' });

export const jobCategories = z.object({ items: z.array(jobCategory) }).meta({ id: 'JobCategories' });
