// What documents do to WIP, as rows: item by item (invoice_effect) and job by job (invoice_job). A line's key is the
// line's number as text; a document is written with keys and numbers that its caller matches.

import type { Effect, ItemEffect } from '#core/billing/effects.ts';
import { jobOf } from '#core/billing/effects.ts';
import { civilDate, type CivilDate } from '#core/calendar/civil-date.ts';
import { itemKindCodes } from '#core/ledger/journal.ts';
import type { OpenItem } from '#core/wip/lines.ts';
import type { Tx } from '../database.ts';
import { readByKey } from '../prepared.ts';
import { itemKindOf } from '../ledger/items.ts';
import { insertRows, type Columns } from './columns.ts';

export type InvoiceJob = {
  readonly jobId: number;
  /** Ex tax, what of the document's total is this job's. */
  readonly totalMinor: bigint;
  /** Net WIP. */
  readonly beforeMinor: bigint;
  readonly billedMinor: bigint;
  readonly writtenOnMinor: bigint;
  readonly writtenOffMinor: bigint;
  readonly raisedMinor: bigint;
  readonly absorbedMinor: bigint;
  readonly afterMinor: bigint;
};

type EffectRow = {
  line_number: number | null;
  kind: Effect['kind'];
  job_id: number;
  item_id: bigint | null;
  item_kind: number | null;
  job_task_id: number | null;
  staff_id: number | null;
  origin_on: CivilDate;
  open_minor: bigint;
  open_quantity: number;
  billed_minor: bigint;
  billed_quantity: number;
  written_on_minor: bigint;
  written_off_minor: bigint;
  written_off_quantity: number;
};

export type EffectsOfDocument = {
  readonly invoiceId: number;
  /** The day that anything without a day of its own is of. */
  readonly on: CivilDate;
  readonly effects: readonly Effect[];
  /** The number of the line that each key stands for; an effect whose key is not in it is of no line. */
  readonly lineNumbers: ReadonlyMap<string, number>;
};

type WrittenRow = EffectRow & { readonly invoice_id: number; readonly place: number };

const effectColumns: Columns<WrittenRow> = {
  invoice_id: ['int', (row) => row.invoice_id],
  place: ['int', (row) => row.place],
  line_number: ['int', (row) => row.line_number],
  kind: ['word', (row) => row.kind],
  job_id: ['int', (row) => row.job_id],
  item_id: ['bigint', (row) => row.item_id],
  item_kind: ['smallint', (row) => row.item_kind],
  job_task_id: ['int', (row) => row.job_task_id],
  staff_id: ['int', (row) => row.staff_id],
  origin_on: ['date', (row) => row.origin_on],
  open_minor: ['bigint', (row) => row.open_minor],
  open_quantity: ['int', (row) => row.open_quantity],
  billed_minor: ['bigint', (row) => row.billed_minor],
  billed_quantity: ['int', (row) => row.billed_quantity],
  written_on_minor: ['bigint', (row) => row.written_on_minor],
  written_off_minor: ['bigint', (row) => row.written_off_minor],
  written_off_quantity: ['int', (row) => row.written_off_quantity],
};

/** Writes the effects of a document in the place of those it had. */
export async function replaceEffects(tx: Tx, document: EffectsOfDocument): Promise<void> {
  const params = [tx.firmId, document.invoiceId];
  await tx.query('delete from invoice_effect where firm_id = $1 and invoice_id = $2', params);
  await insertEffects(tx, [document]);
}

/** Takes away what documents do to WIP, item by item and job by job, for something else in its place. */
export async function removeEffects(tx: Tx, invoiceIds: readonly number[]): Promise<void> {
  const params = [tx.firmId, invoiceIds];
  await Promise.all([
    tx.prepared(
      'remove-effects',
      'delete from invoice_effect where firm_id = $1 and invoice_id = any ($2)',
      params,
    ),
    tx.prepared(
      'remove-effects-on-jobs',
      'delete from invoice_job where firm_id = $1 and invoice_id = any ($2)',
      params,
    ),
  ]);
}

