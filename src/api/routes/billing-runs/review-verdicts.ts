import { readVerdicts } from '#actions/billing-runs/read-review.ts';
import { verdictsPage, verdictsQuery } from '#contract/billing-runs/review.ts';
import { idParams } from '#contract/ids.ts';
import { presentVerdict } from '../../presenters/billing-run-review.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';
import { pageFrom } from './paging.ts';

export const listBillingRunVerdicts = route({
  method: 'GET',
  path: '/billing-runs/{id}/review/verdicts',
  summary: 'List what was said in the review of a billing run',
  description:
    'Oldest first: who passed, returned or held which version of which draft, and when drafts were changed.',
  tag: 'Billing runs',
  permission: 'billingRuns.read',
  params: idParams,
  query: verdictsQuery,
  answer: verdictsPage,
  refusals: ['unknownBillingRun'],
  async handler({ context, params, query: { limit, cursor, unit } }) {
    const page = { afterId: cursor?.[1] ?? 0, limit: limit + 1 };
    return presented(await readVerdicts(context, { id: params.id, place: unit ?? null }, page), (said) =>
      pageFrom(said.map(presentVerdict), limit, ({ id }) => ['', id]),
    );
  },
});
