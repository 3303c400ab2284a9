import { readState } from '#actions/operator/read-state.ts';
import { installationState } from '#contract/operator/state.ts';
import { done } from '#core/refusal.ts';
import { openRoute } from '../../route.ts';

export const readInstallationState = openRoute({
  method: 'GET',
  path: '/operator/state',
  summary: 'Read how the installation does',
  tag: 'Operator',
  access: 'operator',
  answer: installationState,
  handler: async ({ installation: { database, clock } }) => done(await readState(database, clock())),
});
