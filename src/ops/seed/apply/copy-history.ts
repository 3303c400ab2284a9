// Writes a history straight into the tables, for benchmarks that need millions of entries: entries, journals and lines by
// COPY, and everything derived from the lines afterwards, set by set (derive.ts). What comes out is what posting the same
// history would have made, which a test compares row by row; but an invoice has a single line, and its effects are told by
// the ledger alone.
//
// Only for a database that nobody else uses: posting is locked out meanwhile, and ids are taken in one stretch. Foreign
// keys are checked when the user may not suspend them; a superuser may, and needs a quarter of the time.

import { setImmediate as breathe } from 'node:timers/promises';
import { accountCodes } from '#core/ledger/accounts.ts';
import { causeKindCodes, itemKindCodes } from '#core/ledger/journal.ts';
import { journalKinds } from '#core/ledger/kinds.ts';
import type { Tx } from '#store/database.ts';
import { idsPerBlock } from '#store/ledger/item-ids.ts';
import { moveTimeEntries } from '#store/work/moves.ts';
import type { AuthoredJournal, HistoryBatch } from '../plan/history.ts';
import { CopyBuffer, CopyQueue } from './copy-buffer.ts';
import { dropIndexesOfEmptyTables } from './deferred-indexes.ts';
import { deriveBalances } from './derive.ts';
import {
  inOneLine,
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
import { realCause, type HistoryIds } from './real-history.ts';
import { insertRowsWithoutIds, type Column } from './rows.ts';
import type { PracticeIds } from './store-practice.ts';

const tables = {
  timeEntry: `time_entry (firm_id, worked_on, id, job_id, job_task_id, staff_id, minutes, billable_minutes, start_minute,
    end_minute, billable, rate_source, rate_id, rate_per_hour_minor, amount_minor, cost_minor, note)`,
  costEntry: `cost_entry (firm_id, incurred_on, id, job_id, job_task_id, description, code, supplier, note,
    quantity_thousandths, unit_cost_minor, unit_price_minor, amount_minor, cost_minor, billable, actual)`,
  journal: 'journal (firm_id, effective_on, id, recorded_at, cause_id, actor_id, kind, cause_kind, reverses)',
  line: `ledger_line (firm_id, effective_on, journal_id, amount_minor, item_id, cost_minor, job_id, job_task_id, staff_id,
    origin_on, quantity, line_number, kind, debit, credit, item_kind)`,
} as const;

/** Costs, interims and the like on top of each time entry; far more than there ever are. */
const itemsPerEntryMax = 2;

type Buffers = Record<keyof typeof tables, CopyBuffer>;

export async function copyHistory(
  tx: Tx,
  entries: number,
  practice: PracticeIds & { readonly terms: DocumentTerms },
  history: Iterable<HistoryBatch>,
): Promise<void> {
  // Whoever posts takes this table's rows shared, so nobody does until we are done.
  await tx.query('lock table ledger_gate in exclusive mode');
  const mayAll = await suspendForeignKeys(tx);
  const indexes = mayAll ? await dropIndexesOfEmptyTables(tx) : [];
  const bases = await takeIds(tx, entries);
  const ids: HistoryIds = {
    ...practice,
    item: (planned) => bases.item + planned,
    action: (planned) => bases.wip_action + planned,
    journal: (planned) => bases.journal + planned,
    invoice: (planned) => bases.invoice + planned,
    quote: (planned) => bases.quote + planned,
    quoteLine: (planned) => bases.quote_line + planned,
  };
  const queue = new CopyQueue(tx);
  const buffers = Object.fromEntries(
    Object.entries(tables).map(([name, target]) => [name, new CopyBuffer(queue, target)]),
  ) as Buffers;
  const unlisted = new Set<number>();
  const few: FewRows[] = [];
  let lastJournal = 0n;
  for (const batch of history) {
    bufferRows(tx, ids, batch, buffers);
    noteListing(ids, batch, unlisted);
    if (hasFewRows(batch)) few.push(fewOf(ids, batch));
    lastJournal = batch.journals.at(-1)?.id ?? lastJournal;
    for (const buffer of Object.values(buffers)) await buffer.sendFull();
    // Playing never waits by itself; the connection needs its turn.
    await breathe();
  }
  for (const buffer of Object.values(buffers)) await buffer.sendAll();
  await queue.idle();
  await tx.query(`set local maintenance_work_mem = '512MB'`);
  for (const index of indexes) await tx.query(index);
  await storeFew(tx, ids, few);
  await setSequences(tx, bases.journal + lastJournal);
  await deriveBalances(tx, [...unlisted]);
}

/** What there is little of waits until all entries are written. */
type FewRows = Omit<HistoryBatch, 'timeEntries' | 'costEntries' | 'journals' | 'invoices'> & {
  readonly invoices: readonly TaxedInvoice[];
};

function fewOf(ids: HistoryIds, batch: HistoryBatch): FewRows {
  const { timeEntries: _time, costEntries: _costs, journals: _journals, ...few } = batch;
  return { ...few, invoices: withTax(ids.terms, batch.invoices).map(inOneLine) };
}

function hasFewRows(batch: HistoryBatch): boolean {
  const { interims, actions, undos, quotes, invoices, cancellations, moves } = batch;
  return [interims, actions, undos, quotes, invoices, cancellations, moves].some((rows) => rows.length > 0);
}

/** Whether it may. */
async function suspendForeignKeys(tx: Tx): Promise<boolean> {
  const [user] = await tx.query<{ mayAll: boolean }>(
    `select rolsuper as "mayAll" from pg_roles where rolname = current_user`,
  );
  if (user?.mayAll) await tx.query('set local session_replication_role = replica');
  return user?.mayAll ?? false;
}

/** Tables whose ids count by themselves and are given here, so that a journal knows its cause before it is stored. */
const counted = ['wip_action', 'invoice', 'quote', 'quote_line'] as const;

type Bases = { readonly item: bigint; readonly journal: bigint } & Record<(typeof counted)[number], number>;

/** Takes one stretch of ids of each kind; items before the stretch is used, so that nobody draws the same. */
async function takeIds(tx: Tx, entries: number): Promise<Bases> {
  const blocks = BigInt(Math.ceil((entries * itemsPerEntryMax) / idsPerBlock) + 1);
  const drawings = counted.map((table) => `nextval(pg_get_serial_sequence('${table}', 'id')) as ${table}`);
  const [drawn] = await tx.query<Record<'block' | 'journal' | (typeof counted)[number], bigint>>(
    `select nextval('item_block') as block, nextval('journal_number') as journal, ${drawings.join(', ')}`,
  );
  const { block, journal, wip_action, invoice, quote, quote_line } = drawn!;
  await tx.query(`select setval('item_block', $1)`, [block + blocks]);
  return {
    item: (block - 1n) * BigInt(idsPerBlock),
    journal,
    wip_action: Number(wip_action),
    invoice: Number(invoice),
    quote: Number(quote),
    quote_line: Number(quote_line),
  };
}

async function setSequences(tx: Tx, lastJournal: bigint): Promise<void> {
  await tx.query(`select setval('journal_number', $1)`, [lastJournal]);
  for (const table of counted) {
    const [row] = await tx.query<{ last: number | null }>(
      `select max(id) as last from ${table} where firm_id = $1`,
      [tx.firmId],
    );
    // In a statement of its own: the firm may be on another machine than the sequence.
    const last = row?.last ?? 0;
    if (last > 0) await tx.query(`select setval(pg_get_serial_sequence('${table}', 'id'), $1)`, [last]);
  }
}

/** A job stays out of the WIP manager until something is posted to it again. */
function noteListing(ids: HistoryIds, batch: HistoryBatch, unlisted: Set<number>): void {
  if (unlisted.size > 0) {
    for (const journal of batch.journals)
      for (const line of journal.lines) unlisted.delete(ids.jobs[line.jobId]!);
  }
  for (const jobId of batch.unlist) unlisted.add(ids.jobs[jobId]!);
}

const rowsPerInsert = 5_000;

async function storeFew(tx: Tx, ids: HistoryIds, few: readonly FewRows[]): Promise<void> {
  await storeDocuments(tx, ids, few);
  for (const batch of few) {
    const actionIds: Column = ['id', 'int', batch.actions.map(({ id }) => ids.action(id))];
    await insertRowsWithoutIds(tx, 'wip_action', [actionIds, ...actionColumns(ids, batch)], given);
    await insertRowsWithoutIds(tx, 'wip_action_undo', undoColumns(ids, batch));
    await cancelInvoices(tx, ids, batch);
    for (const move of batch.moves) {
      await moveTimeEntries(
        tx,
        move.itemIds.map((id) => ids.item(id)),
        ids.jobs[move.jobId]!,
        ids.jobTasks[move.jobTaskId]!,
      );
    }
  }
}

const given = { idsGiven: true };

/** Rows that do not say when they were recorded, many batches at a time. */
async function storeDocuments(tx: Tx, ids: HistoryIds, few: readonly FewRows[]): Promise<void> {
  for (const interims of lotsOf(few.flatMap((batch) => batch.interims))) {
    await insertRowsWithoutIds(tx, 'interim', interimColumns(ids, { interims }));
  }
  for (const quotes of lotsOf(few.flatMap((batch) => batch.quotes))) {
    const quoteIds: Column = ['id', 'int', quotes.map(({ id }) => ids.quote(id))];
    await insertRowsWithoutIds(tx, 'quote', [quoteIds, ...quoteColumns(ids, quotes)], given);
    const lineIds: Column = [
      'id',
      'int',
      quotes.flatMap(({ lines }) => lines.map(({ id }) => ids.quoteLine(id))),
    ];
    await insertRowsWithoutIds(tx, 'quote_line', [lineIds, ...quoteLineColumns(ids, quotes)], given);
    await insertRowsWithoutIds(tx, 'quote_tax', quoteTaxColumns(ids, quotes));
  }
  for (const invoices of lotsOf(few.flatMap((batch) => batch.invoices))) {
    const invoiceIds: Column = ['id', 'int', invoices.map(({ id }) => ids.invoice(id))];
    await insertRowsWithoutIds(tx, 'invoice', [invoiceIds, ...invoiceColumns(ids, invoices)], given);
    await insertRowsWithoutIds(tx, 'invoice_line', invoiceLineColumns(ids, invoices));
    await insertRowsWithoutIds(tx, 'invoice_tax', invoiceTaxColumns(ids, invoices));
    await insertRowsWithoutIds(tx, 'invoice_job', invoiceJobColumns(ids, invoices));
  }
}

function* lotsOf<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let from = 0; from < rows.length; from += rowsPerInsert) yield rows.slice(from, from + rowsPerInsert);
}

