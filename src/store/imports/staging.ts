// The records of an import, kept as they were read until the import has been applied. They are written and read in
// pages, so an import of any size takes the same memory.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Tx } from '../database.ts';
import { plainArray, textArray } from '../values.ts';

export type StagedRecord = {
  readonly kind: string;
  readonly place: number;
  readonly source: string;
  readonly file: string;
  readonly line: number;
  readonly path: string | null;
  readonly externalKey: string;
  /** In hexadecimal; null where the key is a digest of the content. */
  readonly contentHash: string | null;
  readonly datedOn: CivilDate | null;
  /** JSON. */
  readonly record: string;
};

export type BilledTime = {
  readonly place: number;
  readonly source: string;
  readonly timeKey: string;
  readonly invoiceTask: string | null;
  readonly invoice: string | null;
  readonly invoiceNumber: string | null;
  readonly rate: string | null;
};

/** Stands between records where JSON cannot: its texts escape control characters. */
const separator = '\u001e';

export async function insertRecords(
  tx: Tx,
  batchId: number,
  records: readonly StagedRecord[],
): Promise<void> {
  if (records.length === 0) return;
  await tx.prepared(
    'stage-records',
    `insert into import_record (firm_id, batch_id, kind, place, source, file, line, path, external_key, content_hash,
       dated_on, record)
     select $1, $2, kind, place, source, file, line, path, external_key, decode(content_hash, 'hex'), dated_on, record
     from (
       select unnest($3::text[]) as kind, unnest($4::int[]) as place, unnest($5::text[]) as source,
         unnest($6::text[]) as file, unnest($7::int[]) as line, unnest($8::text[]) as path,
         unnest($9::text[]) as external_key, unnest($10::text[]) as content_hash, unnest($11::date[]) as dated_on,
         string_to_table($12, chr(30)) as record
     ) r`,
    [
      tx.firmId,
      batchId,
      textArray(records.map((record) => record.kind)),
      plainArray(records.map((record) => record.place)),
      textArray(records.map((record) => record.source)),
      textArray(records.map((record) => record.file)),
      plainArray(records.map((record) => record.line)),
      textArray(records.map((record) => record.path)),
      textArray(records.map((record) => record.externalKey)),
      textArray(records.map((record) => record.contentHash)),
      plainArray(records.map((record) => record.datedOn)),
      records.map((record) => record.record).join(separator),
    ],
  );
}

export async function insertBilledTime(
  tx: Tx,
  batchId: number,
  billed: readonly BilledTime[],
): Promise<void> {
  if (billed.length === 0) return;
  await tx.prepared(
    'stage-billed-time',
    `insert into import_billed_time (firm_id, batch_id, place, source, time_key, invoice_task, invoice, invoice_number, rate)
     select $1, $2, * from unnest($3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])`,
    [
      tx.firmId,
      batchId,
      billed.map((one) => one.place),
      billed.map((one) => one.source),
      billed.map((one) => one.timeKey),
      billed.map((one) => one.invoiceTask),
      billed.map((one) => one.invoice),
      billed.map((one) => one.invoiceNumber),
      billed.map((one) => one.rate),
    ],
  );
}

/** Forgets what was read for an import, to read it again or because it has been applied. */
export async function clearStaging(tx: Tx, batchId: number, options: { problems: boolean }): Promise<void> {
  await tx.query('delete from import_billed_time where firm_id = $1 and batch_id = $2', [tx.firmId, batchId]);
  await tx.query('delete from import_record where firm_id = $1 and batch_id = $2', [tx.firmId, batchId]);
  if (options.problems) {
    await tx.query('delete from import_problem where firm_id = $1 and batch_id = $2', [tx.firmId, batchId]);
  }
}

/**
 * Gives each record one key. Rows without ids that are alike within a file are different records and are numbered; a
 * record that comes twice otherwise (a row in two exports that overlap, an object that two lists hold) is one record,
 * of which the fullest is kept.
 */
