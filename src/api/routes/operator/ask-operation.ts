import { askOperation as ask } from '#actions/operator/ask-operation.ts';
import { operationAsked } from '#contract/operator/state.ts';
import { openRoute } from '../../route.ts';

export const askOperation = openRoute({
  method: 'POST',
  path: '/operator/operations',
  summary: 'Have something done to the installation now',
  description:
    'A worker begins within seconds, or when what it is at is done. The state of the installation says what can be asked for.',
  tag: 'Operator',
  access: 'operator',
  body: operationAsked,
  refusals: ['invalidRequest'],
  handler: ({ installation: { database, clock }, body }) => ask(database, clock(), body.kind),
});
