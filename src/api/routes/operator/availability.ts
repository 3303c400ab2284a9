import { readAvailability as read } from '#actions/operator/read-availability.ts';
import { availability, availabilityQuery } from '#contract/operator/availability.ts';
import { openRoute } from '../../route.ts';

export const readAvailability = openRoute({
  method: 'GET',
  path: '/operator/availability',
  summary: 'Read when the installation was there',
  description: 'The last ninety days unless said otherwise.',
  tag: 'Operator',
  access: 'operator',
  query: availabilityQuery,
  answer: availability,
  handler: ({ installation: { database, clock }, query }) => read(database, clock(), query),
});
