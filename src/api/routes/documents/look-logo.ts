import { getLogoOfLook } from '#actions/documents/look-logo.ts';
import { idParams } from '#contract/ids.ts';
import { done } from '#core/refusal.ts';
import { Download, route } from '../../route.ts';

export const readLogoOfLook = route({
  method: 'GET',
  path: '/document-looks/{id}/logo',
  summary: 'Read the logo that documents were issued with',
  description: 'The `lookId` of a document as it is printed names it. A look never changes.',
  tag: 'Billing settings',
  permission: ['invoices.read', 'quotes.read'],
  params: idParams,
  downloads: ['image/png', 'image/jpeg'],
  refusals: ['notFound'],
  async handler({ context, params }) {
    const logo = await getLogoOfLook(context, params.id);
    if (!logo.ok) return logo;
    const { type, content } = logo.value;
    return done(new Download(type === 'image/png' ? 'logo.png' : 'logo.jpg', type, content));
  },
});
