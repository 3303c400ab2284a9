// A firm put into an installation, in one transaction: its tables one after the other, through a table on the side, as the
// trade's own constraints, triggers and fences let them. Nobody else is kept waiting: nothing is locked but what is new.

import type { Writable } from 'node:stream';
import type { Queries } from '../database.ts';
import type { CopyConnection } from './connection.ts';
import { qualified, quoted } from './catalogue.ts';
import { entering, type FirmTable } from './firm-tables.ts';
import type { Person } from './read-firm.ts';

/** Rows that must come in the order in which they happened, because triggers ask what was there before. */
const inOrderOfTime = [
  { table: 'period_close', key: 'id', moment: 'closed_at' },
  { table: 'period_reopening', key: 'close_id', moment: 'reopened_at' },
] as const;

/** People are known by their e-mail address; who is new gets no password and sets one by "forgotten password". */
export async function addPeople(tx: Queries, people: readonly Person[]): Promise<{ added: number }> {
  const added = await tx.query(
    `insert into auth."user" (id, name, email)
     select gen_random_uuid()::text, p.name, p.email from unnest($1::text[], $2::text[]) as p (email, name)
     where not exists (select from auth."user" u where lower(u.email) = p.email)
     returning id`,
    [people.map(({ email }) => email), people.map(({ name }) => name)],
  );
  return { added: added.length };
}

export async function holdFile(tx: Queries, name: string, content: Buffer): Promise<void> {
  await tx.query(
    'create temp table if not exists moving_file (name text primary key, content bytea) on commit drop',
  );
  await tx.query('insert into moving_file values ($1, $2)', [name, content]);
}

/** Where the rows of a table go first; the header has to name its columns. */
export async function openAside(
  connection: CopyConnection,
  table: FirmTable,
): Promise<{ readonly stream: Writable; rows(): number }> {
  const columns = table.columns.map(
    ({ name, type, holds }) => `${quoted(name)} ${holds === 'file' ? 'text' : type}`,
  );
  await connection.tx.query(
    'create temp table if not exists moving_file (name text primary key, content bytea) on commit drop',
  );
  await connection.tx.query(`create temp table ${asideOf(table)} (${columns.join(', ')}) on commit drop`);
  return connection.copyIn(`copy ${asideOf(table)} from stdin (format csv, header match)`);
}

/** The row of the firm itself; what it begins with here makes room for what it brings. */
export async function foundFirm(tx: Queries, tables: readonly FirmTable[]): Promise<number> {
  const [firm] = tables;
  const names = firm!.columns.map(({ name }) => quoted(name)).join(', ');
  const [row] = await tx.query<{ id: number }>(
    `insert into firm (${names}) select ${names} from ${asideOf(firm!)} returning id`,
  );
  const { id } = row!;
  for (const table of tables.slice(1).toReversed()) {
    const [held] = await tx.query<{ any: boolean }>(
      `select exists (select from ${qualified(table)} where firm_id = $1) as any`,
      [id],
    );
    if (held!.any) await tx.query(`delete from ${qualified(table)} where firm_id = $1`, [id]);
  }
  return id;
}

/** From the side into its place. */
export async function moveIn(tx: Queries, table: FirmTable, firmId: number): Promise<void> {
  if (inOrderOfTime.some(({ table: name }) => name === table.name)) return;
  await tx.query(insertion(table, firmId));
  await tx.query(`drop table ${asideOf(table)}`);
}

export async function moveInByTime(tx: Queries, tables: readonly FirmTable[], firmId: number): Promise<void> {
  const rows = inOrderOfTime.map(
    ({ table, key, moment }) =>
      `select '${table}' as name, ${key} as id, ${moment} as at from aside_${table}`,
  );
  const events = await tx.query<{ name: string; id: number }>(
    `select name, id from (${rows.join(' union all ')}) e order by at, name, id`,
  );
  for (const { name, id } of events) {
    const { key } = inOrderOfTime.find((each) => each.table === name)!;
    await tx.query(
      `${insertion(
        tables.find((table) => table.name === name)!,
        firmId,
      )} where i.${key} = $1`,
      [id],
    );
  }
}

