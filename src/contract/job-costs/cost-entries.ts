// Cost entries: what was bought for a job, at a quantity and a price.

import { z } from 'zod';
import { costFigure } from '../costs.ts';
import { date } from '../dates.ts';
import { id, longId, version } from '../ids.ts';
import { amount, amountNotNegative, currency } from '../money.ts';
import { batchSizeMax, flagText, pageOf, pageQuery } from '../paging.ts';
import { quantity } from '../quantity.ts';
import { longText, searchText, shortText } from '../text.ts';
import { jobBalance } from '../wip/balance.ts';

const costFields = {
  jobId: id,
  jobTaskId: id.nullable().optional(),
  incurredOn: date,
  description: shortText(1000),
  code: shortText(100).nullable().optional(),
  supplier: shortText(200).nullable().optional(),
  note: longText(10_000).nullable().optional(),
  quantity,
  unitPrice: amountNotNegative.meta({ description: "What the client pays per unit, in the job's currency." }),
  unitCost: amountNotNegative
    .optional()
    .meta({ description: "What the firm pays per unit, in the firm's currency." }),
  billable: z.boolean().optional().meta({ description: 'Unless said, true.' }),
  actual: z
    .boolean()
    .optional()
    .meta({ description: 'An estimated cost (false) posts nothing. Unless said, true.' }),
};

export const costEntryToRecord = z.strictObject(costFields).meta({ id: 'CostEntryToRecord' });

export const recordCostsBody = z.strictObject({ costs: z.array(costEntryToRecord).min(1).max(batchSizeMax) });

const changeFields = z.strictObject(costFields).partial().shape;

export const costEntryChange = z.strictObject(changeFields).meta({ id: 'CostEntryChange' });

export const changeCostsBody = z.strictObject({
  costs: z
    .array(z.strictObject({ id: longId, version, ...changeFields }))
    .min(1)
    .max(batchSizeMax),
});

export const deleteCostsBody = z.strictObject({
  costs: z
    .array(z.strictObject({ id: longId, version }))
    .min(1)
    .max(batchSizeMax),
});

const recorded = {
  id: longId,
  version,
  jobId: id,
  jobTaskId: id.nullable(),
  incurredOn: date,
  description: z.string(),
  code: z.string().nullable(),
  supplier: z.string().nullable(),
  note: z.string().nullable(),
  quantity,
  currency,
  unitPrice: amount,
  unitCost: costFigure(amount),
  amount: amount.meta({ description: 'Quantity × unit price, ex tax; 0 when not billable.' }),
  cost: costFigure(amount),
  billable: z.boolean(),
  actual: z.boolean(),
};

export const recordedCostEntry = z.object(recorded).meta({ id: 'RecordedCostEntry' });

export const costEntry = z
  .object({
    ...recorded,
    jobNumber: z.string(),
    jobName: z.string(),
    clientName: z.string(),
    deleted: z.boolean(),
    recordedBy: z.string().nullable().meta({ description: 'Null where nobody noted it, as of imports.' }),
    fileCount: z.int().meta({ description: 'How many files there are of it, such as its receipt.' }),
    open: amount.meta({ description: 'What is neither invoiced nor written off yet.' }),
  })
  .meta({ id: 'CostEntry' });

export const recordedCosts = z.object({
  costs: z.array(recordedCostEntry),
  balances: z
    .array(jobBalance)
    .optional()
    .meta({ description: 'The jobs touched, for those who may see WIP.' }),
});

const position = z.tuple([z.string().max(10), z.string().regex(/^\d{1,19}$/)]);

export const costEntriesQuery = z.strictObject({
  from: date.optional(),
  to: date.optional(),
  jobId: id.optional(),
  clientId: id.optional(),
  actual: flagText.optional(),
  billable: flagText.optional(),
  search: searchText.optional(),
  open: flagText.optional().meta({ description: 'Only costs of which something, or nothing, is open.' }),
  ...pageQuery(position),
});

export const costEntriesPage = pageOf(costEntry, position);
