// Documents as they are stored and shown, held against the auditor's books: numbers without gaps, what is paid and
// outstanding, what drafts hold, what is left of each job's quote, and debtors as on any day.

import assert from 'node:assert/strict';
import { debtorDocuments } from '#actions/reports/debtors.ts';
import { readPage } from '#actions/reports/reading.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import { simContext, simToday } from '../deeds.ts';
import type { Books } from './books.ts';
import type { Audited } from './compare.ts';
import { documentCause, standingOf } from './document-lines.ts';
import { outstandingOf, paidOf, usedOf, type Documents } from './documents.ts';
import { account, kind } from './lines.ts';

type Row = {
  id: number;
  document: string;
  status: string;
  number: string | null;
  value: bigint | null;
  total: bigint;
  paid: bigint;
  credited: bigint;
  outstanding: bigint;
};

export async function compareDocuments(audited: Audited): Promise<void> {
  const { database, firm, books } = audited;
  const { documents } = books;
  const rows = await database.inFirm(firm.firm.firmId, (tx) =>
    tx.query<Row>(
      `select id, document, status, number, series_value as value, total_minor as total, paid_minor as paid,
         credited_minor as credited, outstanding_minor as outstanding
       from invoice where firm_id = $1 order by id`,
      [firm.firm.firmId],
    ),
  );
  assert.deepEqual(rows, expectedRows(documents), 'the documents');
  compareNumbers(rows);
  await compareSeries(audited, rows);
  await compareHeld(audited, rows);
  compareQuotes(books);
}

function expectedRows(documents: Documents): Row[] {
  const { invoices, credits } = documents;
  const ofInvoices = [...invoices.values()].map((invoice): Row => {
    const { id, status, number, seriesValue: value, totalMinor: total } = invoice;
    const paid = paidOf(documents, id, 'payment');
    const credited = paidOf(documents, id, 'creditNote');
    const outstanding = outstandingOf(documents, invoice);
    return { id, document: 'invoice', status, number, value, total, paid, credited, outstanding };
  });
  const ofCredits = [...credits.values()].map((credit): Row => {
    const { id, cancelled, number, seriesValue: value, totalMinor: total } = credit;
    const credited = usedOf(documents, `creditNote/${id}`);
    const outstanding = cancelled ? 0n : total - credited;
    const status = cancelled ? 'cancelled' : 'approved';
    return { id, document: 'creditNote', status, number, value, total, paid: 0n, credited, outstanding };
  });
  return [...ofInvoices, ...ofCredits].toSorted((a, b) => a.id - b.id);
}

/** From 1 on, each once, also of what was cancelled; nothing else has one. */
function compareNumbers(rows: readonly Row[]): void {
  for (const [document, own] of Map.groupBy(rows, (row) => row.document)) {
    const numbered = own.filter(({ status }) => status === 'approved' || status === 'cancelled');
    const values = numbered.map(({ value }) => Number(value)).toSorted((a, b) => a - b);
    const gapless = values.map((_, place) => place + 1);
    assert.deepEqual(values, gapless, `the numbers of documents of the kind ${document}`);
    assert.equal(new Set(numbered.map(({ number }) => number)).size, numbered.length);
    assert.ok(
      own.every(({ status, number }) => (status === 'draft' || status === 'discarded') === (number === null)),
    );
  }
}

async function compareSeries({ database, firm, books }: Audited, rows: readonly Row[]): Promise<void> {
  const series = await database.inFirm(firm.firm.firmId, (tx) =>
    tx.query<{ document: string; next: bigint }>(
      'select document, next_value as next from number_series where firm_id = $1',
      [firm.firm.firmId],
    ),
  );
  const issued = [...books.documents.quotes.values()].filter(({ state }) => state !== 'draft').length;
  for (const { document, next } of series) {
    const used =
      document === 'quote'
        ? issued
        : rows.filter((row) => row.document === document && row.value !== null).length;
    assert.equal(next, BigInt(used + 1), `the next number of the series for ${document}`);
  }
}

