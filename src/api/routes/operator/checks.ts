import { readChecks as read } from '#actions/operator/read-checks.ts';
import { checks } from '#contract/operator/checks.ts';
import { done } from '#core/refusal.ts';
import { openRoute } from '../../route.ts';

export const readChecks = openRoute({
  method: 'GET',
  path: '/operator/checks',
  summary: 'Judge how the installation does',
  description:
    'As "workledger check" does, with its usual thresholds; machines by what their programs wrote down.',
  tag: 'Operator',
  access: 'operator',
  answer: checks,
  handler: async ({ installation: { database, clock } }) => done(await read(database, clock())),
});
