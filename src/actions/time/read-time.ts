// Reading time entries: one's own, or everybody's for those who may.

import { may, mayReadTimeOf, requirePermission } from '#core/access/principal.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import {
  listTimeEntries,
  readListedTimeEntry,
  type ListedTimeEntry,
  type TimeEntryFilter,
  type TimeEntryPosition,
} from '#store/work/time-entries.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';

export type TimePage = { readonly after: TimeEntryPosition | null; readonly limit: number };

/** A page, newest first; whoever may read only their own time gets only that. */
export async function listTime(
  context: Context,
  filter: TimeEntryFilter,
  page: TimePage,
): Promise<Result<ListedTimeEntry[]>> {
  if (!may(context.principal, 'time.readAny')) {
    const permitted = requirePermission(context.principal, 'time.readOwn');
    if (!permitted.ok) return permitted;
  }
  return read(context, async (tx) => {
    const { principal } = context;
    if (may(principal, 'time.readAny')) return done(await listTimeEntries(tx, filter, page));
    if (principal.staffId === null || (filter.staffId ?? principal.staffId) !== principal.staffId)
      return done([]);
    return done(await listTimeEntries(tx, { ...filter, staffId: principal.staffId }, page));
  });
}

export function readTimeEntry(context: Context, id: bigint): Promise<Result<ListedTimeEntry>> {
  return read(context, async (tx) => {
    const entry = await readListedTimeEntry(tx, id);
    if (entry !== undefined && mayReadTimeOf(context.principal, entry.staffId)) return done(entry);
    return refuse('notFound', 'There is no such time entry, or it is not yours to see.', {
      value: String(id),
    });
  });
}
