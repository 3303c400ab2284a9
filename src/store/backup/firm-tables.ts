// The tables of one firm, as they leave an installation and enter another.
//
// Every key and every foreign key begins with the firm, so ids need to be unique within the firm and nowhere else: a firm
// that moves gets an id of its own in its new installation, and everything inside keeps the ids it had. What refers to
// what, in tables, in JSON and in the programs of others, stays true without being touched. Two things are above
// firms and are named by what they are: people, by their e-mail address, and the firm itself.
//
// Passwords, API keys and the memory of answered requests stay where they are. Past days and months of the firm are kept anew, and triggers keep
// what stands with listed jobs.

import type { Queries } from '../database.ts';
import { qualified, quoted, readTables, type Column, type Table } from './catalogue.ts';

/** What stands in a column: itself, a person's e-mail address, or the name of a file. */
type Holds = 'value' | 'person' | 'file';

export type FirmColumn = Column & { readonly holds: Holds };
export type FirmTable = Omit<Table, 'columns'> & { readonly columns: readonly FirmColumn[] };

const leftOut = [
  'request',
  'api_key',
  'past_balance',
  'past_day',
  'firm_month',
  'firm_reason_month',
  'listed_job',
];

/** Their changes are kept under the id of the firm. */
const subjectsOfFirm = ['firm', 'locks', 'billingSettings'];

/** In an order in which each comes after what it refers to; the first is `firm`, with its one row. */
export async function readFirmTables(tx: Queries): Promise<FirmTable[]> {
  const tables = await readTables(tx);
  const ofFirms = tables.filter(
    (table) =>
      table.schema === 'public' &&
      !leftOut.includes(table.name) &&
      (table.name === 'firm' || table.columns.some(({ name }) => name === 'firm_id')),
  );
  const known = new Set(ofFirms.map(({ name }) => `public.${name}`));
  const ordered: FirmTable[] = [];
  const placed = new Set<string>();
  const place = (table: Table): void => {
    const name = `public.${table.name}`;
    if (placed.has(name)) return;
    placed.add(name);
    for (const { table: other } of table.foreignKeys)
      if (known.has(other)) place(ofFirms.find((each) => `public.${each.name}` === other)!);
    ordered.push({ ...table, columns: columnsOf(table) });
  };
  for (const table of ofFirms.toSorted((a, b) => (a.name < b.name ? -1 : 1))) place(table);
  return ordered.toSorted((a, b) => Number(b.name === 'firm') - Number(a.name === 'firm'));
}

function columnsOf(table: Table): FirmColumn[] {
  const ownId = table.name === 'firm' ? 'id' : 'firm_id';
  const names = new Set(table.columns.map(({ name }) => name));
  const persons = table.foreignKeys
    .filter((key) => key.table === 'auth.user')
    .flatMap(({ columns }) => columns);
  return table.columns
    .filter(({ name }) => name !== ownId)
    .map((column) => {
      if (persons.includes(column.name)) return { ...column, holds: 'person' };
      const isFile = column.type === 'bytea' && names.has(`${column.name}_type`);
      return { ...column, holds: isFile ? 'file' : 'value' };
    });
}

/** The rows of a firm in the order of their key, the same wherever it is asked. */
export function rowsOf(table: FirmTable, firmId: number): string {
  const columns = table.columns.map((column) => `${leaving(table, column)} as ${quoted(column.name)}`);
  const key = table.primaryKey.map((name) => {
    const isText = table.columns.some((column) => column.name === name && column.type === 'text');
    return `t.${quoted(name)}${isText ? ' collate "C"' : ''}`;
  });
  return `select ${columns.join(', ')} from ${qualified(table)} t
    where t.${table.name === 'firm' ? 'id' : 'firm_id'} = ${firmId} order by ${key.join(', ')}`;
}

/** What of a column leaves, with the table as `t`. */
export function leaving(table: FirmTable, { name, holds }: FirmColumn): string {
  const value = `t.${quoted(name)}`;
  if (holds === 'person') return `(select lower(u.email) from auth."user" u where u.id = ${value})`;
  if (holds === 'file')
    return `'files/' || encode(sha256(${value}), 'hex') || '.' || split_part(t.${quoted(`${name}_type`)}, '/', 2)`;
  if (isSubject(table, name))
    return `case when t.subject in (${literals(subjectsOfFirm)}) then 0 else ${value} end`;
  return value;
}

/** What is put in, read from rows as they left: `from` is their alias. */
export function entering(table: FirmTable, { name, holds }: FirmColumn, firmId: number): string {
  const value = `i.${quoted(name)}`;
  if (holds === 'person') return `(select u.id from auth."user" u where lower(u.email) = ${value})`;
  if (holds === 'file') return `(select f.content from moving_file f where f.name = ${value})`;
  if (isSubject(table, name))
    return `case when i.subject in (${literals(subjectsOfFirm)}) then ${firmId} else ${value} end`;
  return value;
}

function isSubject(table: FirmTable, column: string): boolean {
  return table.name === 'change' && column === 'subject_id';
}

function literals(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ');
}
