import { readSlowStatements as read } from '#actions/operator/read-state.ts';
import { slowStatements } from '#contract/operator/state.ts';
import { done } from '#core/refusal.ts';
import { openRoute } from '../../route.ts';

export const readSlowStatements = openRoute({
  method: 'GET',
  path: '/operator/slow-statements',
  summary: 'List the statements that took the most time',
  description: 'As pg_stat_statements counts them, where the database has it.',
  tag: 'Operator',
  access: 'operator',
  answer: slowStatements,
  handler: async ({ installation: { database } }) => done(await read(database)),
});
