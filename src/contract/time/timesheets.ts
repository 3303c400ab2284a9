// Timesheets: a week of a staff member, as rows of job and task and columns of days. Cells are written in batches, each
// with an outcome of its own, so that one that is refused takes no other with it.

import { z } from 'zod';
import { date, instant } from '../dates.ts';
import { id, longId, version } from '../ids.ts';
import { flagText, pageOf, pageQuery, wholeNumberText } from '../paging.ts';
import { problemError } from '../problem.ts';
import { longText, searchText } from '../text.ts';
import { timeWarnings } from './time-entries.ts';

export const weekParams = z.strictObject({
  staffId: id,
  day: date.meta({ description: 'Any day of the week.' }),
});

const entryState = z.enum(['open', 'locked', 'onDraft', 'billed', 'adjusted', 'taskCompleted']);

const row = {
  jobId: id,
  jobNumber: z.string(),
  jobName: z.string(),
  clientName: z.string(),
  jobTaskId: id,
  taskName: z.string(),
  taskIsBillable: z.boolean().meta({ description: 'Whether time on it is billable unless said.' }),
};

const weekEntry = z
  .object({
    id: longId,
    version,
    workedOn: date,
    minutes: z.int(),
    billable: z.boolean(),
    note: z.string().nullable(),
    state: entryState.meta({ description: 'Only an open entry can be changed.' }),
    reason: z.string().nullable().meta({ description: 'Why it cannot be changed, for people.' }),
  })
  .meta({ id: 'WeekEntry' });

export const weekSubmission = z
  .object({
    version,
    submittedBy: z.string(),
    submittedAt: instant,
    minutes: z.int().meta({ description: 'What the week came to at that moment.' }),
  })
  .meta({ id: 'WeekSubmission' });

export const timesheet = z
  .object({
    staff: z.object({ id, name: z.string(), active: z.boolean() }),
    weekStart: date,
    weekEnd: date,
    today: date,
    latestOn: date.meta({ description: 'The last day that time may be dated.' }),
    editable: z.boolean().meta({ description: 'Whether the caller may write it as it stands.' }),
    reason: z.string().nullable().meta({ description: 'Why not, for people.' }),
    days: z.array(
      z.object({
        on: date,
        minutes: z.int(),
        targetMinutes: z.int().meta({ description: 'What the staff member is expected to work.' }),
        reason: z
          .string()
          .nullable()
          .meta({ description: 'Why no time can be dated on the day, for people.' }),
      }),
    ),
    minutes: z.int(),
    targetMinutes: z.int(),
    submissionExpected: z
      .boolean()
      .meta({ description: 'Whether the firm wants to hear when a week is done.' }),
    submission: weekSubmission.nullable().meta({ description: 'Null while the week is open.' }),
    rows: z.array(
      z.object({
        ...row,
        reason: z.string().nullable().meta({ description: 'Why the row takes no new time, for people.' }),
        entries: z.array(weekEntry),
      }),
    ),
    lastWeek: z
      .array(z.object({ ...row, minutes: z.array(z.int()).meta({ description: 'Per day of that week.' }) }))
      .meta({ description: 'The rows of the week before that can take time.' }),
  })
  .meta({ id: 'Timesheet' });

const weekKey = z.tuple([z.string().max(10), z.int().min(0).max(2_147_483_647)]);

export const weeksQuery = z.strictObject({
  from: date,
  to: date,
  staffId: id.optional(),
  submitted: flagText
    .optional()
    .meta({ description: 'Only the weeks that are done, or those that are not.' }),
  ...pageQuery(weekKey),
});

export const weeksPage = pageOf(
  z.object({
    weekStart: date,
    staffId: id,
    staffName: z.string(),
    minutes: z.int().meta({ description: 'Recorded on the days asked about.' }),
    submittedBy: z.string().nullable(),
    submittedAt: instant.nullable(),
  }),
  weekKey,
);

const cellsMax = 200;

export const saveCellsBody = z.strictObject({
  cells: z
    .array(
      z.strictObject({
        key: z
          .string()
          .max(200)
          .regex(/^[\x21-\x7e]{1,200}$/)
          .optional()
          .meta({
            description:
              'Names the write of this cell, whichever request carries it; unless given, Idempotency-Key and its place do.',
          }),
        entry: z
          .strictObject({ id: longId, version })
          .nullable()
          .default(null)
          .meta({ description: 'The entry to change or remove, as it was read; null for a new one.' }),
        jobId: id,
        jobTaskId: id,
        workedOn: date,
        minutes: z.int().min(0).max(1440).meta({ description: '0 removes the entry.' }),
        billable: z
          .boolean()
          .optional()
          .meta({ description: "Unless said, as it is, or as the job's task is." }),
        note: longText(10_000).nullable().optional().meta({ description: 'Unless said, as it is.' }),
      }),
    )
    .min(1)
    .max(cellsMax),
});

const cellOutcome = z
  .object({
    state: z.enum(['saved', 'removed', 'refused']),
    entry: z
      .object({
        id: longId,
        version,
        minutes: z.int(),
        billable: z.boolean(),
        note: z.string().nullable(),
        warnings: timeWarnings,
      })
      .nullable()
      .meta({ description: 'The entry as it stands now, when it was saved.' }),
    problems: z.array(problemError).meta({ description: 'Why it was refused.' }),
  })
  .meta({ id: 'CellOutcome' });

export const savedCells = z
  .object({ outcomes: z.array(cellOutcome).meta({ description: 'In the order of the cells.' }) })
  .meta({ id: 'SavedCells' });

export const choosableRowsQuery = z.strictObject({
  staffId: id,
  search: searchText.optional().meta({ description: 'Words of client, job and task, in any order.' }),
  limit: wholeNumberText(1, 500).default(50),
});

export const choosableRows = z
  .object({ items: z.array(z.object({ ...row, lastWorkedOn: date.nullable() })) })
  .meta({ id: 'ChoosableRows' });
