import { listJobCategories as listCategories } from '#actions/jobs/read-jobs.ts';
import { jobCategories } from '#contract/jobs/jobs.ts';
import { done } from '#core/refusal.ts';
import { route } from '../../route.ts';

export const listJobCategories = route({
  method: 'GET',
  path: '/jobs/categories',
  summary: 'List the categories that jobs have',
  description: 'All of them, by name, with how many jobs each has.',
  tag: 'Jobs',
  permission: 'jobs.read',
  answer: jobCategories,
  async handler({ context }) {
    const found = await listCategories(context);
    return found.ok ? done({ items: found.value }) : found;
  },
});
