import { editIncident } from '#actions/operator/incidents.ts';
import { idParams } from '#contract/ids.ts';
import { incident, incidentChange } from '#contract/operator/incidents.ts';
import { openRoute } from '../../route.ts';

export const changeIncident = openRoute({
  method: 'PATCH',
  path: '/operator/incidents/{id}',
  summary: 'Change an incident, or say that it is over',
  tag: 'Operator',
  access: 'operator',
  params: idParams,
  body: incidentChange,
  answer: incident,
  refusals: ['notFound'],
  handler: ({ installation: { database }, params, body }) => editIncident(database, params.id, body),
});
