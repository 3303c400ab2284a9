// How far the work on a job has come against what was estimated, task by task.

import { z } from 'zod';
import { id } from '../ids.ts';
import { amount, currency } from '../money.ts';

export const jobProgress = z
  .object({
    jobId: id,
    currency,
    tasks: z.array(
      z.object({
        jobTaskId: id,
        estimatedMinutes: z.int(),
        recordedMinutes: z.int().meta({ description: 'As worked, billable or not.' }),
        recorded: amount.optional().meta({
          description: 'The value of the time as recorded; absent for those who may not see WIP.',
        }),
        open: amount.optional().meta({ description: 'What of it is neither invoiced nor written off yet.' }),
      }),
    ),
  })
  .meta({ id: 'JobProgress' });
