import { countInvoices as countInvoicesAction } from '#actions/invoices/read-invoices.ts';
import { invoiceCounts, invoiceCountsQuery } from '#contract/invoices/invoices.ts';
import { done } from '#core/refusal.ts';
import { presentInvoiceCount } from '../../presenters/invoices.ts';
import { route } from '../../route.ts';

export const countInvoices = route({
  method: 'GET',
  path: '/invoices/counts',
  summary: 'Count invoices',
  description:
    'How many invoices and credit notes are in each state, overdue or not, and what is outstanding of them, currency by currency.',
  tag: 'Invoices',
  permission: 'invoices.read',
  query: invoiceCountsQuery,
  answer: invoiceCounts,
  async handler({ context, query }) {
    const counted = await countInvoicesAction(context, query);
    return counted.ok ? done({ items: counted.value.map(presentInvoiceCount) }) : counted;
  },
});
