// What drafts hold. An item is on one draft at most, and the primary key of draft_item says so, whoever is faster; who
// decides on items reads this under the lock of their jobs.

import type { Tx } from '../database.ts';
import { arrayOf, unnested, type Columns } from './columns.ts';

/** A draft as people know it: drafts have no number. */
export type DraftName = { readonly invoiceId: number; readonly name: string };

/** The content of a draft as it was written; null where there is none. */
export async function readDraftContent(tx: Tx, invoiceId: number): Promise<string | null> {
  const [row] = await tx.query<{ content: string | null }>(
    'select content::text as content from invoice where firm_id = $1 and id = $2',
    [tx.firmId, invoiceId],
  );
  return row?.content ?? null;
}

export async function writeDraftContent(tx: Tx, invoiceId: number, json: string): Promise<void> {
  await tx.query('update invoice set content = $3::jsonb where firm_id = $1 and id = $2', [
    tx.firmId,
    invoiceId,
    json,
  ]);
}

/** As readDraftContent, of many; a draft without content is absent. */
export async function readDraftContents(tx: Tx, invoiceIds: readonly number[]): Promise<Map<number, string>> {
  const rows = await tx.prepared<{ id: number; content: string }>(
    'draft-contents',
    `select id, content::text as content from invoice
     where firm_id = $1 and id = any ($2) and content is not null`,
    [tx.firmId, invoiceIds],
  );
  return new Map(rows.map(({ id, content }) => [id, content]));
}

export type ReservedItem = { readonly itemId: bigint; readonly jobId: number };

/** Reserves these items for a draft and no others; answers those that another draft holds, by item. */
export async function reserveItems(
  tx: Tx,
  invoiceId: number,
  items: readonly ReservedItem[],
): Promise<Map<bigint, DraftName>> {
  const itemIds = items.map(({ itemId }) => itemId);
  await tx.query('delete from draft_item where firm_id = $1 and invoice_id = $2 and item_id <> all ($3)', [
    tx.firmId,
    invoiceId,
    itemIds,
  ]);
  await reserveForDrafts(tx, [{ invoiceId, items }]);
  return readHolders(tx, itemIds, invoiceId);
}

export type Reservation = { readonly invoiceId: number; readonly items: readonly ReservedItem[] };

type ReservedRow = ReservedItem & { readonly invoiceId: number };

const reservedColumns: Columns<ReservedRow> = {
  invoice_id: ['int', (row) => row.invoiceId],
  item_id: ['bigint', (row) => row.itemId],
  job_id: ['int', (row) => row.jobId],
};

/** Reserves items that are free; whether all of them were. */
export async function reserveForDrafts(tx: Tx, reservations: readonly Reservation[]): Promise<boolean> {
  const rows = reservations.flatMap(({ invoiceId, items }) =>
    items.map(({ itemId, jobId }) => ({ invoiceId, itemId, jobId })),
  );
  if (rows.length === 0) return true;
  const added = await tx.prepared(
    'reserve-items',
    `insert into draft_item (firm_id, invoice_id, item_id, job_id)
     select $1, invoice_id, item_id, job_id from ${unnested(reservedColumns, 'n')}
     on conflict do nothing returning 1`,
    [tx.firmId, ...Object.values(reservedColumns).map((column) => arrayOf(rows, column))],
  );
  return added.length === rows.length;
}

export function releaseItems(tx: Tx, invoiceId: number): Promise<void> {
  return releaseDrafts(tx, [invoiceId]);
}

/** Frees what drafts hold. */
export async function releaseDrafts(tx: Tx, invoiceIds: readonly number[]): Promise<void> {
  await tx.prepared('release-items', 'delete from draft_item where firm_id = $1 and invoice_id = any ($2)', [
    tx.firmId,
    invoiceIds,
  ]);
}

/** Drafts by their names. */
export async function readDraftNames(tx: Tx, invoiceIds: readonly number[]): Promise<Map<number, string>> {
  const rows = await tx.query<{ id: number; name: string }>(
    `select i.id, 'draft ' || i.id || coalesce(' for ' || c.name, '') as name
     from invoice i left join client c on c.firm_id = i.firm_id and c.id = i.client_id
     where i.firm_id = $1 and i.id = any ($2)`,
    [tx.firmId, invoiceIds],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** What drafts hold on jobs: the draft, by item. */
export async function readReserved(tx: Tx, jobIds: readonly number[]): Promise<Map<bigint, number>> {
  const rows = await tx.prepared<{ id: bigint; invoiceId: number }>(
    'reserved-on-jobs',
    'select item_id as id, invoice_id as "invoiceId" from draft_item where firm_id = $1 and job_id = any ($2)',
    [tx.firmId, jobIds],
  );
  return new Map(rows.map((row) => [row.id, row.invoiceId]));
}

const holders = `d.item_id as "itemId", d.invoice_id as "invoiceId",
    'draft ' || d.invoice_id || coalesce(' for ' || c.name, '') as name
  from draft_item d
  join invoice i on i.firm_id = d.firm_id and i.id = d.invoice_id
  left join client c on c.firm_id = i.firm_id and c.id = i.client_id`;

type HolderRow = DraftName & { readonly itemId: bigint };

/** The drafts that hold items, by item; free items, and those of the draft left out, are not in it. */
export async function readHolders(
  tx: Tx,
  itemIds: readonly bigint[],
  exceptInvoiceId: number | null = null,
): Promise<Map<bigint, DraftName>> {
  const rows = await tx.prepared<HolderRow>(
    'holders-of-items',
    `select ${holders} where d.firm_id = $1 and d.item_id = any ($2) and d.invoice_id is distinct from $3::int`,
    [tx.firmId, itemIds, exceptInvoiceId],
  );
  return byItem(rows);
}

function byItem(rows: readonly HolderRow[]): Map<bigint, DraftName> {
  return new Map(rows.map(({ itemId, invoiceId, name }) => [itemId, { invoiceId, name }]));
}
