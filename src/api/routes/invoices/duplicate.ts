import { duplicateInvoice as duplicateInvoiceAction } from '#actions/invoices/duplicate-invoice.ts';
import { idParams } from '#contract/ids.ts';
import { duplicatedInvoice } from '#contract/invoices/invoices.ts';
import { done } from '#core/refusal.ts';
import { presentSaved } from '../../presenters/invoices.ts';
import { route } from '../../route.ts';
import { contentRefusals } from './refusals.ts';

export const duplicateInvoice = route({
  method: 'POST',
  path: '/invoices/{id}/duplicate',
  summary: 'Duplicate an invoice',
  description:
    'A new draft of what the author of an invoice decided, dated today. Entries that are not open any more, or are on another draft, are left out and told. Of an invoice that no draft stands behind, such as one of another system, the lines are typed once more on a miscellaneous invoice.',
  tag: 'Invoices',
  permission: 'invoices.draft',
  params: idParams,
  answer: duplicatedInvoice,
  status: 201,
  refusals: ['unknownInvoice', 'wrongState', ...contentRefusals],
  async handler({ context, params }) {
    const made = await duplicateInvoiceAction(context, params.id);
    return made.ok ? done({ ...presentSaved(made.value), leftOut: [...made.value.leftOut] }) : made;
  },
});
