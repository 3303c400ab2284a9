import { createContacts } from '#actions/clients/create-contacts.ts';
import { addedContacts, newContacts } from '#contract/contacts/contacts.ts';
import { addOneOrMany, asIs } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const addContacts = route({
  method: 'POST',
  path: '/contacts',
  summary: 'Add contacts',
  description: 'Send one, or an array of up to 1,000 of which all are added or none.',
  tag: 'Clients',
  permission: 'clients.edit',
  body: newContacts,
  answer: addedContacts,
  status: 201,
  refusals: ['unknownClient', 'duplicate'],
  handler({ context, body }) {
    return addOneOrMany(body, (commands) => createContacts(context, commands), asIs);
  },
});
