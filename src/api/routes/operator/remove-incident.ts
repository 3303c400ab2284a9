import { forgetIncident } from '#actions/operator/incidents.ts';
import { idParams } from '#contract/ids.ts';
import { openRoute } from '../../route.ts';

export const removeIncident = openRoute({
  method: 'DELETE',
  path: '/operator/incidents/{id}',
  summary: 'Take an incident off the status page',
  tag: 'Operator',
  access: 'operator',
  params: idParams,
  refusals: ['notFound'],
  handler: ({ installation: { database }, params }) => forgetIncident(database, params.id),
});
