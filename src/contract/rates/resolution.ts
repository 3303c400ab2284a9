import { z } from 'zod';
import { rateScopes } from '#core/pricing/rates.ts';
import { costFigure } from '../costs.ts';
import { date } from '../dates.ts';
import { id } from '../ids.ts';
import { amount, currency } from '../money.ts';

export const resolutionQuery = z.strictObject({ jobId: id, jobTaskId: id, staffId: id, on: date });

const resolved = {
  ratePerHour: amount,
  source: z.enum([...rateScopes, 'missing']),
  rateId: id.nullable().meta({ description: 'The row of the rate card; null when none applies.' }),
  reason: z.string().meta({ description: 'Why this rate, in a sentence.' }),
};

export const rateResolution = z
  .object({
    ...resolved,
    currency,
    rateBasis: z.enum(['task', 'staff']),
    billable: z.boolean().meta({
      description:
        'False when time on the task is recorded at 0: the task is not billable or the job excluded.',
    }),
    passedOver: z.array(z.object(resolved)).meta({
      description: 'What would apply without the rates before it, the next one first.',
    }),
    cost: costFigure(z.object({ ...resolved, currency })),
  })
  .meta({ id: 'RateResolution' });
