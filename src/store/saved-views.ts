import { sql } from 'kysely';
import type { Tx } from './database.ts';
import {
  contains,
  columnsOf,
  readItems,
  readPage,
  when,
  type Page,
  type PageWanted,
} from './practice/pages.ts';
import type { RecordKind } from './practice/records.ts';

export type SavedView = {
  readonly id: number;
  readonly version: number;
  readonly actorId: number;
  readonly list: string;
  readonly name: string;
  readonly filters: Readonly<Record<string, string>>;
  readonly shared: boolean;
};

export type ListedView = SavedView & { readonly ownerName: string };

export const savedViews: RecordKind<SavedView> = {
  table: 'saved_view',
  subject: 'savedView',
  noun: 'view',
  unknown: 'notFound',
  columns: {
    id: 'id',
    version: 'version',
    actorId: 'actor_id',
    list: 'list',
    name: 'name',
    filters: 'filters',
    shared: 'shared',
  },
};

const selection = {
  columns: sql`${columnsOf(savedViews, 'v')}, a.name as "ownerName"`,
  from: sql`saved_view v join actor a on a.firm_id = v.firm_id and a.id = v.actor_id`,
};

export type ViewFilter = {
  readonly actorId: number;
  readonly list?: string | undefined;
  readonly search?: string | undefined;
};

/** Somebody's own and those that are shared, by name. */
export function listViews(tx: Tx, filter: ViewFilter, wanted: PageWanted): Promise<Page<ListedView>> {
  const where = [
    sql`v.firm_id = ${tx.firmId}`,
    sql`(v.shared or v.actor_id = ${filter.actorId})`,
    when(filter.list, (list) => sql`v.list = ${list}`),
    when(filter.search, (search) => contains(['v.name'], search)),
  ];
  return readPage<ListedView>(tx, { selection, where, sortText: sql`lower(v.name)`, id: sql`v.id` }, wanted);
}

export function loadViews(tx: Tx, ids: readonly number[]): Promise<ListedView[]> {
  return readItems<ListedView>(tx, { selection, where: [sql`v.firm_id = ${tx.firmId}`], id: sql`v.id` }, ids);
}

export async function countViewsOf(tx: Tx, actorId: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'select count(*)::int as count from saved_view where firm_id = $1 and actor_id = $2',
    [tx.firmId, actorId],
  );
  return row!.count;
}
