import { allocateCreditNote as allocateCreditNoteAction } from '#actions/credit-notes/allocate-credit-note.ts';
import { creditNote } from '#contract/credit-notes/credit-notes.ts';
import { idParams } from '#contract/ids.ts';
import { allocationsBody } from '#contract/payments/payments.ts';
import { done } from '#core/refusal.ts';
import { presentCreditNote } from '../../presenters/credit-notes.ts';
import { route } from '../../route.ts';

export const allocateCreditNote = route({
  method: 'POST',
  path: '/credit-notes/{id}/allocations',
  summary: 'Allocate what is left of a credit note',
  tag: 'Payments',
  permission: 'payments.record',
  params: idParams,
  body: allocationsBody,
  answer: creditNote,
  status: 201,
  refusals: [
    'invalidAmount',
    'unknownInvoice',
    'wrongState',
    'exceedsOutstanding',
    'lockedDate',
    'nothingToDo',
  ],
  async handler({ context, params, body }) {
    const allocated = await allocateCreditNoteAction(context, { ...body, creditNoteId: params.id });
    return allocated.ok ? done(presentCreditNote(allocated.value)) : allocated;
  },
});
