import { getTask } from '#actions/tasks/read-tasks.ts';
import { task } from '#contract/tasks/tasks.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const readTask = route({
  method: 'GET',
  path: '/tasks/{id}',
  summary: 'Read a task of the library',
  tag: 'Tasks',
  permission: 'tasks.read',
  params: idParams,
  answer: task,
  refusals: ['unknownTask'],
  handler({ context, params }) {
    return getTask(context, params.id);
  },
});
