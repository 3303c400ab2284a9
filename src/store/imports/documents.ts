// What an imported document takes from records that are there already.

import { recipientOf } from '#core/documents/head.ts';
import type { Tx } from '../database.ts';

export async function readInterimDescriptions(tx: Tx, ids: readonly bigint[]): Promise<Map<bigint, string>> {
  const rows = await tx.query<{ id: bigint; description: string }>(
    'select id, description from interim where firm_id = $1 and id = any ($2)',
    [tx.firmId, ids],
  );
  return new Map(rows.map(({ id, description }) => [id, description]));
}

/** Whether a series has numbered any document. */
export async function hasGivenNumbers(
  tx: Tx,
  { id, document }: { readonly id: number; readonly document: 'invoice' | 'creditNote' | 'quote' },
): Promise<boolean> {
  const table = document === 'quote' ? 'quote' : 'invoice';
  const [row] = await tx.query<{ given: boolean }>(
    `select exists (select from ${table} where firm_id = $1 and series_id = $2 and series_value is not null) as given`,
    [tx.firmId, id],
  );
  return row!.given;
}

/** Clients as documents are addressed to them. */
export async function readRecipients(tx: Tx, clientIds: readonly number[]): Promise<Map<number, string>> {
  if (clientIds.length === 0) return new Map();
  const rows = await tx.query<{ id: number; name: string; address: string | null; taxNumber: string | null }>(
    `select id, name, coalesce(nullif(postal_address, ''), address) as address, nullif(tax_number, '') as "taxNumber"
     from client where firm_id = $1 and id = any ($2)`,
    [tx.firmId, clientIds],
  );
  return new Map(rows.map((client) => [client.id, recipientOf(client)]));
}

export function readContacts(
  tx: Tx,
  clientIds: readonly number[],
): Promise<{ id: number; clientId: number; name: string }[]> {
  return tx.query(
    `select id, client_id as "clientId", name from contact
     where firm_id = $1 and client_id = any ($2) order by id desc`,
    [tx.firmId, clientIds],
  );
}
