import { changeBillingSettings as change } from '#actions/billing-settings/change-settings.ts';
import { billingSettings, billingSettingsChange } from '#contract/billing-settings/settings.ts';
import { presentSettings } from '../../presenters/billing-settings.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const changeBillingSettings = route({
  method: 'PATCH',
  path: '/billing-settings',
  summary: 'Change the billing settings',
  description: 'Changes what is sent and leaves the rest. Approved documents stay as they were printed.',
  tag: 'Billing settings',
  permission: 'billing.settings',
  body: billingSettingsChange,
  answer: billingSettings,
  refusals: ['unknownTax', 'conflict'],
  handler: async ({ context, version, body }) =>
    presented(await change(context, { version, to: body }), presentSettings),
});
