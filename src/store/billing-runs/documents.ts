import type { Tx } from '../database.ts';

export type RunDocument = {
  readonly invoiceId: number;
  readonly number: string | null;
  readonly clientName: string | null;
};

/** The invoices of a run in the order of their numbers; its drafts in the order in which they were made. */
export function readRunDocuments(
  tx: Tx,
  runId: number,
  status: 'approved' | 'draft',
): Promise<RunDocument[]> {
  return tx.query<RunDocument>(
    `select i.id as "invoiceId", i.number, c.name as "clientName"
     from billing_run_unit u
     join invoice i on i.firm_id = u.firm_id and i.id = u.invoice_id and i.status = $3
     left join client c on c.firm_id = i.firm_id and c.id = i.client_id
     where u.firm_id = $1 and u.run_id = $2
     order by i.series_id, i.series_value, i.number, u.place`,
    [tx.firmId, runId, status],
  );
}