function insertion(table: FirmTable, firmId: number): string {
  const names = table.columns.map(({ name }) => quoted(name)).join(', ');
  const values = table.columns.map((column) => entering(table, column, firmId)).join(', ');
  return `insert into ${qualified(table)} (firm_id, ${names}) overriding system value
    select ${firmId}, ${values} from ${asideOf(table)} i`;
}

function asideOf({ name }: FirmTable): string {
  return quoted(`aside_${name}`);
}

/** More than any installation hands out in its life; a file that asks for more is not one of ours. */
const stepsMax = 200_000_000n;

/**
 * Sequences go past what came, by being asked for so many values: so nobody who is handed one meanwhile can get it
 * twice, and none is set back. Answers whether ids that came may also be in the hands of a server at this moment.
 */
export async function passIds(
  tx: Queries,
  tables: readonly FirmTable[],
  firmId: number,
  idsPerBlock: number,
): Promise<{ readonly overlaps: boolean }> {
  const sequences = await tx.query<{ sequence: string; table: string; column: string }>(
    `select pg_get_serial_sequence(format('%I', table_name), column_name) as sequence,
       table_name as table, column_name as column
     from information_schema.columns
     where table_schema = 'public' and is_identity = 'YES' and table_name = any ($1)`,
    [tables.filter(({ name }) => name !== 'firm').map(({ name }) => name)],
  );
  for (const { sequence, table, column } of sequences)
    await pass(
      tx,
      sequence,
      `max(${quoted(column)}) as highest from ${quoted(table)} where firm_id = ${firmId}`,
    );
  await pass(tx, 'journal_number', `max(id) as highest from journal where firm_id = ${firmId}`);

  const items = ['time_entry', 'cost_entry', 'interim']
    .map((table) => `select min(id), max(id) from ${table} where firm_id = ${firmId}`)
    .join(' union all ');
  const [item] = await tx.query<{ lowest: bigint | null }>(
    `select min(least)::bigint as lowest from (${items}) as i (least, greatest)`,
  );
  const [block] = await tx.query<{ overlaps: boolean }>(
    `select coalesce($2::bigint <= last_value * $1::int, false) and is_called as overlaps from item_block`,
    [idsPerBlock, item!.lowest],
  );
  await pass(
    tx,
    'item_block',
    `(max(greatest) + ${idsPerBlock - 1}) / ${idsPerBlock} as highest from (${items}) as i (least, greatest)`,
  );
  return block!;
}

/** What is asked of the firm and what of the sequence is not asked at once, since they may be on two machines. */
async function pass(tx: Queries, sequence: string, highest: string): Promise<void> {
  const [found] = await tx.query<{ highest: bigint | number | null }>(`select ${highest}`);
  const [row] = await tx.query<{ steps: bigint }>(
    `select $1::bigint - case when is_called then last_value else 0 end as steps from ${sequence}`,
    [found!.highest ?? 0],
  );
  const { steps } = row!;
  if (steps > stepsMax) throw new Error(`the archive holds ids far above those of ${sequence}`);
  if (steps > 0n)
    await tx.query(`select count(nextval($1::regclass)) from generate_series(1, $2::bigint)`, [
      sequence,
      steps,
    ]);
}

/** What was under way where the firm came from does not go on here by itself. */
export async function restWhatWasUnderWay(tx: Queries, firmId: number): Promise<void> {
  await tx.query(
    `update mail set status = 'failed', last_error = 'It was waiting when the firm moved to this installation.'
     where firm_id = $1 and status = 'queued'`,
    [firmId],
  );
  await tx.query(`update billing_run set state = 'paused' where firm_id = $1 and state = 'running'`, [
    firmId,
  ]);
}
