import { sql } from 'kysely';
import type { Tx } from '#store/database.ts';
import type { Page, PageWanted } from './pages.ts';
import { columnsOf, contains, readPage, when } from './pages.ts';
import type { RecordKind } from './records.ts';

export type StaffMember = {
  readonly id: number;
  readonly version: number;
  readonly name: string;
  readonly email: string | null;
  readonly code: string | null;
  /** Somebody who left keeps their history and takes no new time. */
  readonly active: boolean;
  /** Minutes from Monday to Sunday; null for the firm's days. */
  readonly workingMinutes: number[] | null;
};

export const staff: RecordKind<StaffMember> = {
  table: 'staff',
  subject: 'staff',
  noun: 'staff member',
  unknown: 'unknownStaff',
  columns: {
    id: 'id',
    version: 'version',
    name: 'name',
    email: 'email',
    code: 'code',
    active: 'active',
    workingMinutes: 'working_minutes',
  },
};

export type StaffFilter = { readonly search?: string | undefined; readonly active?: boolean | undefined };

export function listStaff(tx: Tx, filter: StaffFilter, wanted: PageWanted): Promise<Page<StaffMember>> {
  const selection = { columns: columnsOf(staff, 's'), from: sql`staff s` };
  const where = [
    sql`s.firm_id = ${tx.firmId}`,
    when(filter.search, (search) => contains(['s.name', 's.email', 's.code'], search)),
    when(filter.active, (active) => sql`s.active = ${active}`),
  ];
  return readPage<StaffMember>(tx, { selection, where, sortText: sql`lower(s.name)`, id: sql`s.id` }, wanted);
}
