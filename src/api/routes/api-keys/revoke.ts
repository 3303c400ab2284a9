import { revokeApiKey as revoke } from '#actions/people/api-keys.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const revokeApiKey = route({
  method: 'DELETE',
  path: '/api-keys/{id}',
  summary: 'Revoke an API key',
  description: 'For good. It needs no version, because there is nothing about a key to overwrite.',
  tag: 'API keys',
  permission: 'apiKeys.manage',
  params: idParams,
  ifMatch: false,
  changesAccess: true,
  refusals: ['unknownApiKey'],
  handler: ({ context, params }) => revoke(context, params.id),
});
