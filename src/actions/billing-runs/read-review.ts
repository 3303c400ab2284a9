// Where the drafts of a run stand in their review, for whoever asks, and what was said of them.

import { stagesOpenTo, type ReviewStage } from '#core/billing-run/review.ts';
import { done, type Result } from '#core/refusal.ts';
import {
  countStages,
  listDrafts,
  listVerdicts,
  type DraftFilter,
  type GivenVerdict,
  type ListedDraft,
  type StageCount,
} from '#store/billing-runs/review.ts';
import { findRun, listRunsWithDrafts, type RunState } from '#store/billing-runs/runs.ts';
import type { Context } from '../context.ts';
import { look } from './read-runs.ts';

export type { GivenVerdict, ListedDraft } from '#store/billing-runs/review.ts';

/** Older ones with drafts that nobody approved are left to the list of runs. */
const runsLookedAtMax = 50;

export type ReviewState = {
  readonly stages: readonly (ReviewStage & StageCount)[];
  /** Drafts that have passed all stages, and may be approved. */
  readonly ready: number;
  readonly awaitingMe: number;
};

export function readReview(context: Context, id: number): Promise<Result<ReviewState>> {
  return look(context, async (tx) => {
    const run = await findRun(tx, id);
    if (!run.ok) return run;
    const stages = run.value.rules.reviewStages;
    const counts = await countStages(tx, id, stagesOpenTo(context.principal, stages));
    const counted = new Map(counts.map((count) => [count.stage, count]));
    const shown = stages.map((said, place) => {
      const stage = place + 1;
      return { ...said, ...(counted.get(stage) ?? { stage, drafts: 0, held: 0, awaitingMe: 0 }) };
    });
    return done({
      stages: shown,
      ready: counted.get(stages.length + 1)?.drafts ?? 0,
      awaitingMe: shown.reduce((sum, { awaitingMe }) => sum + awaitingMe, 0),
    });
  });
}

export type AwaitingRun = {
  readonly id: number;
  readonly name: string;
  readonly state: RunState;
  /** That have not passed all stages. */
  readonly inReview: number;
  readonly ready: number;
  readonly awaitingMe: number;
};

/** The runs with drafts that are not approved yet, newest first: how many stand in the review, and await whoever asks. */
export function readAwaiting(context: Context): Promise<Result<AwaitingRun[]>> {
  return look(context, async (tx) => {
    const runs = await listRunsWithDrafts(tx, runsLookedAtMax);
    const counted = await Promise.all(
      runs.map(async ({ id, name, state, rules: { reviewStages: stages } }): Promise<AwaitingRun> => {
        const counts = await countStages(tx, id, stagesOpenTo(context.principal, stages));
        const before = counts.filter(({ stage }) => stage <= stages.length);
        const sum = (of: (count: StageCount) => number) => before.reduce((all, each) => all + of(each), 0);
        return {
          id,
          name,
          state,
          inReview: sum(({ drafts }) => drafts),
          ready: counts.find(({ stage }) => stage > stages.length)?.drafts ?? 0,
          awaitingMe: sum(({ awaitingMe }) => awaitingMe),
        };
      }),
    );
    return done(counted);
  });
}

export type ReviewedDraft = ListedDraft & {
  /** Null of one that has passed them all. */
  readonly stageName: string | null;
};

export function readReviewDrafts(
  context: Context,
  id: number,
  filter: Omit<DraftFilter, 'lastStage'>,
  page: { readonly afterPlace: number; readonly limit: number },
): Promise<Result<ReviewedDraft[]>> {
  return look(context, async (tx) => {
    const run = await findRun(tx, id);
    if (!run.ok) return run;
    const stages = run.value.rules.reviewStages;
    const open = stagesOpenTo(context.principal, stages);
    const wanted = { open, filter: { ...filter, lastStage: stages.length } };
    const drafts = await listDrafts(tx, id, wanted, page);
    return done(drafts.map((draft) => ({ ...draft, stageName: stages[draft.stage - 1]?.name ?? null })));
  });
}

export function readVerdicts(
  context: Context,
  { id, place }: { readonly id: number; readonly place: number | null },
  page: { readonly afterId: number; readonly limit: number },
): Promise<Result<GivenVerdict[]>> {
  return look(context, async (tx) => {
    const run = await findRun(tx, id);
    return run.ok ? done(await listVerdicts(tx, id, place, page)) : run;
  });
}
