// Reading and writing the records of the practice (clients, staff, jobs, rates…), which are alike: a row with an id and a
// version, written in batches, each write leaving its trace in `change`. What a record has is declared once, as a map
// from property to column; the statements are put together from that map and from nothing a caller sends.
//
// Versions: an edit names the version it saw. The row is locked, the versions are compared, and only then is it changed;
// of two people who edit the same version at once, the second is told.

import type { Refusal, RefusalCode, Refused, Result } from '#core/refusal.ts';
import { done, refuse } from '#core/refusal.ts';
import type { Author } from '#store/changes.ts';
import { keepChanges } from '#store/changes.ts';
import { referringTableOf } from '#store/constraints.ts';
import type { Tx } from '#store/database.ts';
import { readByKey } from '#store/prepared.ts';

export type Recorded = { readonly id: number; readonly version: number };

/** A record before it has been kept. */
export type Unrecorded<R extends Recorded> = Omit<R, 'id' | 'version'>;

export type RecordKind<R extends Recorded> = {
  readonly table: string;
  /** Its name in `change`. */
  readonly subject: string;
  /** Its name in a sentence. */
  readonly noun: string;
  readonly unknown: RefusalCode;
  readonly columns: { readonly [Property in keyof R]: string };
};

function selected<R extends Recorded>(kind: RecordKind<R>): string {
  return Object.entries(kind.columns)
    .map(([property, column]) => `${String(column)} as "${property}"`)
    .join(', ');
}

export function findRecords<R extends Recorded>(
  tx: Tx,
  kind: RecordKind<R>,
  ids: readonly number[],
): Promise<R[]> {
  return readByKey<R>(
    tx,
    `select ${selected(kind)} from ${kind.table} where firm_id = $1 and id = any ($2) order by id`,
    [tx.firmId, ids],
  );
}

/** The record, or the refusal that the firm has none with this id. */
export async function findRecord<R extends Recorded>(
  tx: Tx,
  kind: RecordKind<R>,
  id: number,
): Promise<Result<R>> {
  const [found] = await findRecords(tx, kind, [id]);
  return found === undefined ? unknownRecord(kind, id) : done(found);
}

/** Locks the record for a change and checks that it still is as whoever changes it saw it. */
export async function claimRecord<R extends Recorded>(
  tx: Tx,
  kind: RecordKind<R>,
  seen: Recorded,
): Promise<Result<R>> {
  const [found] = await tx.query<R>(
    `select ${selected(kind)} from ${kind.table} where firm_id = $1 and id = $2 for no key update`,
    [tx.firmId, seen.id],
  );
  if (found === undefined) return unknownRecord(kind, seen.id);
  if (found.version === seen.version) return done(found);
  return refuse('staleVersion', `Somebody changed this ${kind.noun} meanwhile; look at it again.`, {
    field: 'version',
    value: seen.version.toString(),
    accepted: found.version.toString(),
  });
}

/** Keeps new records in one statement and answers them in the order given. */
export async function insertRecords<R extends Recorded>(
  tx: Tx,
  author: Author,
  kind: RecordKind<R>,
  records: readonly Unrecorded<R>[],
): Promise<R[]> {
  return insertMissingRecords(tx, author, kind, { records });
}

/**
 * As `insertRecords`, leaving out those whose value of the unique columns named is taken, also when it is being taken
 * by somebody else at this moment.
 */
export async function insertMissingRecords<R extends Recorded>(
  tx: Tx,
  author: Author,
  kind: RecordKind<R>,
  batch: { readonly records: readonly Unrecorded<R>[]; readonly uniqueColumns?: string },
): Promise<R[]> {
  if (batch.records.length === 0) return [];
  const written = Object.entries(kind.columns).filter(
    ([property]) => property !== 'id' && property !== 'version',
  );
  const columns = written.map(([, column]) => String(column)).join(', ');
  const inserted = await tx.query<R>(
    `insert into ${kind.table} (firm_id, ${columns})
     select $1, ${columns} from jsonb_populate_recordset(null::${kind.table}, $2::jsonb)
     ${batch.uniqueColumns === undefined ? '' : `on conflict (${batch.uniqueColumns}) do nothing`}
     returning ${selected(kind)}`,
    [tx.firmId, asRows(batch.records, written)],
  );
  const records = inserted.toSorted((a, b) => a.id - b.id);
  await keepChanges(
    tx,
    author,
    { subject: kind.subject, action: 'created' },
    records.map((record) => ({ subjectId: record.id, after: record })),
  );
  return records;
}

