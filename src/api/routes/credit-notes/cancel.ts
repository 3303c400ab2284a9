import { cancelCreditNote as cancelCreditNoteAction } from '#actions/credit-notes/cancel-credit-note.ts';
import { cancellationBody, creditNote } from '#contract/credit-notes/credit-notes.ts';
import { idParams } from '#contract/ids.ts';
import { done } from '#core/refusal.ts';
import { presentCreditNote } from '../../presenters/credit-notes.ts';
import { route } from '../../route.ts';

export const cancelCreditNote = route({
  method: 'POST',
  path: '/credit-notes/{id}/cancellation',
  summary: 'Cancel a credit note',
  description: 'Its invoice stands again as before, as far as the work has not been billed or settled since.',
  tag: 'Invoices',
  permission: 'invoices.approve',
  params: idParams,
  body: cancellationBody,
  answer: creditNote,
  refusals: [
    'unknownInvoice',
    'wrongState',
    'allocationsPresent',
    'alreadyBilled',
    'onDraft',
    'notReversible',
  ],
  async handler({ context, params, body }) {
    const cancelled = await cancelCreditNoteAction(context, { creditNoteId: params.id, ...body });
    return cancelled.ok ? done(presentCreditNote(cancelled.value)) : cancelled;
  },
});
