import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Principal } from '../access/principal.ts';
import type { Role } from '../access/roles.ts';
import type { Result } from '../refusal.ts';
import {
  nextStage,
  pendingRefusal,
  stageRefusals,
  stagesOpenTo,
  type ReviewStage,
  type Saying,
  type Standing,
} from './review.ts';

const stages: readonly ReviewStage[] = [
  { name: 'Manager', reviewer: 'manager' },
  { name: 'Partner', reviewer: 'partner' },
  { name: 'Books', reviewer: 'bookkeeper' },
];

function principal(role: Role, change: Partial<Principal> = {}): Principal {
  return {
    firmId: 1,
    actorId: 2,
    memberId: 3,
    staffId: 4,
    role,
    scopes: null,
    writeOffLimitMinor: null,
    seesCosts: false,
    ...change,
  };
}

const standing: Standing = { place: 1, version: 1, stage: 2, isHeld: false, isMine: true };
const said = (change: Partial<Standing>, saying: Partial<Saying>) =>
  outcome(nextStage(stages, { ...standing, ...change }, { verdict: 'passed', toStage: null, ...saying }));

function outcome(result: Result<number>): number | string {
  return result.ok ? result.value : result.refusals[0]!.code;
}

test('who may speak at which stage', () => {
  const open = (who: Principal) => {
    const { always, asManager, asPartner } = stagesOpenTo(who, stages);
    return [always, asManager, asPartner];
  };
  assert.deepEqual(open(principal('owner')), [[1, 2, 3, 4], [1], [2]]);
  assert.deepEqual(open(principal('bookkeeper')), [[3, 4], [1], [2]]);
  assert.deepEqual(open(principal('projectManager')), [[], [1], [2]]);
  for (const role of ['staff', 'auditor'] as const) assert.deepEqual(open(principal(role)), [[], [], []]);
  assert.deepEqual(open(principal('owner', { scopes: ['billingRuns.read'] })), [[], [], []]);
});

test('a draft is passed on stage by stage, held where it is, and sent back', () => {
  assert.deepEqual(
    [1, 2, 3, 4].map((stage) => said({ stage }, {})),
    [2, 3, 4, 'wrongState'],
  );
  assert.deepEqual(
    [1, 3, 4].map((stage) => said({ stage }, { verdict: 'held' })),
    [1, 3, 'wrongState'],
  );
  const back = (stage: number, toStage: number | null) => said({ stage }, { verdict: 'returned', toStage });
  assert.deepEqual([back(3, 1), back(4, 3), back(2, 1)], [1, 3, 1]);
  assert.deepEqual(
    [back(3, 3), back(2, null), back(1, 1)],
    ['invalidRequest', 'invalidRequest', 'wrongState'],
  );
});

test('nobody speaks at a stage that is not theirs', () => {
  const refused = nextStage(stages, { ...standing, isMine: false }, { verdict: 'passed', toStage: null });
  assert.ok(!refused.ok);
  const [refusal] = refused.refusals;
  assert.equal(refusal!.code, 'notPermitted');
  assert.match(refusal!.detail, /"Partner", which the partner of one of its jobs passes/);
});

test('a draft is approved when nothing of its review is left', () => {
  const pending = (stage: number, isHeld = false) =>
    pendingRefusal({ stages, stage, isHeld, runName: 'March' })?.refusals[0]!.detail;
  assert.equal(pending(4), undefined);
  assert.match(pending(1)!, /awaits "Manager" .* "March"; the manager of one of its jobs/);
  assert.match(pending(3, true)!, /is held at "Books"/);
  assert.equal(pendingRefusal({ stages: [], stage: 1, isHeld: false, runName: 'March' }), null);
});

test('stages have names of their own, and are of drafts', () => {
  const codes = (approval: 'immediately' | 'afterReview', reviewStages: readonly ReviewStage[]) =>
    stageRefusals({ approval, reviewStages }).map(({ code, field }) => `${code} ${field}`);
  assert.deepEqual(codes('afterReview', stages), []);
  assert.deepEqual(codes('immediately', []), []);
  assert.deepEqual(codes('immediately', stages), ['invalidRequest approval']);
  assert.deepEqual(codes('afterReview', [stages[0]!, { name: 'manager', reviewer: 'owner' }]), [
    'duplicate reviewStages[1].name',
  ]);
});