function bufferRows(tx: Tx, ids: HistoryIds, batch: HistoryBatch, buffers: Buffers): void {
  const { firmId } = tx;
  for (const entry of batch.timeEntries) {
    buffers.timeEntry.add([
      firmId,
      entry.workedOn,
      ids.item(entry.id),
      ids.jobs[entry.jobId],
      ids.jobTasks[entry.jobTaskId],
      ids.people[entry.staffId],
      entry.minutes,
      entry.billableMinutes,
      entry.startMinute,
      entry.endMinute,
      entry.billable,
      entry.rateSource,
      entry.rateId === null ? null : ids.rates[entry.rateId],
      entry.ratePerHourMinor,
      entry.amountMinor,
      entry.costMinor,
      entry.note,
    ]);
  }
  for (const entry of batch.costEntries) {
    buffers.costEntry.add([
      firmId,
      entry.incurredOn,
      ids.item(entry.id),
      ids.jobs[entry.jobId],
      null,
      entry.description,
      entry.code,
      entry.supplier,
      entry.note,
      entry.quantityThousandths,
      entry.unitCostMinor,
      entry.unitPriceMinor,
      entry.amountMinor,
      entry.costMinor,
      entry.billable,
      entry.actual,
    ]);
  }
  for (const journal of batch.journals)
    bufferJournal(firmId, ids, buffers, { journal, recordedAt: batch.recordedAt });
}

