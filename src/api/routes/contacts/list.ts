import { listContacts as listContactsAction } from '#actions/clients/read-contacts.ts';
import { contactsPage, contactsQuery } from '#contract/contacts/contacts.ts';
import { asIs, pageWanted, presentPage } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const listContacts = route({
  method: 'GET',
  path: '/contacts',
  summary: 'List contacts',
  tag: 'Clients',
  permission: 'clients.read',
  query: contactsQuery,
  answer: contactsPage,
  async handler({ context, query }) {
    return presentPage(await listContactsAction(context, { ...query, ...pageWanted(query) }), asIs);
  },
});
