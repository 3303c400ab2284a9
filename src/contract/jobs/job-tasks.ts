import { z } from 'zod';
import { date } from '../dates.ts';
import { id, version } from '../ids.ts';
import { flagText, oneOrMany } from '../paging.ts';
import { listPage, listQuery, oneOrItems } from '../practice.ts';
import { shortText } from '../text.ts';

const fields = {
  name: shortText(200).optional().meta({ description: "The library's name for the task unless said." }),
  label: shortText(200).nullable().optional(),
  billable: z.boolean().optional().meta({ description: "As the library's task is unless said." }),
  estimatedMinutes: z.int().min(0).max(100_000_000).optional(),
  startOn: date.nullable().optional(),
  dueOn: date.nullable().optional(),
  completedOn: date.nullable().optional().meta({ description: 'A completed task takes no new time.' }),
  position: z.int().min(0).max(1_000_000).optional().meta({
    description: "Its place in the job's list; behind the others unless said.",
  }),
};

export const newTaskOfJob = z.strictObject({ taskId: id, ...fields }).meta({ id: 'NewTaskOfJob' });

const newJobTask = z.strictObject({ jobId: id, taskId: id, ...fields }).meta({ id: 'NewJobTask' });

export const newJobTasks = oneOrMany(newJobTask);

export const jobTaskChange = z.strictObject(fields).partial().meta({ id: 'JobTaskChange' });

export const jobTask = z
  .object({
    id,
    version,
    jobId: id,
    jobNumber: z.string(),
    taskId: id.meta({ description: 'The task of the library, by which its rates are found.' }),
    taskName: z.string().meta({ description: 'What the library calls the task.' }),
    name: z.string(),
    label: z.string().nullable(),
    billable: z.boolean(),
    estimatedMinutes: z.int(),
    startOn: date.nullable(),
    dueOn: date.nullable(),
    completedOn: date.nullable(),
    position: z.int(),
  })
  .meta({ id: 'JobTask' });

export const addedJobTasks = oneOrItems(jobTask);

export const jobTasksQuery = z.strictObject({
  jobId: id.optional(),
  taskId: id.optional(),
  billable: flagText.optional(),
  completed: flagText.optional(),
  ...listQuery,
});

export const jobTasksPage = listPage(jobTask);
