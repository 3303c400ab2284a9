import { readIncidents } from '#actions/operator/incidents.ts';
import { incidents } from '#contract/operator/incidents.ts';
import { done } from '#core/refusal.ts';
import { openRoute } from '../../route.ts';

export const listIncidents = openRoute({
  method: 'GET',
  path: '/operator/incidents',
  summary: 'List incidents',
  description: 'Of the last year, the newest first.',
  tag: 'Operator',
  access: 'operator',
  answer: incidents,
  handler: async ({ installation: { database, clock } }) =>
    done({ items: await readIncidents(database, clock()) }),
});