function bufferJournal(
  firmId: number,
  ids: HistoryIds,
  buffers: Buffers,
  { journal, recordedAt }: { journal: AuthoredJournal; recordedAt: string },
): void {
  const journalId = ids.journal(journal.id);
  const kind = journalKinds[journal.kind].code;
  buffers.journal.add([
    firmId,
    journal.effectiveOn,
    journalId,
    recordedAt,
    realCause(ids, journal.cause),
    ids.actors[journal.actorId],
    kind,
    causeKindCodes[journal.cause.kind],
    journal.reverses === null ? null : ids.journal(journal.reverses),
  ]);
  let lineNumber = 0;
  for (const line of journal.lines) {
    lineNumber += 1;
    buffers.line.add([
      firmId,
      journal.effectiveOn,
      journalId,
      line.amountMinor,
      line.itemId === null ? null : ids.item(line.itemId),
      line.costMinor,
      ids.jobs[line.jobId],
      line.jobTaskId === null ? null : ids.jobTasks[line.jobTaskId],
      line.staffId === null ? null : ids.people[line.staffId],
      line.originOn,
      line.quantity,
      lineNumber,
      kind,
      accountCodes[line.debit],
      accountCodes[line.credit],
      line.itemKind === null ? null : itemKindCodes[line.itemKind],
    ]);
  }
}
