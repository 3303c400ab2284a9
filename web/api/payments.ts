// Payments, and the accounts of clients: the types of the contract, and what changes when money comes or goes.

import type { z } from 'zod';
import type { listedPayment, payment } from '#contract/payments/payments.ts';
import type { clientStatement } from '#contract/statements/statements.ts';
import type { ListedInvoice } from './invoices.ts';
import { resourceQuery, type ListPage } from './resource.ts';

export type Payment = z.input<typeof payment>;
export type ListedPayment = z.input<typeof listedPayment>;
export type ClientStatement = z.input<typeof clientStatement>;

/** What changes when a payment is recorded, allocated, paid back or voided. */
export const paymentTopics: readonly string[] = [
  'payments',
  'allocations',
  'invoices',
  'credit-notes',
  'clients',
  'history',
  'reports',
];

export function paymentQuery(id: string) {
  return resourceQuery<Payment>(`/payments/${id}`, {}, { changesWith: ['allocations', 'invoices'] });
}

/** What a client has still to pay. */
export function openInvoicesQuery(clientId: string) {
  return resourceQuery<ListPage<ListedInvoice>>(
    '/invoices',
    { clientId, document: 'invoice', state: 'approved,sent,partPaid', limit: 500 },
    { changesWith: ['payments', 'credit-notes', 'allocations'] },
  );
}

type StatementQuestion = { from?: string | undefined; to?: string | undefined };

export function statementQuery(clientId: string, { from, to }: StatementQuestion) {
  return resourceQuery<ClientStatement>(
    `/clients/${clientId}/statement`,
    { from, to },
    { changesWith: ['invoices', 'payments', 'credit-notes', 'allocations'] },
  );
}
