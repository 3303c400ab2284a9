import { requirePermission } from '#core/access/principal.ts';
import type { Result } from '#core/refusal.ts';
import { done } from '#core/refusal.ts';
import type { Page, PageWanted } from '#store/practice/pages.ts';
import { findRecord } from '#store/practice/records.ts';
import type { StaffFilter, StaffMember } from '#store/practice/staff.ts';
import { listStaff as listStored, staff } from '#store/practice/staff.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';

export async function listStaff(
  context: Context,
  query: StaffFilter & PageWanted,
): Promise<Result<Page<StaffMember>>> {
  const permitted = requirePermission(context.principal, 'staff.read');
  if (!permitted.ok) return permitted;
  return done(await read(context, (tx) => listStored(tx, query, query)));
}

export async function getStaffMember(context: Context, id: number): Promise<Result<StaffMember>> {
  const permitted = requirePermission(context.principal, 'staff.read');
  if (!permitted.ok) return permitted;
  return read(context, (tx) => findRecord(tx, staff, id));
}
