import { z } from 'zod';
import { rateScopes } from '#core/pricing/rates.ts';
import { date } from '../dates.ts';
import { id, version } from '../ids.ts';
import { amount, amountNotNegative, currency } from '../money.ts';
import { listText, oneOrMany } from '../paging.ts';
import { listPage, listQuery, oneOrItems } from '../practice.ts';

export const rateScope = z.enum(rateScopes).meta({
  id: 'RateScope',
  description:
    'What the rate is for, which says the keys it has: jobTask (jobId, taskId), jobStaff (jobId, staffId), clientTask (clientId, taskId), staffTask (staffId, taskId), task (taskId), staff (staffId).',
});

const effectiveFrom = date.meta({
  description: 'The rate applies from this day until the next one of the same scope, keys and currency.',
});

const newRate = z
  .strictObject({
    scope: rateScope,
    jobId: id.optional(),
    clientId: id.optional(),
    staffId: id.optional(),
    taskId: id.optional(),
    currency: currency.optional().meta({
      description: "That of the job or the client where the rate has one; otherwise the firm's unless said.",
    }),
    ratePerHour: amountNotNegative,
    effectiveFrom,
  })
  .meta({ id: 'NewRate' });

export const newRates = oneOrMany(newRate);

export const rateChange = z
  .strictObject({ ratePerHour: amountNotNegative, effectiveFrom })
  .partial()
  .meta({ id: 'RateChange', description: 'Corrects a rate; what is recorded keeps its value.' });

export const rate = z
  .object({
    id,
    version,
    scope: rateScope,
    jobId: id.nullable(),
    jobNumber: z.string().nullable(),
    clientId: id.nullable(),
    clientName: z.string().nullable(),
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
  .meta({ id: 'Rate' });

export const addedRates = oneOrItems(rate);

const { search: _, ...pagedQuery } = listQuery;

export const ratesQuery = z.strictObject({
  scopes: listText(rateScope, rateScopes.length)
    .optional()
    .meta({ description: 'Scopes, separated by commas.' }),
  jobId: id.optional(),
  clientId: id.optional(),
  staffId: id.optional(),
  taskId: id.optional(),
  currency: currency.optional(),
  on: date.optional().meta({ description: 'Only the rate of each history that applies on this day.' }),
  ...pagedQuery,
});

export const ratesPage = listPage(rate);
