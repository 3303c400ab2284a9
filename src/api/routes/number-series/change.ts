import { changeSeries as change } from '#actions/billing-settings/number-series.ts';
import { series, seriesChange } from '#contract/billing-settings/number-series.ts';
import { idParams } from '#contract/ids.ts';
import { presentSeries } from '../../presenters/billing-settings.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const changeSeries = route({
  method: 'PATCH',
  path: '/number-series/{id}',
  summary: 'Change a number series',
  description:
    'The next value stays above every value that was used. The default is neither archived nor put down: make another one the default.',
  tag: 'Billing settings',
  permission: 'billing.settings',
  params: idParams,
  body: seriesChange,
  answer: series,
  refusals: ['unknownSeries', 'duplicate', 'conflict', 'stillInUse'],
  handler: async ({ context, params, version, body }) =>
    presented(await change(context, { id: params.id, version, to: body }), presentSeries),
});
