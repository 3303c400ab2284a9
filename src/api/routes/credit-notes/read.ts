import { getCreditNote } from '#actions/credit-notes/credit-note.ts';
import { creditNote } from '#contract/credit-notes/credit-notes.ts';
import { idParams } from '#contract/ids.ts';
import { done } from '#core/refusal.ts';
import { presentCreditNote } from '../../presenters/credit-notes.ts';
import { route } from '../../route.ts';

export const readCreditNote = route({
  method: 'GET',
  path: '/credit-notes/{id}',
  summary: 'Read a credit note',
  description: 'With what of it was set against invoices or paid back.',
  tag: 'Invoices',
  permission: 'invoices.read',
  params: idParams,
  answer: creditNote,
  refusals: ['unknownInvoice'],
  async handler({ context, params }) {
    const found = await getCreditNote(context, params.id);
    return found.ok ? done(presentCreditNote(found.value)) : found;
  },
});
