import { listTasks as listTasksAction } from '#actions/tasks/read-tasks.ts';
import { tasksPage, tasksQuery } from '#contract/tasks/tasks.ts';
import { asIs, pageWanted, presentPage } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const listTasks = route({
  method: 'GET',
  path: '/tasks',
  summary: 'List tasks',
  tag: 'Tasks',
  permission: 'tasks.read',
  query: tasksQuery,
  answer: tasksPage,
  async handler({ context, query }) {
    return presentPage(await listTasksAction(context, { ...query, ...pageWanted(query) }), asIs);
  },
});