export async function settleKeys(tx: Tx, batchId: number): Promise<void> {
  const [repeated] = await tx.query(
    `select 1 from import_record where firm_id = $1 and batch_id = $2 and kind <> 'unbilledWip'
     group by kind, source, external_key having count(*) > 1 limit 1`,
    [tx.firmId, batchId],
  );
  if (repeated === undefined) return;
  const numbered = await tx.query<Repeated>(
    `select kind, place, nth::int from (
       select kind, place, row_number() over (partition by kind, source, external_key, file order by place) as nth
       from import_record where firm_id = $1 and batch_id = $2 and external_key like 'row:%'
     ) n where nth > 1 order by kind, place`,
    [tx.firmId, batchId],
  );
  for (const { kind, rows } of inPieces(numbered)) {
    await numberKeys(tx, batchId, kind, rows);
    if (kind === 'timeEntry') await renameBilledTime(tx, batchId, rows);
  }
  const again = await tx.query<Repeated>(
    `select kind, place, nth::int from (
       select kind, place, row_number() over (
         partition by kind, source, external_key order by length(record) desc, place) as nth
       from import_record where firm_id = $1 and batch_id = $2 and kind <> 'unbilledWip'
     ) n where nth > 1 order by kind, place`,
    [tx.firmId, batchId],
  );
  for (const { kind, rows } of inPieces(again)) {
    await markRecords(tx, batchId, { kind, status: 'leftOut', places: rows.map((row) => row.place) });
  }
}

type Repeated = { readonly kind: string; readonly place: number; readonly nth: number };

const rowsPerPiece = 1_000;

function inPieces(repeated: readonly Repeated[]): { kind: string; rows: Repeated[] }[] {
  return [...Map.groupBy(repeated, (row) => row.kind)].flatMap(([kind, rows]) =>
    Array.from({ length: Math.ceil(rows.length / rowsPerPiece) }, (_, piece) => ({
      kind,
      rows: rows.slice(piece * rowsPerPiece, (piece + 1) * rowsPerPiece),
    })),
  );
}

/**
 * Rows are found by key and number, never by joining: PostgreSQL knows nothing yet of how a table was filled a moment
 * ago, and would join each row with every other.
 */
async function numberKeys(tx: Tx, batchId: number, kind: string, rows: readonly Repeated[]): Promise<void> {
  await tx.query(
    `update import_record set external_key = external_key || '#' || (($5::int[])[array_position($4::int[], place)])::text
     where firm_id = $1 and batch_id = $2 and kind = $3 and place = any ($4::int[])`,
    [tx.firmId, batchId, kind, rows.map((row) => row.place), rows.map((row) => row.nth)],
  );
}

/** The marks of a row that was numbered go with its new key. */
async function renameBilledTime(tx: Tx, batchId: number, rows: readonly Repeated[]): Promise<void> {
  const nthOf = new Map(rows.map((row) => [row.place, row.nth]));
  const marks = await tx.query<BilledTime>(
    `delete from import_billed_time where firm_id = $1 and batch_id = $2 and place = any ($3)
     returning place, source, time_key as "timeKey", invoice_task as "invoiceTask", invoice,
       invoice_number as "invoiceNumber", rate`,
    [tx.firmId, batchId, rows.map((row) => row.place)],
  );
  const renamed = marks.map((mark) => ({ ...mark, timeKey: `${mark.timeKey}#${nthOf.get(mark.place)}` }));
  await insertBilledTime(tx, batchId, renamed);
}

export type KnownRecord = StagedRecord & {
  /** Our record that it became in an earlier import, or earlier in this one. */
  readonly ourId: bigint | null;
  readonly knownHash: string | null;
  /** Whether it became our record, or was changed to what it is now, in this import. */
  readonly isDone: boolean;
};

