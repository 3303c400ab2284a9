import { createSeries as create } from '#actions/billing-settings/number-series.ts';
import { newSeries, series } from '#contract/billing-settings/number-series.ts';
import { presentSeries } from '../../presenters/billing-settings.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const createSeries = route({
  method: 'POST',
  path: '/number-series',
  summary: 'Add a number series',
  description: 'As the default of its document, it takes the place of the one that was.',
  tag: 'Billing settings',
  permission: 'billing.settings',
  body: newSeries,
  status: 201,
  answer: series,
  refusals: ['duplicate', 'conflict'],
  handler: async ({ context, body }) => presented(await create(context, body), presentSeries),
});
