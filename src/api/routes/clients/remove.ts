import { removeClient as removeClientAction } from '#actions/clients/remove-client.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const removeClient = route({
  method: 'DELETE',
  path: '/clients/{id}',
  summary: 'Remove a client',
  description: 'Removes a client that has no jobs, with its contacts and rates.',
  tag: 'Clients',
  permission: 'clients.edit',
  params: idParams,
  refusals: ['unknownClient', 'stillInUse'],
  handler({ context, params, version }) {
    return removeClientAction(context, { id: params.id, version });
  },
});