async function compareHeld({ database, firm, books }: Audited, rows: readonly Row[]): Promise<void> {
  const held = await database.inFirm(firm.firm.firmId, (tx) =>
    tx.query<{ item: bigint; draft: number; isOpen: boolean }>(
      `select d.item_id as item, d.invoice_id as draft,
         exists (select from open_item o where o.firm_id = $1 and o.job_id = d.job_id and o.item_id = d.item_id) as "isOpen"
       from draft_item d where d.firm_id = $1 order by d.item_id`,
      [firm.firm.firmId],
    ),
  );
  const drafts = new Set(rows.filter(({ status }) => status === 'draft').map(({ id }) => id));
  assert.ok(
    held.every(({ draft }) => drafts.has(draft)),
    'only drafts hold items',
  );
  assert.deepEqual(
    held.filter(({ isOpen }) => !isOpen),
    [],
    'what drafts hold is open on the job that they hold it on',
  );
  if (!books.documents.inTurn) return;
  const expected = [...books.documents.held].toSorted((a, b) => Number(a[0] - b[0]));
  assert.deepEqual(
    held.map(({ item, draft }) => [item, draft]),
    expected,
    'what drafts hold',
  );
}

/** Uninvoiced quote = accepted − invoiced by quoted and deposit invoices that stand. */
function compareQuotes(books: Books): void {
  const { quotes, invoices } = books.documents;
  for (const [job, accounts] of books.accounts) {
    const accepted = [...quotes.values()]
      .filter((quote) => quote.jobId === job && quote.state === 'accepted')
      .reduce((sum, { totalMinor }) => sum + totalMinor, 0n);
    const invoiced = [...invoices.keys()]
      .flatMap((id) => standingOf(books, documentCause(id)))
      .filter((line) => line.job === job && line.kind === kind.quoteInvoiced)
      .reduce((sum, { amount }) => sum + amount, 0n);
    assert.equal(
      accounts[account.uninvoicedQuote],
      accepted - invoiced,
      `the uninvoiced quote of job ${job}`,
    );
  }
}

/** Debtors document by document, as on any day: what was there on it, less what had been allocated by then. */
export async function compareDebtors({ database, firm, books }: Audited, asAt: string): Promise<void> {
  const context = simContext(database, firm);
  const page = await readPage(context, debtorDocuments, { asAt: civilDate(asAt), limit: 1000 });
  assert.ok(page.ok, page.ok ? '' : JSON.stringify(page.refusals));
  const found = page.value.rows.map(
    ({ kind: what, id, outstandingMinor }) => `${what}/${id} ${outstandingMinor}`,
  );
  assert.deepEqual(found.toSorted(), debtorsOn(books.documents, asAt).toSorted(), `debtors as at ${asAt}`);
}

export function debtorsOn(documents: Documents, asAt: string): string[] {
  const { invoices, credits, payments, allocations } = documents;
  const until = [...allocations.values()].filter(({ allocatedOn }) => allocatedOn <= asAt);
  const sum = (own: typeof until) => own.reduce((all, { amountMinor }) => all + amountMinor, 0n);
  const isThere = (from: string, gone: string | null) => from <= asAt && (gone === null || gone > asAt);
  const ofInvoices = [...invoices.values()]
    .filter(({ number, invoicedOn, cancelledOn }) => number !== null && isThere(invoicedOn, cancelledOn))
    .map(({ id, totalMinor }) => {
      const settled = sum(until.filter(({ invoiceId }) => invoiceId === id));
      return [`invoice/${id}`, totalMinor - settled] as const;
    });
  const ofCredits = [...credits.values()]
    .filter(({ creditedOn, cancelledOn }) => isThere(creditedOn, cancelledOn))
    .map(({ id, totalMinor }) => {
      const used = sum(until.filter(({ from }) => from === `creditNote/${id}`));
      return [`creditNote/${id}`, used - totalMinor] as const;
    });
  const ofPayments = [...payments.values()]
    .filter(({ paidOn, voided }) => isThere(paidOn, voided ? simToday : null))
    .map(({ id, amountMinor }) => {
      const used = sum(until.filter(({ from }) => from === `payment/${id}`));
      return [`payment/${id}`, used - amountMinor] as const;
    });
  return [...ofInvoices, ...ofCredits, ...ofPayments]
    .filter(([, minor]) => minor !== 0n)
    .map(([name, minor]) => `${name} ${minor}`);
}
