import { readMyJobs, type JobAnsweredFor } from '#actions/home/read-my-jobs.ts';
import { myJobsAnswer } from '#contract/home/my-jobs.ts';
import { done } from '#core/refusal.ts';
import { presentRows } from '../../presenters/amounts.ts';
import { route } from '../../route.ts';

export const readHomeJobs = route({
  method: 'GET',
  path: '/home/jobs',
  summary: 'Read the jobs that one answers for',
  description:
    'As manager or partner, by the staff member that the caller is: jobs that are not over, and those that are and still have WIP. For whoever is no staff member there are none.',
  tag: 'Reports',
  work: 'report',
  permission: 'wip.read',
  answer: myJobsAnswer,
  async handler({ context }) {
    const read = await readMyJobs(context);
    return read.ok ? done({ items: presentRows(read.value.map(withLinks)) }) : read;
  },
});

function withLinks(job: JobAnsweredFor) {
  const ledger = `/api/v1/jobs/${job.jobId}/ledger`;
  return { ...job, links: { ledger, unbilled: `/api/v1/reports/unbilled-detail?jobId=${job.jobId}` } };
}
