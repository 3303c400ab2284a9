import { readSetUpState } from '#actions/firms/set-up.ts';
import { setUpState } from '#contract/firms/firms.ts';
import { done } from '#core/refusal.ts';
import { openRoute } from '../../route.ts';

export const readSetUp = openRoute({
  method: 'GET',
  path: '/set-up',
  summary: 'Is the installation set up',
  tag: 'Session',
  access: 'public',
  answer: setUpState,
  handler: async ({ installation }) => done(await readSetUpState(installation.database)),
});
