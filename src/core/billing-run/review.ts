// The review of a run's drafts before they are approved: stages in an order, each with who passes it. A draft stands at the
// first stage when it is made. A reviewer passes it on, sends it back to an earlier stage, or holds it where it is; once
// it is through all stages it may be approved, and not before.
//
// A verdict is about the draft as it was seen. A draft that is changed afterwards begins again at the first stage.

import { may, type Principal } from '../access/principal.ts';
import type { Role } from '../access/roles.ts';
import { done, refuse, type Refusal, type Refused, type Result } from '../refusal.ts';

const meanings = {
  manager: 'the manager of one of its jobs',
  partner: 'the partner of one of its jobs',
  projectManager: 'a project manager',
  bookkeeper: 'a bookkeeper',
  owner: 'an owner',
} as const;

/** The manager or partner of a job, or whoever has a role. An owner passes any stage. */
export type Reviewer = keyof typeof meanings;
export const reviewers = Object.keys(meanings) as [Reviewer, ...Reviewer[]];

export type ReviewStage = { readonly name: string; readonly reviewer: Reviewer };
export const reviewStagesMax = 5;

export const verdicts = ['passed', 'returned', 'held', 'changed'] as const;
/** Changed is not said by anybody: the draft was changed after something had been said of it. */
export type Verdict = (typeof verdicts)[number];

type Reviewed = {
  readonly approval: 'immediately' | 'afterReview';
  readonly reviewStages: readonly ReviewStage[];
};

export function stageRefusals({ approval, reviewStages }: Reviewed): Refusal[] {
  const names = reviewStages.map(({ name }) => name.toLowerCase());
  const refusals = names.flatMap((name, place): Refusal[] => {
    if (names.indexOf(name) === place) return [];
    const detail = 'Two stages of review have the same name.';
    return [
      {
        code: 'duplicate',
        detail,
        field: `reviewStages[${place}].name`,
        value: name,
        accepted: 'a name of its own',
      },
    ];
  });
  if (approval === 'afterReview' || reviewStages.length === 0) return refusals;
  const detail = 'Invoices that are approved as they are made are not reviewed.';
  const accepted = 'afterReview, or no stages of review';
  return [{ code: 'invalidRequest', detail, field: 'approval', value: approval, accepted }, ...refusals];
}

/** Stages counted from 1, by why somebody may speak there. The one after the last is where drafts wait for approval. */
export type OpenStages = {
  readonly always: readonly number[];
  readonly asManager: readonly number[];
  readonly asPartner: readonly number[];
  readonly staffId: number | null;
};

/** At which stages the principal may speak; as manager or partner, of drafts with jobs that they have. */
export function stagesOpenTo(principal: Principal, stages: readonly ReviewStage[]): OpenStages {
  const { staffId, role } = principal;
  const at = (isOpen: (reviewer: Reviewer) => boolean) =>
    stages.flatMap(({ reviewer }, place) => (isOpen(reviewer) ? [place + 1] : []));
  if (!may(principal, 'billingRuns.review')) return { always: [], asManager: [], asPartner: [], staffId };
  const byRole = at((reviewer) => isByRole(reviewer, role));
  return {
    // Whoever approves may also send back.
    always: may(principal, 'billingRuns.run') ? [...byRole, stages.length + 1] : byRole,
    asManager: at((reviewer) => reviewer === 'manager'),
    asPartner: at((reviewer) => reviewer === 'partner'),
    staffId,
  };
}

function isByRole(reviewer: Reviewer, role: Role): boolean {
  return role === 'owner' || reviewer === role;
}

/** Where a draft stands. */
export type Standing = {
  readonly place: number;
  /** Of the draft. */
  readonly version: number;
  /** Counted from 1; one more than there are: through all of them. */
  readonly stage: number;
  readonly isHeld: boolean;
  /** Whether the stage is open to whoever asks. */
  readonly isMine: boolean;
};

export type Saying = {
  readonly verdict: Exclude<Verdict, 'changed'>;
  /** Of what is sent back: the stage it goes to. */
  readonly toStage: number | null;
};

/** The stage at which a draft stands after a verdict; or why it is not given. */
export function nextStage(
  stages: readonly ReviewStage[],
  { stage, isMine }: Standing,
  { verdict, toStage }: Saying,
): Result<number> {
  if (!isMine) return notYours(stages, stage);
  switch (verdict) {
    case 'passed':
      return stage <= stages.length ? done(stage + 1) : isThrough('passed on');
    case 'held':
      return stage <= stages.length ? done(stage) : isThrough('held');
    case 'returned':
      return toStage !== null && toStage < stage ? done(toStage) : notEarlier(stage, toStage);
  }
}

function notYours(stages: readonly ReviewStage[], stage: number): Refused {
  const at = stages[stage - 1];
  if (at === undefined) {
    return refuse('notPermitted', 'It has passed its review; whoever approves it may send it back.');
  }
  return refuse('notPermitted', `It awaits "${at.name}", which ${meanings[at.reviewer]} passes.`, {
    accepted: meanings[at.reviewer],
  });
}

function isThrough(done: string): Refused {
  return refuse(
    'wrongState',
    `It has passed its review and is not ${done} any more; approve it or send it back.`,
  );
}

function notEarlier(stage: number, toStage: number | null): Refused {
  const at = toStage === null ? {} : { value: String(toStage) };
  const field = 'toStage';
  if (stage === 1) {
    return refuse('wrongState', 'It stands at the first stage and cannot go back; hold it instead.', {
      field,
      ...at,
    });
  }
  const accepted = stage === 2 ? '1' : `1 to ${stage - 1}`;
  return refuse('invalidRequest', 'It goes back to a stage before the one where it stands.', {
    field,
    ...at,
    accepted,
  });
}

export type ReviewedDraft = Pick<Standing, 'stage' | 'isHeld'> & {
  readonly runName: string;
  readonly stages: readonly ReviewStage[];
};

/** Why a draft may not be approved yet; null where nothing of its review is left. */
export function pendingRefusal({ stages, stage, isHeld, runName }: ReviewedDraft): Refused | null {
  const at = stages[stage - 1];
  if (at === undefined) return null;
  const state = isHeld ? 'is held at' : 'awaits';
  return refuse(
    'reviewPending',
    `The draft ${state} "${at.name}" in the review of the billing run "${runName}"; ${meanings[at.reviewer]} passes it there.`,
    { field: 'id', value: at.name, accepted: 'a draft that has passed all stages of its review' },
  );
}
