// One row of a table of invoices: what is open, what the author ticks, what a bookkeeper expects; and how it is checked
// against what core composes.

import assert from 'node:assert/strict';
import { compose } from '#core/billing/compose.ts';
import {
  amountOf,
  bookOf,
  cost,
  draftOf,
  journalsOf,
  ledgerOf,
  netWipAfter,
  openAfter,
  time,
  type DraftGiven,
  type Entry,
  type JobGiven,
  type QuoteGiven,
  invoicedOn,
} from '#core/billing/testing/books.ts';
import { foldBalances } from '#core/ledger/fold.ts';
import { reversalOf } from '#core/ledger/journal.ts';

export type Row = DraftGiven &
  JobGiven & {
    readonly is: string;
    readonly open: readonly Entry[];
    readonly quote?: QuoteGiven;
    readonly lines: readonly string[];
    readonly invoice: number;
    readonly netWip: number;
    /** What stays open, by name; nothing but what `netWip` says unless given. */
    readonly stays?: readonly string[];
    readonly savedAs?: 'progress' | 'final';
    readonly uninvoicedQuote?: number;
    readonly notices?: readonly string[];
    /** The lines of the document, as key and amount. */
    readonly document?: readonly string[];
  };

export function check(row: Row): void {
  const book = bookOf([{ open: row.open, quote: row.quote }]);
  const composed = compose(draftOf(row, [row], book), book);
  assert.ok(composed.ok, composed.ok ? '' : JSON.stringify(composed.refusals));
  const { effects, jobs, totalMinor, savedAs, lines, notices } = composed.value;
  assert.deepEqual(ledgerOf(effects, book), row.lines);
  assert.equal(amountOf(totalMinor), row.invoice);
  assert.equal(amountOf(netWipAfter(composed.value, book[0]!)), row.netWip);
  assert.equal(amountOf(jobs[0]!.afterMinor), row.netWip);
  const carried = row.open.flatMap(({ name, kind }) =>
    kind === 'interim' ? [] : [openAfter(composed.value, book).get(name)!],
  );
  assert.equal(
    jobs[0]!.carriedMinor,
    carried.reduce((sum, { minor }) => sum + minor, 0n),
  );
  assert.equal(savedAs, row.savedAs ?? row.type ?? 'progress');
  if (row.stays !== undefined) {
    const open = [...openAfter(composed.value, book)].filter(
      ([, { minor, quantity }]) => minor !== 0n || quantity !== 0,
    );
    assert.deepEqual(
      open.map(([name]) => name),
      row.stays,
    );
  }
  if (row.uninvoicedQuote !== undefined) {
    assert.equal(amountOf(jobs[0]!.uninvoicedQuoteAfterMinor), row.uninvoicedQuote);
  }
  if (row.notices !== undefined) {
    assert.deepEqual(
      notices.map(({ code }) => code),
      row.notices,
    );
  }
  if (row.document !== undefined) {
    assert.deepEqual(
      lines.map(({ key, amountMinor }) => `${key} ${amountOf(amountMinor)}`),
      row.document,
    );
  }
  cancelsToNothing(effects);
}

/** S26: cancelled, everything is open again as it was. */
function cancelsToNothing(effects: Parameters<typeof journalsOf>[0]): void {
  const journals = journalsOf(effects);
  const cancelled = journals.map((journal, index) =>
    reversalOf({ ...journal, id: BigInt(index + 1) }, invoicedOn),
  );
  for (const balances of foldBalances([...journals, ...cancelled]).values()) {
    assert.ok(Object.values(balances).every((minor) => minor === 0n));
  }
}

export const t1 = time('T1', 300, { quantity: 2 });
export const t2 = time('T2', 300, { quantity: 2 });
export const c1 = cost('C1', 200, { quantity: 2 });
export const s06 = [t1, t2, c1];
export const ten = Array.from({ length: 10 }, (_, index) => time(`T${index + 1}`, 100));
export const unbillable = time('T3', 0, { billable: false, price: 100 });
export const unbillableCost = cost('C3', 0, { billable: false, price: 100 });
export const all = ['T1', 'T2', 'C1'];
export const wip = [time('T1', 600, { quantity: 4 }), cost('C1', 200, { quantity: 2 })];
