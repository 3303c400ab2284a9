import { createApiKey as create } from '#actions/people/api-keys.ts';
import { madeApiKey, newApiKey } from '#contract/api-keys/api-keys.ts';
import { route } from '../../route.ts';

export const createApiKey = route({
  method: 'POST',
  path: '/api-keys',
  summary: 'Make an API key',
  description: 'It has your role in this firm, narrowed by its scopes. The secret is shown this once.',
  tag: 'API keys',
  permission: 'apiKeys.manage',
  body: newApiKey,
  status: 201,
  answer: madeApiKey,
  refusals: ['invalidDate'],
  handler: ({ context, body }) => create(context, body),
});
