// Views of lists: one's own, and those that somebody shares with the firm. A view is changed by whoever keeps it; one
// that is shared also by who may change the firm's settings.

import { may, requirePermission, type Principal } from '#core/access/principal.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import type { Page, PageWanted } from '#store/practice/pages.ts';
import {
  claimRecord,
  findRecord,
  insertRecords,
  removeRecords,
  updateRecord,
  type Recorded,
} from '#store/practice/records.ts';
import {
  countViewsOf,
  listViews,
  loadViews,
  savedViews,
  type ListedView,
  type SavedView,
} from '#store/saved-views.ts';
import { authorOf, onlyOne } from '../batch.ts';
import type { Context } from '../context.ts';
import { read, write } from '../request.ts';

export type ShownView = ListedView & { readonly isOwn: boolean };

const viewsPerPersonMax = 200;

export async function listSavedViews(
  context: Context,
  query: { readonly list?: string | undefined; readonly search?: string | undefined } & PageWanted,
): Promise<Result<Page<ShownView>>> {
  const { principal } = context;
  const permitted = requirePermission(principal, 'firm.read');
  if (!permitted.ok) return permitted;
  const page = await read(context, (tx) => listViews(tx, { ...query, actorId: principal.actorId }, query));
  return done({ ...page, items: page.items.map((view) => shownTo(principal, view)) });
}

export type NewView = Pick<SavedView, 'list' | 'name' | 'filters'> & {
  readonly shared?: boolean | undefined;
};

export async function saveView(context: Context, view: NewView): Promise<Result<ShownView>> {
  const { principal } = context;
  const permitted = requirePermission(principal, 'own.keep');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    if ((await countViewsOf(tx, principal.actorId)) >= viewsPerPersonMax) return tooMany();
    const { list, name, filters, shared = false } = view;
    const record = { actorId: principal.actorId, list, name, filters, shared };
    const [made] = await insertRecords(tx, authorOf(context), savedViews, [record]);
    return shown(tx, principal, made!.id);
  });
}

export async function changeView(
  context: Context,
  change: Recorded & Partial<Pick<SavedView, 'name' | 'filters' | 'shared'>>,
): Promise<Result<ShownView>> {
  const { principal } = context;
  const permitted = requirePermission(principal, 'own.keep');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const held = await holdView(tx, principal, change);
    if (!held.ok) return held;
    const { name, filters, shared } = change;
    const to = {
      ...(name === undefined ? {} : { name }),
      ...(filters === undefined ? {} : { filters }),
      ...(shared === undefined ? {} : { shared }),
    };
    await updateRecord(tx, authorOf(context), savedViews, { record: held.value, to });
    return shown(tx, principal, change.id);
  });
}

export async function removeView(context: Context, seen: Recorded): Promise<Result<null>> {
  const { principal } = context;
  const permitted = requirePermission(principal, 'own.keep');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const held = await holdView(tx, principal, seen);
    if (!held.ok) return held;
    await removeRecords(tx, authorOf(context), savedViews, [held.value]);
    return done(null);
  });
}

/** Of views that others keep to themselves nobody is told that they exist. */
async function holdView(tx: Tx, principal: Principal, seen: Recorded): Promise<Result<SavedView>> {
  const found = await findRecord(tx, savedViews, seen.id);
  if (!found.ok) return found;
  const isOwn = found.value.actorId === principal.actorId;
  if (!isOwn && !found.value.shared) return unknownView(seen.id);
  if (!isOwn && !may(principal, 'firm.settings')) {
    return refuse('notPermitted', 'Only whoever shares this view changes it. Keep one of your own instead.');
  }
  return claimRecord(tx, savedViews, seen);
}

async function shown(tx: Tx, principal: Principal, id: number): Promise<Result<ShownView>> {
  return done(shownTo(principal, onlyOne(await loadViews(tx, [id]))));
}

function shownTo(principal: Principal, view: ListedView): ShownView {
  return { ...view, isOwn: view.actorId === principal.actorId };
}

function unknownView(id: number): Refused {
  return refuse('notFound', `This firm has no view with the id ${id}.`, { field: 'id', value: String(id) });
}

function tooMany(): Refused {
  return refuse('limitReached', `Nobody keeps more than ${viewsPerPersonMax} views. Remove one first.`, {
    accepted: `at most ${viewsPerPersonMax} views`,
  });
}
