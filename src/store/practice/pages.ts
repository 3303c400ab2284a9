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
  /** A condition that does not apply is left undefined. */
  readonly where: readonly (Fragment | undefined)[];
  readonly sortText: Fragment;
  /** The day that sortText is the text of, where an index has it in order. */
  readonly sortDay?: Fragment;
  readonly id: Fragment;
};

/** Reads one page. One row more than wanted is asked for, to know whether there is a next page. */
export async function readPage<Item extends { id: number }>(
  tx: Tx,
  list: ListQuery,
  wanted: PageWanted,
): Promise<Page<Item>> {
  const { sortText, sortDay, id, selection } = list;
  const sorted = sortDay ?? sortText;
  const direction = sql.raw(wanted.descending ? 'desc' : 'asc');
  const behind = sql.raw(wanted.descending ? '<' : '>');
  const conditions = list.where.filter((condition) => condition !== undefined);
  if (wanted.after !== undefined) {
    const [afterText, afterId] = wanted.after;
    const type = sql.raw(sortDay === undefined ? 'text' : 'date');
    conditions.push(sql`(${sorted}, ${id}) ${behind} (${afterText}::${type}, ${afterId}::int)`);
  }
  const rows = await runFragment<Item & { sortText: string }>(
    tx,
    sql`select ${selection.columns}, ${sortText} as "sortText" from ${selection.from}
        where ${sql.join(conditions, sql` and `)}
        order by ${sorted} ${direction}, ${id} ${direction} limit ${wanted.limit + 1}`,
  );
  const last = rows.length > wanted.limit ? rows[wanted.limit - 1] : undefined;
  const items = rows.slice(0, wanted.limit).map((row): Item => {
    const { sortText: _, ...item } = row;
    return item as unknown as Item;
  });
  return { items, nextKey: last === undefined ? null : [last.sortText, last.id] };
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

/** One of the texts contains what is searched for, in any case; % and _ mean themselves. */
export function contains(texts: readonly string[], search: string): Fragment {
  const pattern = patternOf(search);
  return sql`(${sql.join(
    texts.map((text) => sql`${sql.ref(text)} ilike ${pattern}`),
    sql` or `,
  )})`;
}
