import { noteIncident } from '#actions/operator/incidents.ts';
import { incident, newIncident } from '#contract/operator/incidents.ts';
import { openRoute } from '../../route.ts';

export const addIncident = openRoute({
  method: 'POST',
  path: '/operator/incidents',
  summary: 'Tell people of an incident',
  description: 'It stands on the status page.',
  tag: 'Operator',
  access: 'operator',
  body: newIncident,
  answer: incident,
  status: 201,
  handler: ({ installation: { database, clock }, body }) => noteIncident(database, clock(), body),
});
