import { readReviewDrafts } from '#actions/billing-runs/read-review.ts';
import { reviewDraftsPage, reviewDraftsQuery } from '#contract/billing-runs/review.ts';
import { idParams } from '#contract/ids.ts';
import { presentReviewedDraft } from '../../presenters/billing-run-review.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';
import { pageFrom } from './paging.ts';

export const listBillingRunReviewDrafts = route({
  method: 'GET',
  path: '/billing-runs/{id}/review/drafts',
  summary: 'List the drafts of a billing run by where they stand in the review',
  description: 'In the order in which they were made.',
  tag: 'Billing runs',
  permission: 'billingRuns.read',
  params: idParams,
  query: reviewDraftsQuery,
  answer: reviewDraftsPage,
  refusals: ['unknownBillingRun'],
  async handler({ context, params, query: { limit, cursor, stage, held, awaitingMe } }) {
    const page = { afterPlace: cursor?.[1] ?? 0, limit: limit + 1 };
    const filter = { stage, isHeld: held, awaitsMe: awaitingMe };
    return presented(await readReviewDrafts(context, params.id, filter, page), (drafts) =>
      pageFrom(drafts.map(presentReviewedDraft), limit, ({ place }) => ['', place]),
    );
  },
});
