import { creditInvoice as creditInvoiceAction } from '#actions/credit-notes/credit-invoice.ts';
import { creditBody, creditNote } from '#contract/credit-notes/credit-notes.ts';
import { idParams } from '#contract/ids.ts';
import { done } from '#core/refusal.ts';
import { linesWanted, presentCreditNote } from '../../presenters/credit-notes.ts';
import { route } from '../../route.ts';

export const creditInvoice = route({
  method: 'POST',
  path: '/invoices/{id}/credit-notes',
  summary: 'Credit an invoice',
  description:
    "Credits an invoice whole or by line, and a line whole or in part. Its work goes back to WIP or is written off, line by line. The credit is set against what is outstanding of the invoice; the rest is the client's, to allocate or pay back.",
  tag: 'Invoices',
  permission: 'invoices.approve',
  params: idParams,
  body: creditBody,
  answer: creditNote,
  status: 201,
  refusals: [
    'invalidAmount',
    'unknownInvoice',
    'unknownInvoiceLine',
    'wrongState',
    'exceedsOutstanding',
    'interimAbsorbed',
    'onDraft',
    'previewOutdated',
    'limitExceeded',
    'lockedDate',
    'futureDate',
    'unknownSeries',
    'excludedFromBilling',
  ],
  async handler({ context, params, body }) {
    const { creditedOn, reason, seriesId, fingerprint } = body;
    const command = {
      invoiceId: params.id,
      creditedOn,
      reason,
      seriesId,
      fingerprint,
      lines: linesWanted(body),
    };
    const credited = await creditInvoiceAction(context, command);
    return credited.ok ? done(presentCreditNote(credited.value)) : credited;
  },
});
