import { changeContact as changeContactAction } from '#actions/clients/change-contact.ts';
import { contact, contactChange } from '#contract/contacts/contacts.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const changeContact = route({
  method: 'PATCH',
  path: '/contacts/{id}',
  summary: 'Change a contact',
  description:
    'Changes what is sent and leaves the rest. Naming a primary contact takes that from whoever was.',
  tag: 'Clients',
  permission: 'clients.edit',
  params: idParams,
  body: contactChange,
  answer: contact,
  refusals: ['unknownContact'],
  handler({ context, params, body, version }) {
    return changeContactAction(context, { ...body, id: params.id, version });
  },
});
