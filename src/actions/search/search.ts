import type { Permission } from '#core/access/permissions.ts';
import { may, requirePermission } from '#core/access/principal.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import { done, type Result } from '#core/refusal.ts';
import { searchRecords, type FoundRow } from '#store/search.ts';
import type { Context } from '../context.ts';

/** What can be found, and what one has to be allowed to find it; of equals, the first kind comes first. */
const permissionsToFind = {
  client: 'clients.read',
  job: 'jobs.read',
  contact: 'clients.read',
  quote: 'quotes.read',
  invoice: 'invoices.read',
  creditNote: 'invoices.read',
  payment: 'invoices.read',
  staff: 'staff.read',
  task: 'tasks.read',
} as const satisfies Record<string, Permission>;

type Kind = keyof typeof permissionsToFind;
const kindsAll = Object.keys(permissionsToFind) as Kind[];

export type Found = {
  readonly kind: Kind;
  readonly id: bigint;
  readonly title: string;
  readonly subtitle: string;
  readonly datedOn: CivilDate | null;
  readonly clientId: number | null;
  readonly jobId: number | null;
};

export type Search = {
  readonly text: string;
  readonly kinds?: readonly Kind[] | undefined;
  readonly limit: number;
};

/** Somebody waits for each letter: what cannot be found by then is not worth the wait. */
const statementTimeoutMs = 2_000;

/** Finds records by the beginnings of their words, among what the caller may see. */
export async function search(context: Context, wanted: Search): Promise<Result<Found[]>> {
  const { principal, database } = context;
  const kinds = kindsAll.filter((kind) => may(principal, permissionsToFind[kind]));
  if (kinds.length === 0) {
    const permitted = requirePermission(principal, 'jobs.read');
    if (!permitted.ok) return permitted;
  }
  const asked = kinds.filter((kind) => wanted.kinds?.includes(kind) ?? true);
  const rows = await database.inFirm(
    principal.firmId,
    (tx) => searchRecords(tx, { kinds: asked, text: wanted.text, limit: wanted.limit }),
    { readOnly: true, statementTimeoutMs },
  );
  return done(rows.map(asFound));
}

const nouns: Partial<Record<Kind, string>> = {
  quote: 'Quote',
  invoice: 'Draft invoice',
  creditNote: 'Credit note',
  payment: 'Payment',
};

function asFound(row: FoundRow): Found {
  const kind = row.kind as Kind;
  const named = [row.number, row.name].filter((text) => text !== null && text !== '');
  return {
    kind,
    id: row.id,
    title: named.length > 0 ? named.join(' ') : `${nouns[kind] ?? kind} ${row.id}`,
    subtitle: row.clientName ?? '',
    datedOn: row.datedOn,
    clientId: row.clientId,
    jobId: row.jobId,
  };
}
