import { debtorDocuments as reader } from '#actions/reports/debtors.ts';
import {
  debtorDocumentsAnswer,
  debtorDocumentsColumns,
  debtorDocumentsQuery,
} from '#contract/reports/debtors.ts';
import { presentRows } from '../../presenters/amounts.ts';
import { defineReport } from './report.ts';

export const debtorDocuments = defineReport({
  name: 'debtor-documents',
  title: 'Debtor documents',
  summary: 'What is outstanding, document by document',
  description:
    'The invoices that debtors are made of, and the credit notes and payments of which something is left.',
  query: debtorDocumentsQuery,
  answer: debtorDocumentsAnswer,
  columns: debtorDocumentsColumns,
  reader,
  present: ({ asAt, rows, next }) => ({
    asAt,
    items: presentRows(rows.map((row) => ({ ...row, links: linksOf(row) }))),
    nextCursor: next === null ? null : [...next],
  }),
});

const collections = { invoice: 'invoices', creditNote: 'invoices', payment: 'payments' } as const;

function linksOf({ kind, id }: { readonly kind: keyof typeof collections; readonly id: number }) {
  return { document: `/api/v1/${collections[kind]}/${id}` };
}
