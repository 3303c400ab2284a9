import { createJobs } from '#actions/jobs/create-jobs.ts';
import { addedJobs, newJobs } from '#contract/jobs/jobs.ts';
import { addOneOrMany, presentJob } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const addJobs = route({
  method: 'POST',
  path: '/jobs',
  summary: 'Add jobs',
  description:
    'A job takes the currency of its client and, unless one is given, the next number of the firm. It may bring its tasks along. Send one, or an array of up to 1,000 of which all are added or none.',
  tag: 'Jobs',
  permission: 'jobs.edit',
  body: newJobs,
  answer: addedJobs,
  status: 201,
  refusals: [
    'unknownClient',
    'unknownStaff',
    'staffInactive',
    'unknownTask',
    'unknownJobState',
    'duplicate',
    'invalidDate',
    'futureDate',
    'invalidAmount',
    'conflict',
  ],
  handler({ context, body }) {
    return addOneOrMany(body, (commands) => createJobs(context, commands), presentJob);
  },
});
