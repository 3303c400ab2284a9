import { z } from 'zod';
import { id, version } from '../ids.ts';
import { flagText, oneOrMany } from '../paging.ts';
import { listPage, listQuery, oneOrItems } from '../practice.ts';
import { longText, shortText } from '../text.ts';

const fields = {
  name: shortText(200).meta({ description: 'Unique among the tasks that are not archived.' }),
  description: longText(2000).nullable().optional(),
  billable: z.boolean().optional().meta({ description: 'What a job task made from it is, unless said.' }),
};

const newTask = z.strictObject(fields).meta({ id: 'NewTask' });

export const newTasks = oneOrMany(newTask);

export const taskChange = z
  .strictObject({ ...fields, archived: z.boolean() })
  .partial()
  .meta({ id: 'TaskChange' });

export const task = z
  .object({
    id,
    version,
    name: z.string(),
    description: z.string().nullable(),
    billable: z.boolean(),
    archived: z.boolean(),
  })
  .meta({ id: 'Task', description: "A task of the firm's library, from which jobs take their tasks." });

export const addedTasks = oneOrItems(task);

export const tasksQuery = z.strictObject({
  archived: flagText.optional(),
  billable: flagText.optional(),
  ...listQuery,
});

export const tasksPage = listPage(task);
