import { sql } from 'kysely';
import type { Tx } from '#store/database.ts';
import type { Page, PageWanted } from './pages.ts';
import { columnsOf, contains, readItems, readPage, runFragment, when } from './pages.ts';
import type { RecordKind } from './records.ts';

export type ContactRecord = {
  readonly id: number;
  readonly version: number;
  readonly clientId: number;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly position: string | null;
  /** A client has at most one primary contact. */
  readonly isPrimary: boolean;
};

export const contacts: RecordKind<ContactRecord> = {
  table: 'contact',
  subject: 'contact',
  noun: 'contact',
  unknown: 'unknownContact',
  columns: {
    id: 'id',
    version: 'version',
    clientId: 'client_id',
    name: 'name',
    email: 'email',
    phone: 'phone',
    position: 'position',
    isPrimary: 'is_primary',
  },
};

export type Contact = ContactRecord & { readonly clientName: string };

export type ContactFilter = {
  readonly search?: string | undefined;
  readonly clientId?: number | undefined;
};

const selection = {
  columns: sql`${columnsOf(contacts, 'p')}, c.name as "clientName"`,
  from: sql`contact p join client c on c.firm_id = p.firm_id and c.id = p.client_id`,
};

const id = sql`p.id`;

export function listContacts(tx: Tx, filter: ContactFilter, wanted: PageWanted): Promise<Page<Contact>> {
  const where = [
    sql`p.firm_id = ${tx.firmId}`,
    when(filter.search, (search) => contains(['p.name', 'p.email', 'c.name'], search)),
    when(filter.clientId, (clientId) => sql`p.client_id = ${clientId}`),
  ];
  return readPage<Contact>(tx, { selection, where, sortText: sql`lower(p.name)`, id }, wanted);
}

export function loadContacts(tx: Tx, ids: readonly number[]): Promise<Contact[]> {
  return readItems<Contact>(tx, { selection, where: [sql`p.firm_id = ${tx.firmId}`], id }, ids);
}

/** Locks the clients, so that one at a time changes which contact is primary, and answers the primary contacts. */
export async function claimPrimaryContacts(tx: Tx, clientIds: readonly number[]): Promise<ContactRecord[]> {
  await tx.query(`select 1 from client where firm_id = $1 and id = any ($2) order by id for no key update`, [
    tx.firmId,
    clientIds,
  ]);
  return runFragment<ContactRecord>(
    tx,
    sql`select ${columnsOf(contacts, 'p')} from contact p
        where p.firm_id = ${tx.firmId} and p.client_id = any (${clientIds}::int[]) and p.is_primary`,
  );
}

/** Every contact of the client, to go when the client goes. */
export async function findContactsOfClient(tx: Tx, clientId: number): Promise<ContactRecord[]> {
  return runFragment<ContactRecord>(
    tx,
    sql`select ${columnsOf(contacts, 'p')} from contact p
        where p.firm_id = ${tx.firmId} and p.client_id = ${clientId} order by p.id`,
  );
}
