// What there is to copy: the tables of a database as its catalogue describes them, so that a table added by a later
// migration is copied without anybody remembering to say so.

import type { Queries } from '../database.ts';

export type Column = { readonly name: string; readonly type: string; readonly isNullable: boolean };

export type ForeignKey = {
  readonly columns: readonly string[];
  /** With its schema. */
  readonly table: string;
  readonly referenced: readonly string[];
};

export type Table = {
  readonly schema: string;
  readonly name: string;
  /** Without those that are generated from others. */
  readonly columns: readonly Column[];
  readonly primaryKey: readonly string[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly bytes: number;
};

export type Sequence = { readonly name: string; readonly value: bigint; readonly isCalled: boolean };

/**
 * Left out: the list of migrations, which a restore makes by running them; who is at work, who is so no longer; attempts of
 * the last minute; and the fingerprint of the secret, since whoever restores may go on with another one. The queue keeps a schema of its own and is copied by what it holds: queued-work.ts.
 */
const leftOut = ['migration', 'worker', 'guess', 'shared_secret'];
const schemas = ['public', 'auth'];

/** All tables, the largest first. */
export function readTables(tx: Queries): Promise<Table[]> {
  return tx.query<Table>(
    `select n.nspname as schema, c.relname as name, pg_table_size(c.oid)::float8 as bytes,
       (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
            'isNullable', not a.attnotnull) order by a.attnum)
        from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
       coalesce((select json_agg(a.attname order by k.place)
        from pg_constraint p, unnest(p.conkey) with ordinality as k (attnum, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
        where p.conrelid = c.oid and p.contype = 'p'), '[]') as "primaryKey",
       coalesce((select json_agg(json_build_object(
            'table', (select fn.nspname || '.' || fc.relname from pg_class fc
              join pg_namespace fn on fn.oid = fc.relnamespace where fc.oid = f.confrelid),
            'columns', (select json_agg(a.attname order by k.place) from unnest(f.conkey) with ordinality as k (attnum, place)
              join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.attnum),
            'referenced', (select json_agg(a.attname order by k.place) from unnest(f.confkey) with ordinality as k (attnum, place)
              join pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.attnum)) order by f.conname)
        from pg_constraint f where f.conrelid = c.oid and f.contype = 'f'), '[]') as "foreignKeys"
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname = any ($1) and not (n.nspname = 'public' and c.relname = any ($2))
     order by pg_table_size(c.oid) desc, n.nspname, c.relname`,
    [schemas, leftOut],
  );
}

/** Read them after the rows: a sequence only goes forward, so it is past whatever was read before. */
export async function readSequences(tx: Queries): Promise<Sequence[]> {
  const found = await tx.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'S' and n.nspname = any ($1) order by 1`,
    [schemas],
  );
  if (found.length === 0) return [];
  return tx.query<Sequence>(
    found
      .map(
        ({ name }) => `select '${name}' as name, last_value as value, is_called as "isCalled" from ${name}`,
      )
      .join(' union all '),
  );
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function qualified({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return `${quoted(schema)}.${quoted(name)}`;
}

/** How a table is called in a backup: `journal`, `auth.user`. */
export function plainName({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return schema === 'public' ? name : `${schema}.${name}`;
}

export function columnList({ columns }: Pick<Table, 'columns'>): string {
  return columns.map(({ name }) => quoted(name)).join(', ');
}
