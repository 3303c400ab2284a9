// Time entries: minutes by a staff member on a job's task on a day.

import { z } from 'zod';
import { rateScopes } from '#core/pricing/rates.ts';
import { costFigure } from '../costs.ts';
import { date } from '../dates.ts';
import { id, longId, version } from '../ids.ts';
import { amount, currency } from '../money.ts';
import { batchSizeMax, flagText, pageOf, pageQuery } from '../paging.ts';
import { longText } from '../text.ts';
import { jobBalance } from '../wip/balance.ts';

const minutes = z
  .int()
  .min(1)
  .max(1440)
  .meta({ description: 'Minutes as worked.', examples: [90] });
const minuteOfDay = z.int().min(0).max(1439).meta({ description: 'Minutes after midnight.' });
const rateSource = z.enum([...rateScopes, 'given', 'missing']).meta({ description: 'Why the rate applies.' });

const entryFields = {
  jobId: id,
  jobTaskId: id,
  staffId: id,
  workedOn: date,
  minutes,
  billable: z.boolean().optional().meta({ description: "Unless said, as the job's task is." }),
  note: longText(10_000).nullable().optional(),
  startMinute: minuteOfDay.nullable().optional(),
  endMinute: minuteOfDay.nullable().optional(),
};

export const timeEntryToRecord = z.strictObject(entryFields).meta({ id: 'TimeEntryToRecord' });

export const recordTimeBody = z.strictObject({
  entries: z.array(timeEntryToRecord).min(1).max(batchSizeMax),
});

const changeFields = z.strictObject(entryFields).partial().shape;

export const timeEntryChange = z.strictObject(changeFields).meta({ id: 'TimeEntryChange' });

export const changeTimeBody = z.strictObject({
  entries: z
    .array(z.strictObject({ id: longId, version, ...changeFields }))
    .min(1)
    .max(batchSizeMax),
});

export const deleteTimeBody = z.strictObject({
  entries: z
    .array(z.strictObject({ id: longId, version }))
    .min(1)
    .max(batchSizeMax),
});

/** Values are absent for those who may not see billable rates. */
const valued = {
  currency: currency.optional(),
  ratePerHour: amount.optional(),
  rateSource: rateSource.optional(),
  amount: amount.optional().meta({ description: 'The value as recorded, ex tax; 0 when not billable.' }),
  cost: costFigure(amount),
};

const recorded = {
  id: longId,
  version,
  jobId: id,
  jobTaskId: id,
  staffId: id,
  workedOn: date,
  minutes: z.int(),
  billableMinutes: z
    .int()
    .meta({ description: 'Minutes as rounded for billing by the policy of firm, client or job.' }),
  startMinute: z.int().nullable(),
  endMinute: z.int().nullable(),
  billable: z.boolean(),
  note: z.string().nullable(),
  ...valued,
};

export const timeWarnings = z.array(
  z.object({
    code: z.enum(['dayOverLimit', 'rateMissing', 'jobClosed', 'excludedFromBilling']),
    detail: z.string(),
  }),
);

export const recordedTimeEntry = z
  .object({ ...recorded, warnings: timeWarnings })
  .meta({ id: 'RecordedTimeEntry' });

export const timeEntry = z
  .object({
    ...recorded,
    jobNumber: z.string(),
    jobName: z.string(),
    clientName: z.string(),
    taskName: z.string(),
    staffName: z.string(),
    deleted: z.boolean(),
    open: amount.optional().meta({ description: 'What is neither invoiced nor written off yet.' }),
  })
  .meta({ id: 'TimeEntry' });

export const recordedTime = z.object({
  entries: z.array(recordedTimeEntry),
  balances: z
    .array(jobBalance)
    .optional()
    .meta({ description: 'The jobs touched, for those who may see WIP.' }),
});

const position = z.tuple([z.string().max(10), z.string().regex(/^\d{1,19}$/)]);

export const timeEntriesQuery = z.strictObject({
  from: date.optional(),
  to: date.optional(),
  staffId: id.optional(),
  jobId: id.optional(),
  jobTaskId: id.optional(),
  clientId: id.optional(),
  billable: flagText.optional(),
  open: flagText.optional().meta({ description: 'Only entries of which something, or nothing, is open.' }),
  ...pageQuery(position),
});

export const timeEntriesPage = pageOf(timeEntry, position);
