// A firm read out: its tables as CSV and as JSON Lines, the files in them, and the people in it.

import type { Readable } from 'node:stream';
import type { Queries } from '../database.ts';
import type { CopyConnection } from './connection.ts';
import { qualified, quoted } from './catalogue.ts';
import { leaving, rowsOf, type FirmTable } from './firm-tables.ts';

export type Person = { readonly email: string; readonly name: string };

type Reading = { readonly stream: Readable; rows(): number };

/** With a header; what is empty is null, an empty text is in quotes. */
export function readCsv(connection: CopyConnection, table: FirmTable, firmId: number): Reading {
  return connection.copyOut(`copy (${rowsOf(table, firmId)}) to stdout (format csv, header)`);
}

/** Signs that JSON does not contain stand for quotes and separators, so that each line is the JSON and nothing else. */
export function readJsonLines(connection: CopyConnection, table: FirmTable, firmId: number): Reading {
  return connection.copyOut(
    `copy (select row_to_json(r) from (${rowsOf(table, firmId)}) r)
     to stdout (format csv, quote e'\\x01', delimiter e'\\x02')`,
  );
}

export function readPeople(tx: Queries, tables: readonly FirmTable[], firmId: number): Promise<Person[]> {
  const columns = tables.flatMap((table) =>
    table.columns
      .filter(({ holds }) => holds === 'person')
      .map(({ name }) => `select ${quoted(name)} from ${qualified(table)} where firm_id = $1`),
  );
  return tx.query<Person>(
    `select lower(email) as email, name from auth."user" where id in (${columns.join(' union all ')})
     order by lower(email) collate "C"`,
    [firmId],
  );
}

export type KeptFile = { readonly name: string; read(): Promise<Buffer> };

/** Each file once, however many rows hold it. Within a snapshot, a row stays where it was found. */
export async function listFiles(
  tx: Queries,
  tables: readonly FirmTable[],
  firmId: number,
): Promise<KeptFile[]> {
  const found = new Map<string, KeptFile>();
  for (const table of tables) {
    for (const column of table.columns.filter(({ holds }) => holds === 'file')) {
      const content = `t.${quoted(column.name)}`;
      const rows = await tx.query<{ name: string; place: string }>(
        `select ${leaving(table, column)} as name, min(t.ctid::text) as place from ${qualified(table)} t
         where t.firm_id = $1 and ${content} is not null group by 1`,
        [firmId],
      );
      for (const { name, place } of rows) {
        const read = async () => {
          const [row] = await tx.query<{ content: Buffer }>(
            `select ${content} as content from ${qualified(table)} t where t.firm_id = $1 and t.ctid = $2::tid`,
            [firmId, place],
          );
          return row!.content;
        };
        found.set(name, { name, read });
      }
    }
  }
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
