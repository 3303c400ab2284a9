import { refundCreditNote as refundCreditNoteAction } from '#actions/credit-notes/allocate-credit-note.ts';
import { creditNote } from '#contract/credit-notes/credit-notes.ts';
import { idParams } from '#contract/ids.ts';
import { refundBody } from '#contract/payments/payments.ts';
import { done } from '#core/refusal.ts';
import { presentCreditNote } from '../../presenters/credit-notes.ts';
import { route } from '../../route.ts';

export const refundCreditNote = route({
  method: 'POST',
  path: '/credit-notes/{id}/refunds',
  summary: 'Pay back what is left of a credit note',
  tag: 'Payments',
  permission: 'payments.record',
  params: idParams,
  body: refundBody,
  answer: creditNote,
  status: 201,
  refusals: ['invalidAmount', 'unknownInvoice', 'wrongState', 'exceedsOutstanding', 'lockedDate'],
  async handler({ context, params, body }) {
    const refunded = await refundCreditNoteAction(context, { ...body, creditNoteId: params.id });
    return refunded.ok ? done(presentCreditNote(refunded.value)) : refunded;
  },
});
