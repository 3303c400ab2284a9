import { createJobTasks } from '#actions/jobs/create-job-tasks.ts';
import { addedJobTasks, newJobTasks } from '#contract/jobs/job-tasks.ts';
import { addOneOrMany, asIs } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const addJobTasks = route({
  method: 'POST',
  path: '/job-tasks',
  summary: 'Add job tasks',
  description: 'Send one, or an array of up to 1,000 of which all are added or none.',
  tag: 'Jobs',
  permission: 'jobs.edit',
  body: newJobTasks,
  answer: addedJobTasks,
  status: 201,
  refusals: ['unknownJob', 'unknownTask', 'invalidDate', 'futureDate', 'conflict'],
  handler({ context, body }) {
    return addOneOrMany(body, (commands) => createJobTasks(context, commands), asIs);
  },
});
