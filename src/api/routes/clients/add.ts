import { createClients } from '#actions/clients/create-clients.ts';
import { addedClients, newClients } from '#contract/clients/clients.ts';
import { addOneOrMany, presentClient } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const addClients = route({
  method: 'POST',
  path: '/clients',
  summary: 'Add clients',
  description: 'Send one, or an array of up to 1,000 of which all are added or none.',
  tag: 'Clients',
  permission: 'clients.edit',
  body: newClients,
  answer: addedClients,
  status: 201,
  refusals: ['unknownStaff', 'staffInactive', 'unknownTax'],
  handler({ context, body }) {
    return addOneOrMany(body, (commands) => createClients(context, commands), presentClient);
  },
});
