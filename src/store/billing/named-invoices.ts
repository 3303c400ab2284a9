import type { Tx } from '../database.ts';
import type { DocumentKind } from './invoices.ts';

export type NamedInvoice = {
  readonly id: number;
  readonly document: DocumentKind;
  readonly number: string | null;
  readonly clientName: string | null;
};

/** What invoices and credit notes are called; those that there are. */
export async function readNamedInvoices(
  tx: Tx,
  ids: readonly number[],
): Promise<ReadonlyMap<number, NamedInvoice>> {
  const rows = await tx.query<NamedInvoice>(
    `select i.id, i.document, i.number, c.name as "clientName"
     from invoice i left join client c on c.firm_id = i.firm_id and c.id = i.client_id
     where i.firm_id = $1 and i.id = any ($2)`,
    [tx.firmId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
