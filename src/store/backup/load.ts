// Filling an empty database that has the right tables. Foreign keys and secondary indexes are taken away first and made
// again over the whole, and the triggers of the tables sleep meanwhile: the owner may do that, so no superuser is needed.
// All of it is one transaction. Whoever looks sees nothing or everything, and every key has been checked again when it
// is there.

import type { Queries } from '../database.ts';
import { qualified, type Sequence, type Table } from './catalogue.ts';

export type SetAside = {
  readonly keys: readonly { readonly table: string; readonly name: string; readonly definition: string }[];
  readonly indexes: readonly string[];
  readonly triggers: readonly string[];
};

/** Empties the tables of what the migrations put there, and takes away what would slow or stop the copying. */
export async function setAside(tx: Queries, tables: readonly Table[]): Promise<SetAside> {
  await tx.query(`set local maintenance_work_mem = '512MB'`);
  const names = tables.map(qualified);
  const keys = await tx.query<SetAside['keys'][number]>(
    `select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and conrelid = any ($1::regclass[]) order by conrelid::regclass::text, conname`,
    [names],
  );
  const indexes = await tx.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
     from pg_index i
     where i.indrelid = any ($1::regclass[])
       and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
     order by 1`,
    [names],
  );
  const triggers = await tx.query<{ table: string }>(
    `select distinct tgrelid::regclass::text as table from pg_trigger
     where not tgisinternal and tgenabled = 'O' and tgrelid = any ($1::regclass[]) order by 1`,
    [names],
  );
  for (const { table } of triggers) await tx.query(`alter table ${table} disable trigger user`);
  for (const { table, name } of keys) await tx.query(`alter table ${table} drop constraint ${name}`);
  for (const { name } of indexes) await tx.query(`drop index ${name}`);
  for (const name of names) await tx.query(`delete from ${name}`);
  return {
    keys,
    indexes: indexes.map(({ definition }) => definition),
    triggers: triggers.map(({ table }) => table),
  };
}

export async function putBack(
  tx: Queries,
  { keys, indexes, triggers }: SetAside,
  done: () => void,
): Promise<void> {
  for (const definition of indexes) {
    await tx.query(definition);
    done();
  }
  for (const { table, name, definition } of keys) {
    await tx.query(`alter table ${table} add constraint ${name} ${definition}`);
    done();
  }
  for (const table of triggers) await tx.query(`alter table ${table} enable trigger user`);
}

export async function setSequences(tx: Queries, sequences: readonly Sequence[]): Promise<void> {
  for (const { name, value, isCalled } of sequences) {
    await tx.query('select setval($1::regclass, $2, $3)', [name, value, isCalled]);
  }
}

/** Nothing that anybody would miss: no table at all, or only what a restore that was broken off had prepared. */
export async function holdsNothing(tx: Queries): Promise<boolean> {
  const [found] = await tx.query<{ tables: number; isPrepared: boolean }>(
    `select count(*)::int as tables, to_regclass('public.firm') is not null
       and to_regclass('public.migration') is not null as "isPrepared"
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`,
  );
  if (found!.tables === 0) return true;
  if (!found!.isPrepared) return false;
  const [rows] = await tx.query<{ none: boolean }>(
    `select not exists (select from firm) and not exists (select from auth."user") as none`,
  );
  return rows!.none;
}

export async function readMigrationNames(tx: Queries): Promise<string[]> {
  const [found] = await tx.query<{ any: boolean }>(
    `select to_regclass('public.migration') is not null as any`,
  );
  if (!found!.any) return [];
  const rows = await tx.query<{ name: string }>('select name from migration');
  return rows.map(({ name }) => name);
}
