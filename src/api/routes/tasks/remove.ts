import { removeTask as removeTaskAction } from '#actions/tasks/remove-task.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const removeTask = route({
  method: 'DELETE',
  path: '/tasks/{id}',
  summary: 'Remove a task of the library',
  description: 'Removes a task that no job has, with its rates.',
  tag: 'Tasks',
  permission: 'tasks.edit',
  params: idParams,
  refusals: ['unknownTask', 'stillInUse'],
  handler({ context, params, version }) {
    return removeTaskAction(context, { id: params.id, version });
  },
});