/** Writes the effects of documents that have none. */
export function insertEffects(tx: Tx, documents: readonly EffectsOfDocument[]): Promise<void> {
  const rows = documents.flatMap((document) =>
    document.effects.map((effect, place) => rowOf(effect, document, place + 1)),
  );
  return insertRows(tx, 'invoice_effect', effectColumns, rows);
}

/** Built in one go: there are very many. */
function rowOf(effect: Effect, document: EffectsOfDocument, place: number): WrittenRow {
  const { invoiceId, on, lineNumbers } = document;
  const item = 'item' in effect ? effect.item : null;
  const settled = effect.kind === 'item' ? effect : null;
  const movedMinor = effect.kind === 'item' ? effect.billedMinor : effect.amountMinor;
  return {
    invoice_id: invoiceId,
    place,
    line_number: effect.lineKey === null ? null : (lineNumbers.get(effect.lineKey) ?? null),
    kind: effect.kind,
    job_id: jobOf(effect),
    item_id: effect.kind === 'interimRaised' ? effect.itemId : (item?.itemId ?? null),
    item_kind: itemKindCodeOf(effect),
    job_task_id: item?.jobTaskId ?? null,
    staff_id: item?.staffId ?? null,
    origin_on: item?.originOn ?? on,
    open_minor: item?.openMinor ?? 0n,
    open_quantity: item?.openQuantity ?? 0,
    billed_minor: movedMinor,
    billed_quantity: settled?.billedQuantity ?? 0,
    written_on_minor: effect.kind === 'writtenOn' ? movedMinor : (settled?.writtenOnMinor ?? 0n),
    written_off_minor: settled?.writtenOffMinor ?? 0n,
    written_off_quantity: settled?.writtenOffQuantity ?? 0,
  };
}

function itemKindCodeOf(effect: Effect): number | null {
  switch (effect.kind) {
    case 'item':
    case 'interimAbsorbed':
      return itemKindCodes[effect.item.kind];
    case 'writtenOn':
      return itemKindCodes[effect.account === 'wipTime' ? 'time' : 'cost'];
    case 'interimRaised':
      return itemKindCodes.interim;
    case 'quoteInvoiced':
      return null;
  }
}

/** The effects of a document, in their order; the key of each is the number of its line. */
export async function readEffects(tx: Tx, invoiceId: number): Promise<Effect[]> {
  const rows = await readByKey<EffectRow & { description: string }>(
    tx,
    `select e.line_number, e.kind, e.job_id, e.item_id, e.item_kind, e.job_task_id, e.staff_id, e.origin_on,
       e.open_minor, e.open_quantity, e.billed_minor, e.billed_quantity, e.written_on_minor, e.written_off_minor,
       e.written_off_quantity, coalesce(m.description, l.description, '') as description
     from invoice_effect e
     left join invoice_line l on l.firm_id = e.firm_id and l.invoice_id = e.invoice_id and l.line_number = e.line_number
     left join interim m on e.kind = 'interimRaised' and m.firm_id = e.firm_id and m.id = e.item_id
     where e.firm_id = $1 and e.invoice_id = $2 order by e.place`,
    [tx.firmId, invoiceId],
  );
  return rows.map(effectOf);
}

function effectOf(row: EffectRow & { description: string }): Effect {
  const lineKey = row.line_number === null ? null : String(row.line_number);
  const { job_id: jobId, billed_minor: amountMinor, item_id: itemId } = row;
  switch (row.kind) {
    case 'item':
      return itemEffectOf(row, lineKey);
    case 'writtenOn': {
      const account = row.item_kind === itemKindCodes.time ? 'wipTime' : 'wipCost';
      return { kind: 'writtenOn', lineKey, jobId, account, amountMinor };
    }
    case 'interimRaised':
      return { kind: 'interimRaised', lineKey, jobId, itemId, amountMinor, description: row.description };
    case 'interimAbsorbed':
      return { kind: 'interimAbsorbed', lineKey, item: itemOf(row), amountMinor };
    case 'quoteInvoiced':
      return { kind: 'quoteInvoiced', lineKey, jobId, amountMinor };
  }
}

