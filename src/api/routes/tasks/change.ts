import { changeTask as changeTaskAction } from '#actions/tasks/change-task.ts';
import { task, taskChange } from '#contract/tasks/tasks.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const changeTask = route({
  method: 'PATCH',
  path: '/tasks/{id}',
  summary: 'Change a task of the library',
  description: 'Changes what is sent and leaves the rest. The tasks that jobs made from it keep their names.',
  tag: 'Tasks',
  permission: 'tasks.edit',
  params: idParams,
  body: taskChange,
  answer: task,
  refusals: ['unknownTask', 'duplicate'],
  handler({ context, params, body, version }) {
    return changeTaskAction(context, { ...body, id: params.id, version });
  },
});
