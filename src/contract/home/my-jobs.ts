// The jobs that one answers for: what can be billed, and which of them cost more than was budgeted.

import { z } from 'zod';
import { date } from '../dates.ts';
import { amount, currency } from '../money.ts';
import { jobHead } from '../reports/job-head.ts';
import { links } from '../reports/parameters.ts';

const myJob = z
  .object({
    ...jobHead,
    stateName: z.string(),
    currency,
    dueOn: date.nullable(),
    budget: amount.nullable(),
    worked: amount.meta({
      description: 'Time and costs at their values of now, with what was moved here and away, billed or not.',
    }),
    overBudget: amount.nullable().meta({ description: 'Worked − budget, where that is above zero.' }),
    netWip: amount,
    lastBilledOn: date.nullable(),
    links,
  })
  .meta({ id: 'MyJob' });

export const myJobsAnswer = z
  .object({
    items: z.array(myJob).meta({ description: 'At most 200, those with the most net WIP first.' }),
  })
  .meta({ id: 'MyJobs' });
