// What drafts hold. An item is on one draft at most, and the primary key of draft_item says so, whoever is faster; who
// decides on items reads this under the lock of their jobs.

import type { Tx } from '../database.ts';

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
  await tx.query(
    `insert into draft_item (firm_id, invoice_id, item_id, job_id)
     select $1, $2, * from unnest($3::bigint[], $4::int[])
     on conflict do nothing`,
    [tx.firmId, invoiceId, itemIds, items.map(({ jobId }) => jobId)],
  );
  return readHolders(tx, itemIds, invoiceId);
}

export async function releaseItems(tx: Tx, invoiceId: number): Promise<void> {
  await tx.query('delete from draft_item where firm_id = $1 and invoice_id = $2', [tx.firmId, invoiceId]);
}

/** The items that a draft holds. */
export async function readReserved(tx: Tx, invoiceId: number): Promise<Set<bigint>> {
  const rows = await tx.query<{ id: bigint }>(
    'select item_id as id from draft_item where firm_id = $1 and invoice_id = $2',
    [tx.firmId, invoiceId],
  );
  return new Set(rows.map((row) => row.id));
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
  const rows = await tx.query<HolderRow>(
    `select ${holders} where d.firm_id = $1 and d.item_id = any ($2) and d.invoice_id is distinct from $3::int`,
    [tx.firmId, itemIds, exceptInvoiceId],
  );
  return byItem(rows);
}

/** As readHolders, for everything on jobs. */
export async function readHoldersOnJobs(
  tx: Tx,
  jobIds: readonly number[],
  exceptInvoiceId: number | null = null,
): Promise<Map<bigint, DraftName>> {
  const rows = await tx.query<HolderRow>(
    `select ${holders} where d.firm_id = $1 and d.job_id = any ($2) and d.invoice_id is distinct from $3::int`,
    [tx.firmId, jobIds, exceptInvoiceId],
  );
  return byItem(rows);
}

function byItem(rows: readonly HolderRow[]): Map<bigint, DraftName> {
  return new Map(rows.map(({ itemId, invoiceId, name }) => [itemId, { invoiceId, name }]));
}