export type RecordPage = { readonly kind: string; readonly afterPlace: number; readonly limit: number };

/** Staged records of a kind in their order, with what they are known as. */
export function readRecords(tx: Tx, batchId: number, page: RecordPage): Promise<KnownRecord[]> {
  return tx.prepared<KnownRecord>(
    'staged-records',
    `select r.kind, r.place, r.source, r.file, r.line, r.path, r.external_key as "externalKey",
       encode(r.content_hash, 'hex') as "contentHash", r.dated_on as "datedOn", r.record,
       x.our_id as "ourId", encode(x.content_hash, 'hex') as "knownHash", coalesce(x.batch_id = $2, false) as "isDone"
     from (
       select * from import_record
       where firm_id = $1 and batch_id = $2 and kind = $3 and place > $4 and status = 'staged'
       order by place limit $5
     ) r
     left join lateral (
       select our_id, content_hash, batch_id from external_reference x
       where x.firm_id = $1 and x.source = r.source and x.kind = $3 and x.external_key = r.external_key limit 1
     ) x on true
     order by r.place`,
    [tx.firmId, batchId, page.kind, page.afterPlace, page.limit],
  );
}

export type InvoicePage = {
  readonly afterDate: CivilDate | null;
  readonly afterPlace: number;
  readonly limit: number;
};

/** Staged invoices by date, as they are replayed. */
export function readInvoiceRecords(tx: Tx, batchId: number, page: InvoicePage): Promise<KnownRecord[]> {
  return tx.query<KnownRecord>(
    `select r.kind, r.place, r.source, r.file, r.line, r.path, r.external_key as "externalKey",
       encode(r.content_hash, 'hex') as "contentHash", r.dated_on as "datedOn", r.record,
       x.our_id as "ourId", encode(x.content_hash, 'hex') as "knownHash", coalesce(x.batch_id = $2, false) as "isDone"
     from import_record r
     left join lateral (
       select our_id, content_hash, batch_id from external_reference x
       where x.firm_id = $1 and x.source = r.source and x.kind = 'invoice' and x.external_key = r.external_key limit 1
     ) x on true
     where r.firm_id = $1 and r.batch_id = $2 and r.kind = 'invoice' and r.status = 'staged'
       and ($3::date is null or (r.dated_on, r.place) > ($3, $4::int))
     order by r.dated_on, r.place limit $5`,
    [tx.firmId, batchId, page.afterDate, page.afterPlace, page.limit],
  );
}

export type PaidAmount = {
  readonly place: number;
  readonly invoiceId: number;
  /** As the source writes it; null where it does not say. */
  readonly paid: string | null;
  /** Whether it says that the invoice is paid, whatever amount. */
  readonly isPaid: boolean;
};

/** What was paid of the staged invoices that the import brought or changed. */
export function readPaidAmounts(
  tx: Tx,
  batchId: number,
  page: Omit<RecordPage, 'kind'>,
): Promise<PaidAmount[]> {
  return tx.query<PaidAmount>(
    `select r.place, x.our_id::int as "invoiceId", r.record::json ->> 'paid' as paid,
       coalesce(r.record::json ->> 'status' = 'paid', false) as "isPaid"
     from import_record r
     join external_reference x on x.firm_id = $1 and x.source = r.source and x.kind = 'invoice'
       and x.external_key = r.external_key and x.batch_id = $2
     where r.firm_id = $1 and r.batch_id = $2 and r.kind = 'invoice' and r.status = 'staged' and r.place > $3
     order by r.place limit $4`,
    [tx.firmId, batchId, page.afterPlace, page.limit],
  );
}

export async function countRecords(
  tx: Tx,
  batchId: number,
): Promise<Map<string, { status: string; count: number }[]>> {
  const rows = await tx.query<{ kind: string; status: string; count: number }>(
    `select kind, status, count(*)::int as count from import_record where firm_id = $1 and batch_id = $2
     group by kind, status`,
    [tx.firmId, batchId],
  );
  return Map.groupBy(rows, (row) => row.kind);
}

