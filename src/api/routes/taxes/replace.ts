import { changeTax } from '#actions/billing-settings/taxes.ts';
import { tax, taxContent } from '#contract/billing-settings/taxes.ts';
import { idParams } from '#contract/ids.ts';
import { presented } from '../../presenters/firms.ts';
import { presentTax, ratesSent } from '../../presenters/billing-settings.ts';
import { route } from '../../route.ts';

export const replaceTax = route({
  method: 'PUT',
  path: '/taxes/{id}',
  summary: 'Replace a tax with its rates',
  description:
    'The rates are those sent and no others. Approved documents keep the tax that they were printed with. A tax that the firm or a client has by default is not archived.',
  tag: 'Billing settings',
  permission: 'billing.settings',
  params: idParams,
  body: taxContent,
  answer: tax,
  refusals: ['invalidAmount', 'unknownTax', 'duplicate', 'stillInUse'],
  handler: async ({ context, params, version, body }) => {
    const to = { ...body, rates: ratesSent(body.rates) };
    return presented(await changeTax(context, { id: params.id, version, to }), presentTax);
  },
});
