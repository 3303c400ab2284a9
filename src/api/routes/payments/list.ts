import { listPayments as listPaymentsAction } from '#actions/payments/read-payments.ts';
import { paymentsPage, paymentsQuery } from '#contract/payments/payments.ts';
import { presentListedPayment } from '../../presenters/payments.ts';
import { presentPage } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const listPayments = route({
  method: 'GET',
  path: '/payments',
  summary: 'List payments',
  description: 'Newest first.',
  tag: 'Payments',
  permission: 'invoices.read',
  query: paymentsQuery,
  answer: paymentsPage,
  async handler({ context, query }) {
    const page = await listPaymentsAction(context, { ...query, after: query.cursor });
    return presentPage(page, presentListedPayment);
  },
});
