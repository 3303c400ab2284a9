import { readTieOut } from '#actions/imports/read-imports.ts';
import { idParams } from '#contract/ids.ts';
import { tieOutQuery, tieOutReport } from '#contract/imports/imports.ts';
import { done } from '#core/refusal.ts';
import { presentTieOut } from '../../presenters/imports.ts';
import { route } from '../../route.ts';

export const readTieOuts = route({
  method: 'GET',
  path: '/imports/{id}/tie-out',
  summary: 'Read how an import tied out',
  description:
    'For each job that the source gives a figure of, that figure against ours, and why they differ.',
  tag: 'Imports',
  work: 'report',
  permission: 'imports.read',
  params: idParams,
  query: tieOutQuery,
  answer: tieOutReport,
  async handler({ context, params, query: { onlyDifferences, limit, cursor } }) {
    const after = cursor === undefined ? null : { jobNumber: cursor[0], jobId: cursor[1], figure: cursor[2] };
    const page = await readTieOut(context, params.id, { onlyDifferences, after, limit: limit + 1 });
    if (!page.ok) return page;
    const jobs = page.value.jobs.slice(0, limit);
    const last = page.value.jobs.length > limit ? jobs.at(-1) : undefined;
    const nextCursor: [string, number, 'estimatedBillings' | 'unbilledWip'] | null =
      last === undefined ? null : [last.jobNumber, last.jobId, last.figure];
    return done({ ...presentTieOut(page.value, jobs), nextCursor });
  },
});
