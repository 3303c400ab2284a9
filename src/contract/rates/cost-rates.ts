import { z } from 'zod';
import { date } from '../dates.ts';
import { id, version } from '../ids.ts';
import { amount, amountNotNegative, currency } from '../money.ts';
import { listText, oneOrMany } from '../paging.ts';
import { listPage, listQuery, oneOrItems } from '../practice.ts';

const costRateScopes = ['staffTask', 'staff', 'task'] as const;

const costRateScope = z.enum(costRateScopes).meta({
  id: 'CostRateScope',
  description: 'What the cost rate is for: staffTask (staffId, taskId), staff (staffId), task (taskId).',
});

const newCostRate = z
  .strictObject({
    scope: costRateScope,
    staffId: id.optional(),
    taskId: id.optional(),
    ratePerHour: amountNotNegative.meta({ description: "What an hour costs, in the firm's currency." }),
    effectiveFrom: date,
  })
  .meta({ id: 'NewCostRate' });

export const newCostRates = oneOrMany(newCostRate);

export const costRateChange = z
  .strictObject({ ratePerHour: amountNotNegative, effectiveFrom: date })
  .partial()
  .meta({ id: 'CostRateChange', description: 'Corrects a cost rate; what is recorded keeps its cost.' });

export const costRate = z
  .object({
    id,
    version,
    scope: costRateScope,
    staffId: id.nullable(),
    staffName: z.string().nullable(),
    taskId: id.nullable(),
    taskName: z.string().nullable(),
    currency,
    ratePerHour: amount,
    effectiveFrom: date,
    effectiveUntil: date
      .nullable()
      .meta({ description: 'The last day before the next rate; null if there is none.' }),
  })
  .meta({ id: 'CostRate' });

export const addedCostRates = oneOrItems(costRate);

const { search: _, ...pagedQuery } = listQuery;

export const costRatesQuery = z.strictObject({
  scopes: listText(costRateScope, costRateScopes.length)
    .optional()
    .meta({ description: 'Scopes, separated by commas.' }),
  staffId: id.optional(),
  taskId: id.optional(),
  on: date.optional().meta({ description: 'Only the rate of each history that applies on this day.' }),
  ...pagedQuery,
});

export const costRatesPage = listPage(costRate);
