import type { z } from 'zod';
import type { homeAnswer } from '#contract/home/home.ts';
import type { myJobsAnswer } from '#contract/home/my-jobs.ts';
import { resourceQuery } from './resource.ts';

export type Home = z.input<typeof homeAnswer>;

/** How the firm stands: a year of it, of one state of the books. */
export function homeQuery() {
  const changesWith = ['wip', 'reports', 'invoices', 'payments', 'clients'];
  return resourceQuery<Home>('/home', {}, { changesWith, staleMs: 30_000 });
}

export type MyJob = z.input<typeof myJobsAnswer>['items'][number];

/** The jobs that the person answers for. */
export function myJobsQuery() {
  const changesWith = ['wip', 'jobs', 'clients'];
  return resourceQuery<{ items: MyJob[] }>('/home/jobs', {}, { changesWith, staleMs: 30_000 });
}
