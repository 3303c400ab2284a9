import { createDraft } from '#actions/invoices/drafts.ts';
import { invoiceContent } from '#contract/invoices/content.ts';
import { savedDraft } from '#contract/invoices/invoices.ts';
import { done } from '#core/refusal.ts';
import { presentSaved } from '../../presenters/invoices.ts';
import { route } from '../../route.ts';
import { contentRefusals } from './refusals.ts';

export const createInvoice = route({
  method: 'POST',
  path: '/invoices',
  summary: 'Draw up an invoice',
  description:
    'Saves a draft. It posts nothing and has no number; what it bills, writes off or absorbs is held for it until it is approved or discarded.',
  tag: 'Invoices',
  permission: 'invoices.draft',
  body: invoiceContent,
  answer: savedDraft,
  status: 201,
  refusals: contentRefusals,
  async handler({ context, body }) {
    const saved = await createDraft(context, body);
    return saved.ok ? done(presentSaved(saved.value)) : saved;
  },
});
