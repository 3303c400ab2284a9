import { listInvoices as listInvoicesAction } from '#actions/invoices/read-invoices.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import { invoicesPage, invoicesQuery } from '#contract/invoices/invoices.ts';
import { done } from '#core/refusal.ts';
import { presentListedInvoice } from '../../presenters/invoices.ts';
import { route } from '../../route.ts';

export const listInvoices = route({
  method: 'GET',
  path: '/invoices',
  summary: 'List invoices',
  description: 'Invoices and credit notes, newest first.',
  tag: 'Invoices',
  permission: 'invoices.read',
  query: invoicesQuery,
  answer: invoicesPage,
  async handler({ context, query: { limit, cursor, state, ...filter } }) {
    const listed = await listInvoicesAction(
      context,
      { ...filter, states: state },
      { after: cursor === undefined ? null : { invoicedOn: cursor[0], id: cursor[1] }, limit: limit + 1 },
    );
    if (!listed.ok) return listed;
    const items = listed.value.slice(0, limit);
    const last = listed.value.length > limit ? items.at(-1) : undefined;
    const nextCursor: [CivilDate, number] | null = last === undefined ? null : [last.invoicedOn, last.id];
    return done({ items: items.map(presentListedInvoice), nextCursor });
  },
});
