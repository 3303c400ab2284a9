import { getContact } from '#actions/clients/read-contacts.ts';
import { contact } from '#contract/contacts/contacts.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const readContact = route({
  method: 'GET',
  path: '/contacts/{id}',
  summary: 'Read a contact',
  tag: 'Clients',
  permission: 'clients.read',
  params: idParams,
  answer: contact,
  refusals: ['unknownContact'],
  handler({ context, params }) {
    return getContact(context, params.id);
  },
});
