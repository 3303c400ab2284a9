import { createTasks } from '#actions/tasks/create-tasks.ts';
import { addedTasks, newTasks } from '#contract/tasks/tasks.ts';
import { addOneOrMany, asIs } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const addTasks = route({
  method: 'POST',
  path: '/tasks',
  summary: 'Add tasks',
  description: 'Send one, or an array of up to 1,000 of which all are added or none.',
  tag: 'Tasks',
  permission: 'tasks.edit',
  body: newTasks,
  answer: addedTasks,
  status: 201,
  refusals: ['duplicate'],
  handler({ context, body }) {
    return addOneOrMany(body, (commands) => createTasks(context, commands), asIs);
  },
});
