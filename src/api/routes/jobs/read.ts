import { getJob } from '#actions/jobs/read-jobs.ts';
import { job } from '#contract/jobs/jobs.ts';
import { idParams } from '#contract/ids.ts';
import { done } from '#core/refusal.ts';
import { presentJob } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const readJob = route({
  method: 'GET',
  path: '/jobs/{id}',
  summary: 'Read a job',
  tag: 'Jobs',
  permission: 'jobs.read',
  params: idParams,
  answer: job,
  refusals: ['unknownJob'],
  async handler({ context, params }) {
    const found = await getJob(context, params.id);
    return found.ok ? done(presentJob(found.value)) : found;
  },
});