export type InvoiceRates = {
  /** The rate of the entry itself, in the breakdown of an invoice; of several, the latest one read. */
  readonly own: ReadonlyMap<string, string>;
  /** The rate of the invoice's task that the entry was billed on. */
  readonly ofTask: ReadonlyMap<string, string>;
};

/** Whether the files say anything of how single entries were billed. */
export async function hasBilledTime(tx: Tx, batchId: number): Promise<boolean> {
  const rows = await tx.query(
    'select 1 from import_billed_time where firm_id = $1 and batch_id = $2 limit 1',
    [tx.firmId, batchId],
  );
  return rows.length > 0;
}

/**
 * The rates that invoices give for time entries, by source and key of the entry. Both tables are read in one pass for all
 * entries: looked up one by one, by statistics from before these rows came, each look would be a pass.
 */
export async function readInvoiceRates(
  tx: Tx,
  batchId: number,
  times: readonly { source: string; timeKey: string }[],
): Promise<InvoiceRates> {
  if (times.length === 0) return { own: new Map(), ofTask: new Map() };
  const billed = await tx.query<Rated & { timeKey: string }>(
    `select source, time_key as "timeKey", invoice_task as "invoiceTask", rate from import_billed_time
     where firm_id = $1 and batch_id = $2 and time_key = any ($3) order by place`,
    [tx.firmId, batchId, times.map(({ timeKey }) => timeKey)],
  );
  const unrated = billed.filter(({ rate, invoiceTask }) => rate === null && invoiceTask !== null);
  const tasks = await readRatesOfTasks(tx, batchId, [...new Set(unrated.map((one) => one.invoiceTask!))]);
  return {
    own: new Map(
      billed.flatMap(({ source, timeKey, rate }) => (rate === null ? [] : [[`${source} ${timeKey}`, rate]])),
    ),
    ofTask: new Map(
      unrated.flatMap(({ source, timeKey, invoiceTask }) => {
        const rate = tasks.get(`${source} ${invoiceTask}`);
        return rate === undefined ? [] : [[`${source} ${timeKey}`, rate]];
      }),
    ),
  };
}

type Rated = {
  readonly source: string;
  readonly invoiceTask: string | null;
  readonly rate: string | null;
};

/** By source and task of an invoice; of several, the latest one read. */
async function readRatesOfTasks(
  tx: Tx,
  batchId: number,
  tasks: readonly string[],
): Promise<Map<string, string>> {
  if (tasks.length === 0) return new Map();
  const rows = await tx.query<Rated & { rate: string }>(
    `select source, invoice_task as "invoiceTask", rate from import_billed_time
     where firm_id = $1 and batch_id = $2 and time_key = '' and rate is not null and invoice_task = any ($3)
     order by place`,
    [tx.firmId, batchId, tasks],
  );
  return new Map(rows.map(({ source, invoiceTask, rate }) => [`${source} ${invoiceTask}`, rate]));
}

/** Sets records aside, so that applying passes them over. */
export async function markRecords(
  tx: Tx,
  batchId: number,
  mark: { readonly kind: string; readonly status: 'refused' | 'leftOut'; readonly places: readonly number[] },
): Promise<void> {
  if (mark.places.length === 0) return;
  await tx.query(
    `update import_record set status = $4 where firm_id = $1 and batch_id = $2 and kind = $3 and place = any ($5)`,
    [tx.firmId, batchId, mark.kind, mark.status, mark.places],
  );
}

/** Makes every record that checking had set aside a staged one again. */
export async function unmarkRefused(tx: Tx, batchId: number): Promise<void> {
  await tx.query(
    `update import_record set status = 'staged' where firm_id = $1 and batch_id = $2 and status = 'refused'`,
    [tx.firmId, batchId],
  );
}
