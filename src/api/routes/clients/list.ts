import { listClients as listClientsAction } from '#actions/clients/read-clients.ts';
import { clientsPage, clientsQuery } from '#contract/clients/clients.ts';
import { pageWanted, presentClient, presentPage } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const listClients = route({
  method: 'GET',
  path: '/clients',
  summary: 'List clients',
  tag: 'Clients',
  permission: 'clients.read',
  query: clientsQuery,
  answer: clientsPage,
  async handler({ context, query }) {
    return presentPage(await listClientsAction(context, { ...query, ...pageWanted(query) }), presentClient);
  },
});
