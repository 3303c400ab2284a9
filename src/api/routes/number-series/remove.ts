import { removeSeries as remove } from '#actions/billing-settings/number-series.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const removeSeries = route({
  method: 'DELETE',
  path: '/number-series/{id}',
  summary: 'Remove a number series that was never used',
  tag: 'Billing settings',
  permission: 'billing.settings',
  params: idParams,
  refusals: ['unknownSeries', 'stillInUse'],
  handler: ({ context, params, version }) => remove(context, { id: params.id, version }),
});