function itemEffectOf(row: EffectRow, lineKey: string | null): ItemEffect {
  return {
    kind: 'item',
    lineKey,
    item: itemOf(row),
    billedMinor: row.billed_minor,
    billedQuantity: row.billed_quantity,
    writtenOnMinor: row.written_on_minor,
    writtenOffMinor: row.written_off_minor,
    writtenOffQuantity: row.written_off_quantity,
  };
}

function itemOf(row: EffectRow): OpenItem {
  if (row.item_id === null || row.item_kind === null)
    throw new Error(`an effect ${row.kind} without its item`);
  return {
    jobId: row.job_id,
    itemId: row.item_id,
    kind: itemKindOf(row.item_kind),
    originOn: civilDate(row.origin_on),
    openMinor: row.open_minor,
    openQuantity: row.open_quantity,
    jobTaskId: row.job_task_id,
    staffId: row.staff_id,
  };
}

export type JobsOfDocument = { readonly invoiceId: number; readonly jobs: readonly InvoiceJob[] };

type JobRow = InvoiceJob & { readonly invoiceId: number; readonly place: number };

const jobColumns: Columns<JobRow> = {
  invoice_id: ['int', (row) => row.invoiceId],
  job_id: ['int', (row) => row.jobId],
  place: ['int', (row) => row.place],
  total_minor: ['bigint', (row) => row.totalMinor],
  before_minor: ['bigint', (row) => row.beforeMinor],
  billed_minor: ['bigint', (row) => row.billedMinor],
  written_on_minor: ['bigint', (row) => row.writtenOnMinor],
  written_off_minor: ['bigint', (row) => row.writtenOffMinor],
  raised_minor: ['bigint', (row) => row.raisedMinor],
  absorbed_minor: ['bigint', (row) => row.absorbedMinor],
  after_minor: ['bigint', (row) => row.afterMinor],
};

/** Writes what a document does to each job, in the order in which they are printed. */
export async function replaceInvoiceJobs(
  tx: Tx,
  invoiceId: number,
  jobs: readonly InvoiceJob[],
): Promise<void> {
  await tx.query('delete from invoice_job where firm_id = $1 and invoice_id = $2', [tx.firmId, invoiceId]);
  await insertInvoiceJobs(tx, [{ invoiceId, jobs }]);
}

/** As replaceInvoiceJobs, of documents of which nothing is written. */
export function insertInvoiceJobs(tx: Tx, documents: readonly JobsOfDocument[]): Promise<void> {
  const rows = documents.flatMap(({ invoiceId, jobs }) =>
    jobs.map((job, place): JobRow => ({ ...job, invoiceId, place: place + 1 })),
  );
  return insertRows(tx, 'invoice_job', jobColumns, rows);
}

export type StoredInvoiceJob = InvoiceJob & { readonly jobNumber: string; readonly jobName: string };

export function readInvoiceJobs(tx: Tx, invoiceId: number): Promise<StoredInvoiceJob[]> {
  return readByKey<StoredInvoiceJob>(
    tx,
    `select w.job_id as "jobId", j.number as "jobNumber", j.name as "jobName", w.total_minor as "totalMinor",
       w.before_minor as "beforeMinor", w.billed_minor as "billedMinor", w.written_on_minor as "writtenOnMinor",
       w.written_off_minor as "writtenOffMinor", w.raised_minor as "raisedMinor", w.absorbed_minor as "absorbedMinor",
       w.after_minor as "afterMinor"
     from invoice_job w join job j on j.firm_id = w.firm_id and j.id = w.job_id
     where w.firm_id = $1 and w.invoice_id = $2 order by w.place`,
    [tx.firmId, invoiceId],
  );
}
