import { listSeries as listAll } from '#actions/billing-settings/read.ts';
import { seriesList } from '#contract/billing-settings/number-series.ts';
import { presentSeries } from '../../presenters/billing-settings.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const listSeries = route({
  method: 'GET',
  path: '/number-series',
  summary: 'List number series',
  description: 'All of them, archived ones last.',
  tag: 'Billing settings',
  permission: 'invoices.read',
  answer: seriesList,
  handler: async ({ context }) =>
    presented(await listAll(context), ({ items }) => ({ items: items.map(presentSeries) })),
});
