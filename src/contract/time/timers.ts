// Timers: they measure from one instant to another on the server, whatever becomes of the browser that started them.

import { z } from 'zod';
import { instant, instantGiven } from '../dates.ts';
import { id, version } from '../ids.ts';
import { pageOf, pageQuery } from '../paging.ts';
import { longText } from '../text.ts';

const fields = {
  jobId: id,
  jobTaskId: id,
  note: longText(10_000).nullable().optional(),
  billable: z.boolean().nullable().optional().meta({ description: "Null: as the job's task is." }),
};

export const timerToStart = z
  .strictObject({
    ...fields,
    staffId: id,
    startedAt: instantGiven.optional().meta({ description: 'Now, unless it was forgotten to be started.' }),
    stopRunning: z
      .boolean()
      .default(false)
      .meta({ description: 'Stop the timer that runs, and record what it measured.' }),
  })
  .meta({ id: 'TimerToStart' });

export const timerChange = z
  .strictObject({ ...fields, startedAt: instantGiven })
  .partial()
  .meta({ id: 'TimerChange' });

export const timer = z
  .object({
    id,
    version,
    staffId: id,
    staffName: z.string(),
    jobId: id,
    jobNumber: z.string(),
    jobName: z.string(),
    clientName: z.string(),
    jobTaskId: id,
    taskName: z.string(),
    note: z.string().nullable(),
    billable: z.boolean().nullable(),
    startedAt: instant,
    minutes: z.int().meta({ description: 'Since it was started, by the clock of the server.' }),
  })
  .meta({ id: 'Timer' });

const key = z.int().min(0).max(2_147_483_647);

export const timersQuery = z.strictObject({ staffId: id.optional(), ...pageQuery(key) });
export const timersPage = pageOf(timer, key);

export const stopTimerBody = z
  .strictObject({
    stoppedAt: instantGiven.optional().meta({ description: 'Now, unless it was forgotten to be stopped.' }),
  })
  .optional();
