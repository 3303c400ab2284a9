import type { z } from 'zod';
import type { changedJob, job, listedJob } from '#contract/jobs/jobs.ts';
import type { jobTask } from '#contract/jobs/job-tasks.ts';
import type { jobProgress } from '#contract/jobs/progress.ts';
import type { jobStates } from '#contract/firms/lists.ts';
import type { costEntry } from '#contract/job-costs/cost-entries.ts';
import type { timeEntry } from '#contract/time/time-entries.ts';
import { resourceQuery } from './resource.ts';

export type Job = z.input<typeof job>;
export type ListedJob = z.input<typeof listedJob>;
export type ChangedJob = z.input<typeof changedJob>;
export type JobTask = z.input<typeof jobTask>;
export type JobProgress = z.input<typeof jobProgress>;
export type TimeEntry = z.input<typeof timeEntry>;
export type CostEntry = z.input<typeof costEntry>;
export type JobState = z.input<typeof jobStates>['items'][number];

/** What a job shows changes with its tasks and with its ledger. */
const reading = { changesWith: ['job-tasks', 'clients', 'wip'] };

export function jobQuery(id: string) {
  return resourceQuery<Job>(`/jobs/${id}`, {}, reading);
}

export function jobProgressQuery(id: string) {
  return resourceQuery<JobProgress>(
    `/jobs/${id}/progress`,
    {},
    { changesWith: ['time-entries', 'job-tasks', 'wip'] },
  );
}

export function jobStatesQuery() {
  return resourceQuery<{ items: JobState[] }>('/job-states', {}, { staleMs: 60_000 });
}

/** What changes when a job does. */
export const jobTopics: readonly string[] = ['jobs', 'job-tasks', 'reports'];
