import { previewInvoice as previewInvoiceAction } from '#actions/invoices/drafts.ts';
import { previewBody } from '#contract/invoices/content.ts';
import { invoicePreview } from '#contract/invoices/invoices.ts';
import { done } from '#core/refusal.ts';
import { presentPreview } from '../../presenters/invoices.ts';
import { route } from '../../route.ts';
import { contentRefusals } from './refusals.ts';

export const previewInvoice = route({
  method: 'POST',
  path: '/invoices/preview',
  summary: 'Preview an invoice',
  description:
    'What an invoice would come to: its lines with tax, what happens to each entry, and the effect on each job. Nothing is kept.',
  tag: 'Invoices',
  permission: 'invoices.draft',
  requestKey: false,
  body: previewBody,
  answer: invoicePreview,
  refusals: contentRefusals,
  async handler({ context, body: { invoiceId, ...content } }) {
    const prepared = await previewInvoiceAction(context, content, invoiceId ?? null);
    return prepared.ok ? done(presentPreview(prepared.value)) : prepared;
  },
});
