import { getBillingSettings } from '#actions/billing-settings/read.ts';
import { billingSettings } from '#contract/billing-settings/settings.ts';
import { presentSettings } from '../../presenters/billing-settings.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const readBillingSettings = route({
  method: 'GET',
  path: '/billing-settings',
  summary: 'Read the billing settings',
  tag: 'Billing settings',
  permission: 'invoices.read',
  answer: billingSettings,
  handler: async ({ context }) => presented(await getBillingSettings(context), presentSettings),
});
