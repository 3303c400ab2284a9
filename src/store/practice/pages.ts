// Lists are read a page at a time by key: the next page starts behind the sort text and id of the last item, so it costs
// what the first did and stays right while rows come and go. Every list sorts by a text with the id behind it; dates
// sort as text too.
//
// A list is put together from fragments, each of which carries its own parameters; what a caller sends only ever
// becomes a parameter.

import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Tx } from '#store/database.ts';
import { readByKey } from '#store/prepared.ts';
import { sqlBuilder } from '#store/query-builder.ts';
import type { Recorded, RecordKind } from './records.ts';

/** The sort text and id of the last item of a page. */
export type PageKey = readonly [text: string, id: number];

export type PageWanted = {
  readonly limit: number;
  readonly descending?: boolean | undefined;
  /** Behind which the page starts; absent for the first page. */
  readonly after?: PageKey | undefined;
};

export type Page<Item> = { readonly items: Item[]; readonly nextKey: PageKey | null };

/** A fragment of SQL with its parameters. */
export type Fragment = RawBuilder<unknown>;

export type ListQuery = {
  /** The columns answered and where they come from, without conditions. */
  readonly selection: { readonly columns: Fragment; readonly from: Fragment };
  /** Whose items they are comes first, in the same words each time. A condition that does not apply is left undefined. */
  readonly where: readonly (Fragment | undefined)[];
  readonly sortText: Fragment;
  /** What sortText is the text of, where that is put in order sooner than its text, or an index has it in order. */
  readonly sortValue?: { readonly of: Fragment; readonly type: 'date' | 'bigint' };
  readonly id: Fragment;
  /**
   * The tables that conditions and order ask, where the selection has more: the page is found in these, and named after. Both
   * at once would be planned each time with all their tables, which took longer than to read a page.
   */
  readonly found?: Fragment;
};

type Place = { readonly id: number; readonly sortText: string };

/** Reads one page. One row more than wanted is asked for, to know whether there is a next page. */
export async function readPage<Item extends { id: number }>(
  tx: Tx,
  list: ListQuery,
  wanted: PageWanted,
): Promise<Page<Item>> {
  const { selection, found, sortText, id } = list;
  const columns = found === undefined ? selection.columns : sql`${id} as id`;
  const page = sql`select ${columns}, ${sortText} as "sortText" from ${found ?? selection.from} ${pageOf(list, wanted)}`;
  const rows = await runFragment<Place>(tx, page);
  const shown = rows.slice(0, wanted.limit);
  const items = found === undefined ? shown.map(itemOf<Item>) : await readInOrder<Item>(tx, list, shown);
  const last = rows.length > wanted.limit ? shown.at(-1) : undefined;
  return { items, nextKey: last === undefined ? null : [last.sortText, last.id] };
}

function pageOf({ where, sortText, sortValue, id }: ListQuery, wanted: PageWanted): Fragment {
  const sorted = sortValue?.of ?? sortText;
  const direction = sql.raw(wanted.descending ? 'desc' : 'asc');
  const behind = sql.raw(wanted.descending ? '<' : '>');
  const conditions = where.filter((condition) => condition !== undefined);
  if (wanted.after !== undefined) {
    const [afterText, afterId] = wanted.after;
    const after = sql`${afterText}::${sql.raw(sortValue?.type ?? 'text')}`;
    conditions.push(sql`(${sorted}, ${id}) ${behind} (${after}, ${afterId}::int)`);
  }
  return sql`where ${sql.join(conditions, sql` and `)}
    order by ${sorted} ${direction}, ${id} ${direction} limit ${wanted.limit + 1}`;
}

function itemOf<Item>(row: Place): Item {
  const { sortText: _, ...item } = row;
  return item as unknown as Item;
}

async function readInOrder<Item extends { id: number }>(
  tx: Tx,
  { selection, where, id }: ListQuery,
  places: readonly Place[],
): Promise<Item[]> {
  if (places.length === 0) return [];
  const ids = places.map((place) => place.id);
  const named = await readItems<Item>(tx, { selection, where: where.slice(0, 1), id }, ids);
  const itemsById = new Map(named.map((item) => [item.id, item]));
  return ids.flatMap((one) => itemsById.get(one) ?? []);
}

/** The items with these ids, by id. Its text is the same for all pages, so it is planned once. */
export function readItems<Item extends object>(
  tx: Tx,
  list: Omit<ListQuery, 'sortText'>,
  ids: readonly number[],
): Promise<Item[]> {
  const { id, selection } = list;
  const conditions = list.where.filter((condition) => condition !== undefined);
  const { sql: text, parameters } = sql`select ${selection.columns} from ${selection.from}
    where ${sql.join([...conditions, sql`${id} = any (${ids}::int[])`], sql` and `)} order by ${id}`.compile(
    sqlBuilder,
  );
  return readByKey<Item>(tx, text, parameters);
}

export function runFragment<Row extends object>(tx: Tx, fragment: Fragment): Promise<Row[]> {
  const { sql: text, parameters } = fragment.compile(sqlBuilder);
  return tx.query<Row>(text, parameters);
}

/** The columns of a kind of record, from the table under this name. */
export function columnsOf<R extends Recorded>(kind: RecordKind<R>, alias: string): Fragment {
  return sql.join(
    Object.entries(kind.columns).map(
      ([property, column]) => sql`${sql.ref(`${alias}.${String(column)}`)} as ${sql.id(property)}`,
    ),
  );
}

/** Says nothing when there is no value to compare with. */
export function when<T>(value: T | undefined, condition: (value: T) => Fragment): Fragment | undefined {
  return value === undefined ? undefined : condition(value);
}

/** For `ilike`: contains the text; % and _ mean themselves. */
export function patternOf(search: string): string {
  return `%${search.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}

/**
 * One of the texts contains what is searched for, in any case; % and _ mean themselves. What has no letters, as most
 * numbers of documents, is the same in any case, and is found in half the time without asking for it.
 */
export function contains(texts: readonly string[], search: string): Fragment {
  const pattern = patternOf(search);
  const like = sql.raw(search.toLowerCase() === search.toUpperCase() ? 'like' : 'ilike');
  return sql`(${sql.join(
    texts.map((text) => sql`${sql.ref(text)} ${like} ${pattern}`),
    sql` or `,
  )})`;
}

/** The record that a column names is one of those of a table of which a text contains what is searched for. */
export function namesOne(
  firmId: number,
  column: string,
  { table, text, search }: { table: string; text: string; search: string },
): Fragment {
  return sql`${sql.ref(column)} = any (array(
    select k.id from ${sql.table(table)} k where k.firm_id = ${firmId} and ${contains([`k.${text}`], search)}))`;
}
