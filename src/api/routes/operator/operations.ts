import { readOperations } from '#actions/operator/read-state.ts';
import { operations, operationsQuery } from '#contract/operator/state.ts';
import { done } from '#core/refusal.ts';
import { openRoute } from '../../route.ts';

export const listOperations = openRoute({
  method: 'GET',
  path: '/operator/operations',
  summary: 'List what was done to the installation',
  description: 'Recounts of the ledger, backups and restore drills, the newest first.',
  tag: 'Operator',
  access: 'operator',
  query: operationsQuery,
  answer: operations,
  handler: async ({ installation: { database }, query }) => done(await readOperations(database, query)),
});
