// Stores a history through the ledger's own door, batch by batch, each recorded at its own moment.

import { post } from '#store/ledger/post.ts';
import { itemIdsOf } from '#store/ledger/item-ids.ts';
import type { Database, Tx } from '#store/database.ts';
import { insertCostEntries } from '#store/work/cost-entries.ts';
import { moveTimeEntries } from '#store/work/moves.ts';
import { insertTimeEntries } from '#store/work/time-entries.ts';
import type { HistoryBatch } from '../plan/history.ts';
import { realCostEntry, realJournal, realTimeEntry, type HistoryIds } from './real-history.ts';
import {
  effectColumns,
  invoiceColumns,
  invoiceJobColumns,
  invoiceLineColumns,
  invoiceTaxColumns,
  quoteColumns,
  quoteLineColumns,
  quoteTaxColumns,
  withTax,
  type TaxedInvoice,
} from './document-columns.ts';
import type { DocumentTerms } from './document-terms.ts';
import { actionColumns, cancelInvoices, interimColumns, undoColumns } from './history-columns.ts';
import { insertRows, insertRowsWithoutIds } from './rows.ts';
import type { PracticeIds } from './store-practice.ts';

type KnownIds = {
  readonly items: bigint[];
  readonly actions: number[];
  readonly invoices: number[];
  readonly quotes: number[];
  readonly quoteLines: number[];
  readonly journals: bigint[];
};

export async function postHistory(
  database: Database,
  tx: Tx,
  practice: PracticeIds & { readonly terms: DocumentTerms },
  history: Iterable<HistoryBatch>,
): Promise<void> {
  const known: KnownIds = {
    items: [0n],
    actions: [],
    invoices: [],
    quotes: [],
    quoteLines: [0],
    journals: [0n],
  };
  const ids: HistoryIds = {
    ...practice,
    item: (planned) => known.items[Number(planned)]!,
    action: (planned) => known.actions[planned]!,
    journal: (planned) => known.journals[Number(planned)]!,
    invoice: (planned) => known.invoices[planned]!,
    quote: (planned) => known.quotes[planned]!,
    quoteLine: (planned) => known.quoteLines[planned]!,
  };
  // The next batch is played while PostgreSQL is busy with this one.
  let writing: Promise<void> = Promise.resolve();
  for (const batch of history) {
    await writing;
    writing = storeBatch({ database, tx, ids, known }, batch);
    // Awaited in the next turn, or below; until then a failure must not count as unhandled.
    writing.catch(() => {});
  }
  await writing;
}

type Writing = {
  readonly database: Database;
  readonly tx: Tx;
  readonly ids: HistoryIds;
  readonly known: KnownIds;
};

async function storeBatch({ database, tx, ids, known }: Writing, batch: HistoryBatch): Promise<void> {
  const items = batch.timeEntries.length + batch.costEntries.length + batch.interims.length;
  known.items.push(...(await itemIdsOf(database).take(items)));
  const invoices = withTax(ids.terms, batch.invoices);
  const [actionIds, invoiceIds, quoteIds] = await Promise.all([
    insertRows(tx, 'wip_action', actionColumns(ids, batch)),
    insertRows(tx, 'invoice', invoiceColumns(ids, invoices)),
    insertRows(tx, 'quote', quoteColumns(ids, batch.quotes)),
  ]);
  for (const [place, action] of batch.actions.entries()) known.actions[action.id] = actionIds[place]!;
  for (const [place, invoice] of batch.invoices.entries()) known.invoices[invoice.id] = invoiceIds[place]!;
  for (const [place, quote] of batch.quotes.entries()) known.quotes[quote.id] = quoteIds[place]!;
  known.quoteLines.push(...(await insertRows(tx, 'quote_line', quoteLineColumns(ids, batch.quotes))));
  // Issued together, they travel together, in this order.
  const [, , journalIds] = await Promise.all([
    storeRows(tx, ids, batch),
    storeDocuments(tx, ids, batch, invoices),
    postJournals(tx, ids, batch),
  ]);
  known.journals.push(...journalIds);
}

async function storeRows(tx: Tx, ids: HistoryIds, batch: HistoryBatch): Promise<void> {
  const { timeEntries, costEntries } = batch;
  const statements = [
    insertRowsWithoutIds(tx, 'interim', interimColumns(ids, batch)),
    insertRowsWithoutIds(tx, 'wip_action_undo', undoColumns(ids, batch)),
    cancelInvoices(tx, ids, batch),
  ];
  if (timeEntries.length > 0)
    statements.push(
      insertTimeEntries(
        tx,
        timeEntries.map((entry) => realTimeEntry(ids, entry)),
      ),
    );
  if (costEntries.length > 0)
    statements.push(
      insertCostEntries(
        tx,
        costEntries.map((entry) => realCostEntry(ids, entry)),
      ),
    );
  for (const { itemIds, jobId, jobTaskId } of batch.moves) {
    statements.push(
      moveTimeEntries(
        tx,
        itemIds.map((id) => ids.item(id)),
        ids.jobs[jobId]!,
        ids.jobTasks[jobTaskId]!,
      ),
    );
  }
  await Promise.all(statements);
}

/** After the entries that they are of. */
async function storeDocuments(
  tx: Tx,
  ids: HistoryIds,
  { quotes }: HistoryBatch,
  invoices: readonly TaxedInvoice[],
): Promise<void> {
  await Promise.all([
    insertRowsWithoutIds(tx, 'quote_tax', quoteTaxColumns(ids, quotes)),
    insertRowsWithoutIds(tx, 'invoice_line', invoiceLineColumns(ids, invoices)),
    insertRowsWithoutIds(tx, 'invoice_tax', invoiceTaxColumns(ids, invoices)),
    insertRowsWithoutIds(tx, 'invoice_job', invoiceJobColumns(ids, invoices)),
    insertRowsWithoutIds(tx, 'invoice_effect', effectColumns(ids, invoices)),
  ]);
}

async function postJournals(tx: Tx, ids: HistoryIds, batch: HistoryBatch): Promise<readonly bigint[]> {
  if (batch.journals.length === 0) return [];
  const journals = batch.journals.map((journal) => realJournal(ids, journal));
  const posted = await post(tx, {
    journals,
    actorId: journals.map((journal) => journal.actorId),
    recordedAt: batch.recordedAt,
    unlist: batch.unlist.map((jobId) => ids.jobs[jobId]!),
  });
  return posted.journalIds;
}
