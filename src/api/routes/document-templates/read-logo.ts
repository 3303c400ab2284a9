import { getLogo } from '#actions/billing-settings/read.ts';
import { idParams } from '#contract/ids.ts';
import { done } from '#core/refusal.ts';
import { Download, route } from '../../route.ts';

export const readLogo = route({
  method: 'GET',
  path: '/document-templates/{id}/logo',
  summary: 'Read the logo of a document template',
  tag: 'Billing settings',
  permission: 'invoices.read',
  params: idParams,
  downloads: ['image/png', 'image/jpeg'],
  refusals: ['unknownTemplate'],
  async handler({ context, params }) {
    const logo = await getLogo(context, params.id);
    if (!logo.ok) return logo;
    const { type, content } = logo.value;
    return done(new Download(type === 'image/png' ? 'logo.png' : 'logo.jpg', type, content));
  },
});
