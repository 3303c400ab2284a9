import { billing as reader, type BillingQuestion, type BillingRow } from '#actions/reports/billing.ts';
import { billingAnswer, billingColumns, billingQuery } from '#contract/reports/billing.ts';
import { presentRows } from '../../presenters/amounts.ts';
import { addressOf, narrowedTo } from '../../presenters/drill.ts';
import { defineReport } from './report.ts';

export const billing = defineReport({
  name: 'billing',
  title: 'Billing',
  summary: 'What was invoiced, credited and cancelled, with the ledger beside it',
  description: `Documents count on their days, ex tax. The ledger's figure is what the billed accounts moved by; what
documents say less what is over no WIP is the same figure.`,
  query: billingQuery,
  answer: billingAnswer,
  columns: billingColumns,
  reader,
  present: ({ rows, totals, question }) => ({
    from: question.from,
    to: question.to,
    items: presentRows(rows.map((row) => ({ ...row, links: linksOf(question, row) }))),
    totals: presentRows(totals),
  }),
});

function linksOf(question: BillingQuestion, row: BillingRow): Record<string, string> {
  const { groupBy, byMonth } = question;
  const inMonth = byMonth ? narrowedTo(question, 'month', row) : narrowedTo(question, 'none', row);
  if (inMonth === null) return {};
  const asked = { ...question, ...Object.fromEntries(inMonth) } as BillingQuestion;
  const found = narrowedTo(asked, groupBy, row);
  if (found === null) return {};
  const days = new URLSearchParams({ from: asked.from, to: asked.to });
  if (groupBy === 'job') {
    return {
      documents: addressOf('/invoices', days, { jobId: String(row.id) }),
      ledger: addressOf(`/jobs/${row.id}/ledger`, days, { account: 'billed' }),
    };
  }
  const jobs = addressOf('/reports/billing', found, { groupBy: 'job', byMonth: 'false' });
  if (groupBy !== 'client') return { jobs };
  return { jobs, documents: addressOf('/invoices', days, { clientId: String(row.id) }) };
}
