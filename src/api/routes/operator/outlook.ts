import { readOutlook as read } from '#actions/operator/read-outlook.ts';
import { outlook } from '#contract/operator/utilisation.ts';
import { done } from '#core/refusal.ts';
import { openRoute } from '../../route.ts';

export const readOutlook = openRoute({
  method: 'GET',
  path: '/operator/outlook',
  summary: 'Read where disks and load are heading',
  description: 'From the last thirty days.',
  tag: 'Operator',
  access: 'operator',
  answer: outlook,
  handler: async ({ installation: { database, clock } }) => done(await read(database, clock())),
});
