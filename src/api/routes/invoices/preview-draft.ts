import { previewDraft } from '#actions/invoices/preview-draft.ts';
import { idParams } from '#contract/ids.ts';
import { invoicePreview } from '#contract/invoices/invoices.ts';
import { done } from '#core/refusal.ts';
import { presentPreview } from '../../presenters/invoices.ts';
import { route } from '../../route.ts';

export const previewApproval = route({
  method: 'GET',
  path: '/invoices/{id}/preview',
  summary: 'Preview the approval of a draft',
  description:
    'What approving the draft at this moment would post. Where the fingerprint is another one than that of the draft, something moved since it was saved.',
  tag: 'Invoices',
  permission: 'invoices.read',
  params: idParams,
  answer: invoicePreview,
  refusals: ['unknownInvoice', 'wrongState'],
  async handler({ context, params }) {
    const prepared = await previewDraft(context, params.id);
    return prepared.ok ? done(presentPreview(prepared.value)) : prepared;
  },
});
