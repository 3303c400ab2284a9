import { getClient } from '#actions/clients/read-clients.ts';
import { client } from '#contract/clients/clients.ts';
import { idParams } from '#contract/ids.ts';
import { done } from '#core/refusal.ts';
import { presentClient } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const readClient = route({
  method: 'GET',
  path: '/clients/{id}',
  summary: 'Read a client',
  tag: 'Clients',
  permission: 'clients.read',
  params: idParams,
  answer: client,
  refusals: ['unknownClient'],
  async handler({ context, params }) {
    const found = await getClient(context, params.id);
    return found.ok ? done(presentClient(found.value)) : found;
  },
});
