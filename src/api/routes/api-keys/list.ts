import { listApiKeys as listAll } from '#actions/people/api-keys.ts';
import { apiKeys } from '#contract/api-keys/api-keys.ts';
import { route } from '../../route.ts';

export const listApiKeys = route({
  method: 'GET',
  path: '/api-keys',
  summary: 'List API keys',
  description: 'All of them, the newest first, with those that are revoked or expired.',
  tag: 'API keys',
  permission: 'people.read',
  answer: apiKeys,
  handler: ({ context }) => listAll(context),
});