function asRows(records: readonly object[], written: readonly (readonly [string, unknown])[]): string {
  const rows = records.map((record) =>
    Object.fromEntries(written.map(([property, column]) => [column, record[property as never] ?? null])),
  );
  return JSON.stringify(rows, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}

/** Changes a record that was claimed. What is undefined or equal stays; if nothing differs, so does the version. */
export async function updateRecord<R extends Recorded>(
  tx: Tx,
  author: Author,
  kind: RecordKind<R>,
  change: { readonly record: R; readonly to: Partial<Unrecorded<R>> },
): Promise<R> {
  const { record, to } = change;
  const properties = (Object.keys(to) as (keyof R & keyof typeof to)[]).filter(
    (property) => to[property] !== undefined && to[property] !== record[property],
  );
  if (properties.length === 0) return record;
  const settings = properties.map((property, place) => `${kind.columns[property]} = $${place + 3}`);
  const [after] = await tx.query<R>(
    `update ${kind.table} set ${settings.join(', ')}, version = version + 1
     where firm_id = $1 and id = $2 returning ${selected(kind)}`,
    [tx.firmId, record.id, ...properties.map((property) => to[property])],
  );
  if (after === undefined) throw new Error(`${kind.table} ${record.id} was claimed and is gone`);
  const only = (of: R) => Object.fromEntries(properties.map((property) => [property, of[property]]));
  await keepChanges(tx, author, { subject: kind.subject, action: 'changed' }, [
    { subjectId: record.id, before: only(record), after: only(after) },
  ]);
  return after;
}

/** Removes records. What still refers to them makes PostgreSQL refuse; `stillInUse` turns that into an answer. */
export async function removeRecords<R extends Recorded>(
  tx: Tx,
  author: Author,
  kind: RecordKind<R>,
  records: readonly R[],
): Promise<void> {
  if (records.length === 0) return;
  await tx.query(`delete from ${kind.table} where firm_id = $1 and id = any ($2)`, [
    tx.firmId,
    records.map((record) => record.id),
  ]);
  await keepChanges(
    tx,
    author,
    { subject: kind.subject, action: 'removed' },
    records.map((record) => ({ subjectId: record.id, before: record })),
  );
}

function unknownRecord<R extends Recorded>(kind: RecordKind<R>, id: number): Refused {
  return refuse(kind.unknown, `This firm has no ${kind.noun} with the id ${id}.`, {
    field: 'id',
    value: id.toString(),
  });
}

// What may refer to a record, as it reads in a sentence. Foreign keys are the truth about what is in use: they see
// every table and every moment, so nothing is counted beforehand.
const referringNouns: Readonly<Record<string, string>> = {
  api_key: 'API keys',
  attachment: 'files',
  billing_settings: 'the billing settings that name it',
  client: 'clients',
  contact: 'contacts',
  cost_entry: 'costs',
  cost_rate: 'cost rates',
  interim: 'interims',
  invoice: 'invoices',
  invoice_line: 'lines of invoices',
  invoice_tax: 'invoices',
  job: 'jobs',
  job_balance: 'ledger entries',
  job_task: 'job tasks',
  member: 'people who sign in',
  payment: 'payments',
  quote: 'quotes',
  quote_line: 'lines of quotes',
  rate: 'rates',
  time_entry: 'time entries',
  week_submission: 'weeks that are done',
};

/** Runs a removal; if PostgreSQL finds the record still referred to, answers `stillInUse` and says by what. */
export async function unlessInUse<T>(
  about: { readonly noun: string; readonly name: string; readonly instead: string },
  removal: () => Promise<T>,
): Promise<Result<T>> {
  try {
    return done(await removal());
  } catch (error) {
    const table = referringTableOf(error);
    if (table === undefined) throw error;
    const users = referringNouns[table] ?? 'other records';
    return refuse('stillInUse', `The ${about.noun} ${about.name} still has ${users}.`, {
      field: 'id',
      value: users,
      accepted: about.instead,
    });
  }
}

/** The refusal of a value that another record of the kind has. */
export function duplicateOf<R extends Recorded>(kind: RecordKind<R>, field: string, value?: string): Refusal {
  return {
    code: 'duplicate',
    detail: `Another ${kind.noun} has this ${field} already.`,
    field,
    ...(value === undefined ? {} : { value }),
    accepted: `a ${field} that no other ${kind.noun} has`,
  };
}
