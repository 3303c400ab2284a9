import { changeDraft } from '#actions/invoices/drafts.ts';
import { idParams } from '#contract/ids.ts';
import { invoiceContent } from '#contract/invoices/content.ts';
import { savedDraft } from '#contract/invoices/invoices.ts';
import { done } from '#core/refusal.ts';
import { presentSaved } from '../../presenters/invoices.ts';
import { route } from '../../route.ts';
import { contentRefusals } from './refusals.ts';

export const changeInvoice = route({
  method: 'PUT',
  path: '/invoices/{id}',
  summary: 'Change a draft',
  description: 'Replaces what its author decided, and composes it again on what is open now.',
  tag: 'Invoices',
  permission: 'invoices.draft',
  params: idParams,
  body: invoiceContent,
  answer: savedDraft,
  refusals: ['unknownInvoice', ...contentRefusals],
  async handler({ context, params, body, version }) {
    const saved = await changeDraft(context, { id: params.id, version, content: body });
    return saved.ok ? done(presentSaved(saved.value)) : saved;
  },
});
