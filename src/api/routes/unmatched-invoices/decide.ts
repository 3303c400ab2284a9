import { assignInvoice } from '#actions/imports/unmatched-invoices.ts';
import { idParams } from '#contract/ids.ts';
import { assignInvoiceBody, unmatchedInvoice } from '#contract/imports/imports.ts';
import { done } from '#core/refusal.ts';
import { presentUnmatched } from '../../presenters/imports.ts';
import { route } from '../../route.ts';

export const decideUnmatched = route({
  method: 'POST',
  path: '/unmatched-invoices/{id}/decision',
  summary: 'Decide on an invoice that waits for a job',
  description:
    'Assigns it to a job, where it raises an interim of its amount, or sets it aside without effect.',
  tag: 'Imports',
  permission: 'imports.run',
  params: idParams,
  body: assignInvoiceBody,
  answer: unmatchedInvoice,
  status: 201,
  refusals: ['unknownJob', 'currencyMismatch', 'conflict', 'lockedDate'],
  async handler({ context, params, body }) {
    const decided = await assignInvoice(context, { invoiceId: params.id, ...body });
    return decided.ok ? done(presentUnmatched(decided.value)) : decided;
  },
});
