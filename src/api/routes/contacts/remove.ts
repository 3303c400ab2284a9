import { removeContact as removeContactAction } from '#actions/clients/remove-contact.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const removeContact = route({
  method: 'DELETE',
  path: '/contacts/{id}',
  summary: 'Remove a contact',
  tag: 'Clients',
  permission: 'clients.edit',
  params: idParams,
  refusals: ['unknownContact'],
  handler({ context, params, version }) {
    return removeContactAction(context, { id: params.id, version });
  },
});
