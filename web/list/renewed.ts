// Asking a long list again without asking for all of it. Only the pages in view are asked; what was read before and
// behind them stays, marked as old, and is asked when it comes into view. A page begins behind a key and not at a number,
// so what was read before the view still ends where the view begins. Behind the view, rows may have come, gone or moved:
// what was read goes on behind the last row asked for, wherever that row was, and leaves out what has come into view.

import type { ListPage } from '../api/resource.ts';

export type HeldPage<Row> = ListPage<Row> & {
  /** Something may have changed since it was read. */
  isOld?: boolean;
};

/** Pages in order, and the cursor that each was asked by. */
export type HeldPages<Row> = { pages: HeldPage<Row>[]; pageParams: string[] };

/** The first and the last row in view. */
export type InView = { first: number; last: number };

type Asking<Row> = {
  inView: InView;
  idOf: (row: Row) => string;
  askPage: (cursor: string) => Promise<ListPage<Row>>;
};

export async function renewed<Row>(
  held: HeldPages<Row> | undefined,
  asking: Asking<Row>,
): Promise<HeldPages<Row>> {
  const { pages = [], pageParams = [] } = held ?? {};
  const [from, to] = pagesInView(pages, asking.inView);
  const asked: HeldPages<Row> = { pages: [], pageParams: [] };
  let cursor: string | null = pageParams[from] ?? '';
  while (cursor !== null && asked.pages.length <= to - from) {
    const page: ListPage<Row> = await asking.askPage(cursor);
    asked.pages.push(page);
    asked.pageParams.push(cursor);
    cursor = page.nextCursor ?? null;
  }
  const behind = cursor === null ? nothing : restOf({ pages, pageParams }, asked.pages, asking.idOf, cursor);
  const before = without(asked.pages, pages.slice(0, from).map(old), asking.idOf);
  return {
    pages: [...before, ...asked.pages, ...behind.pages],
    pageParams: [...pageParams.slice(0, from), ...asked.pageParams, ...behind.pageParams],
  };
}

/** With one more page behind the last. */
export async function continued<Row>(
  held: HeldPages<Row>,
  { askPage, idOf }: Omit<Asking<Row>, 'inView'>,
): Promise<HeldPages<Row>> {
  const cursor = held.pages.at(-1)?.nextCursor ?? null;
  if (cursor === null) return held;
  const page = await askPage(cursor);
  return {
    pages: [...without([page], held.pages, idOf), page],
    pageParams: [...held.pageParams, cursor],
  };
}

/** Whether a page in view may have changed since it was read. */
export function isOldInView<Row>({ pages }: HeldPages<Row>, inView: InView): boolean {
  const [from, to] = pagesInView(pages, inView);
  return pages.slice(from, to + 1).some(({ isOld }) => isOld === true);
}

const nothing: HeldPages<never> = { pages: [], pageParams: [] };

/** What was read behind the last row of the fresh pages; nothing when it is not known where that row was among them. */
function restOf<Row>(
  held: HeldPages<Row>,
  fresh: readonly ListPage<Row>[],
  idOf: (row: Row) => string,
  cursor: string,
): HeldPages<Row> {
  const ids = fresh.flatMap(({ items }) => items.map(idOf));
  const place = placeOf(held.pages, ids, idOf);
  if (place === undefined) return nothing;
  const since = held.pages
    .slice(place.page)
    .map((page, at) => old(at === 0 ? { ...page, items: page.items.slice(place.row + 1) } : page));
  const rest = without(fresh, since, idOf);
  const params = [cursor, ...held.pageParams.slice(place.page + 1)];
  const kept = rest.flatMap((page, at) => (at === 0 && page.items.length === 0 ? [] : [at]));
  // Where nothing is left of the page that the last row was on, the next one begins right behind it.
  return {
    pages: kept.map((at) => rest[at] as HeldPage<Row>),
    pageParams: kept.map((at, order) => (order === 0 ? cursor : (params[at] as string))),
  };
}

/** Where the last of these rows was. The one before it has to have been before it then too: else it has moved itself. */
function placeOf<Row>(
  pages: readonly HeldPage<Row>[],
  ids: readonly string[],
  idOf: (row: Row) => string,
): { page: number; row: number } | undefined {
  const [before, last] = [ids.at(-2), ids.at(-1)];
  let previous: string | undefined;
  for (const [page, { items }] of pages.entries())
    for (const [row, item] of items.entries()) {
      const id = idOf(item);
      if (id === last) return previous === before ? { page, row } : undefined;
      previous = id;
    }
  return undefined;
}

/** These pages without the rows that have gone to the fresh ones. */
function without<Row>(
  fresh: readonly ListPage<Row>[],
  pages: readonly HeldPage<Row>[],
  idOf: (row: Row) => string,
): HeldPage<Row>[] {
  const gone = new Set(fresh.flatMap(({ items }) => items.map(idOf)));
  return pages.map((page) => {
    const items = page.items.filter((row) => !gone.has(idOf(row)));
    return items.length === page.items.length ? page : { ...page, items };
  });
}

/** The first and the last page in view, with pages beside them that have become empty and would never be seen. */
function pagesInView<Row>(
  pages: readonly HeldPage<Row>[],
  { first, last }: InView,
): [from: number, to: number] {
  let from = pageAt(pages, first);
  let to = pageAt(pages, last);
  while (pages[from - 1]?.items.length === 0) from -= 1;
  while (pages[to + 1]?.items.length === 0) to += 1;
  return [from, to];
}

function pageAt<Row>(pages: readonly HeldPage<Row>[], row: number): number {
  let rows = 0;
  for (const [at, { items }] of pages.entries()) {
    rows += items.length;
    if (row < rows) return at;
  }
  return Math.max(0, pages.length - 1);
}

function old<Row>(page: HeldPage<Row>): HeldPage<Row> {
  return page.isOld === true ? page : { ...page, isOld: true };
}
