// Lists are read a page at a time by key: the next page starts behind the sort text and id of the last item, so it costs
// what the first did and stays right while rows come and go. Every list sorts by a text with the id behind it; dates
// sort as text too.
//
// A list is put together from fragments, each of which carries its own parameters; what a caller sends only ever
// becomes a parameter.

import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Tx } from '#store/database.ts';
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
  /** Whose items they are comes first. A condition that does not apply is left undefined. */
  readonly where: readonly (Fragment | undefined)[];
  readonly sortText: Fragment;
  /** What sortText is the text of, where that is put in order sooner than its text, or an index has it in order. */
  readonly sortValue?: { readonly of: Fragment; readonly type: 'date' | 'bigint' };
  readonly id: Fragment;
  /** The tables that conditions and order ask, where the selection has more: the page is found in these and named after. */
  readonly found?: Fragment;
};

/** Reads one page. One row more than wanted is asked for, to know whether there is a next page. */
export async function readPage<Item extends { id: number }>(
  tx: Tx,
  list: ListQuery,
  wanted: PageWanted,
): Promise<Page<Item>> {
  const rows = await runFragment<Item & { sortText: string }>(tx, pageQuery(list, wanted));
  const last = rows.length > wanted.limit ? rows[wanted.limit - 1] : undefined;
  const items = rows.slice(0, wanted.limit).map((row): Item => {
    const { sortText: _, ...item } = row;
    return item as unknown as Item;
  });
  return { items, nextKey: last === undefined ? null : [last.sortText, last.id] };
}

function pageQuery(list: ListQuery, wanted: PageWanted): Fragment {
  const { sortText, sortValue, id, selection, found } = list;
  const sorted = sortValue?.of ?? sortText;
  const direction = sql.raw(wanted.descending ? 'desc' : 'asc');
  const behind = sql.raw(wanted.descending ? '<' : '>');
  const conditions = list.where.filter((condition) => condition !== undefined);
  if (wanted.after !== undefined) {
    const [afterText, afterId] = wanted.after;
    const after = sql`${afterText}::${sql.raw(sortValue?.type ?? 'text')}`;
    conditions.push(sql`(${sorted}, ${id}) ${behind} (${after}, ${afterId}::int)`);
  }
  const page = sql`where ${sql.join(conditions, sql` and `)}
    order by ${sorted} ${direction}, ${id} ${direction} limit ${wanted.limit + 1}`;
  if (found === undefined)
    return sql`select ${selection.columns}, ${sortText} as "sortText" from ${selection.from} ${page}`;
  return sql`select ${selection.columns}, page.sort_text as "sortText"
    from (select ${id} as id, ${sorted} as sort_value, ${sortText} as sort_text from ${found} ${page}) page
    join (${selection.from}) on ${id} = page.id
    where ${conditions[0]!}
    order by page.sort_value ${direction}, page.id ${direction}`;
}

/** The items with these ids, by id. */
export function readItems<Item extends object>(
  tx: Tx,
  list: Omit<ListQuery, 'sortText'>,
  ids: readonly number[],
): Promise<Item[]> {
  const { id, selection } = list;
  const conditions = list.where.filter((condition) => condition !== undefined);
  return runFragment<Item>(
    tx,
    sql`select ${selection.columns} from ${selection.from}
        where ${sql.join([...conditions, sql`${id} = any (${ids}::int[])`], sql` and `)} order by ${id}`,
  );
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
