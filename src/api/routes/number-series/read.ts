import { getSeries } from '#actions/billing-settings/read.ts';
import { series } from '#contract/billing-settings/number-series.ts';
import { idParams } from '#contract/ids.ts';
import { presentSeries } from '../../presenters/billing-settings.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const readSeries = route({
  method: 'GET',
  path: '/number-series/{id}',
  summary: 'Read a number series',
  tag: 'Billing settings',
  permission: 'invoices.read',
  params: idParams,
  answer: series,
  refusals: ['unknownSeries'],
  handler: async ({ context, params }) => presented(await getSeries(context, params.id), presentSeries),
});
