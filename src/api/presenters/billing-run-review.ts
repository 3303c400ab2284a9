import type { z } from 'zod';
import type {
  AwaitingRun,
  GivenVerdict,
  ReviewedDraft,
  ReviewState,
} from '#actions/billing-runs/read-review.ts';
import type {
  awaitingRuns,
  reviewDraftsPage,
  runReview,
  verdictsPage,
} from '#contract/billing-runs/review.ts';
import { formatMinor } from '#core/money/money.ts';

type ItemOf<Page extends z.ZodType> = z.output<Page> extends { items: (infer Item)[] } ? Item : never;

export function presentReview({ stages, ready, awaitingMe }: ReviewState): z.output<typeof runReview> {
  return { stages: [...stages], ready, awaitingMe };
}

export function presentAwaiting(items: readonly AwaitingRun[]): z.output<typeof awaitingRuns> {
  const sum = (of: (run: AwaitingRun) => number) => items.reduce((all, run) => all + of(run), 0);
  return {
    items: [...items],
    inReview: sum(({ inReview }) => inReview),
    ready: sum(({ ready }) => ready),
    awaitingMe: sum(({ awaitingMe }) => awaitingMe),
  };
}

export function presentReviewedDraft(draft: ReviewedDraft): ItemOf<typeof reviewDraftsPage> {
  const { place, invoiceId, clientId, clientName, currency, jobs, stage, stageName, isHeld, isMine } = draft;
  const { verdict, note, by, at } = draft;
  return {
    place,
    invoiceId,
    draftVersion: draft.version,
    clientId,
    clientName,
    currency,
    total: formatMinor(draft.totalMinor, currency),
    tax: formatMinor(draft.taxMinor ?? 0n, currency),
    jobs,
    stage,
    stageName,
    isHeld,
    isMine,
    last: verdict === null || by === null || at === null ? null : { verdict, note, by, at },
  };
}

export function presentVerdict({ invoiceVersion, ...said }: GivenVerdict): ItemOf<typeof verdictsPage> {
  return { ...said, draftVersion: invoiceVersion };
}
