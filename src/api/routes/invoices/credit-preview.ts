import { previewCredit } from '#actions/credit-notes/credit-invoice.ts';
import { creditPreview, creditPreviewBody } from '#contract/credit-notes/credit-notes.ts';
import { idParams } from '#contract/ids.ts';
import { done } from '#core/refusal.ts';
import { linesWanted, presentCreditPreview } from '../../presenters/credit-notes.ts';
import { route } from '../../route.ts';

export const previewCreditNote = route({
  method: 'POST',
  path: '/invoices/{id}/credit-preview',
  summary: 'Preview a credit note',
  description:
    'What crediting lines of an invoice would come to, and what it would do to each job. Nothing is posted.',
  tag: 'Invoices',
  permission: 'invoices.approve',
  requestKey: false,
  params: idParams,
  body: creditPreviewBody,
  answer: creditPreview,
  refusals: [
    'invalidAmount',
    'unknownInvoice',
    'unknownInvoiceLine',
    'wrongState',
    'exceedsOutstanding',
    'interimAbsorbed',
    'onDraft',
    'lockedDate',
    'nothingToDo',
  ],
  async handler({ context, params, body }) {
    const { creditedOn } = body;
    const terms = { invoiceId: params.id, creditedOn, lines: linesWanted(body) };
    const preview = await previewCredit(context, terms);
    return preview.ok ? done(presentCreditPreview(preview.value)) : preview;
  },
});
