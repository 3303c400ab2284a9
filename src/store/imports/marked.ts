// Time that the files of an import mark as invoiced, on invoices that did not come along.

import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';

export type MarkedGroup = {
  readonly source: string;
  /** The key of the invoice in its source. */
  readonly invoice: string;
  /** Its number as the source writes it; null when it has none. */
  readonly written: string | null;
  readonly clientId: number;
  readonly currency: CurrencyCode;
};

/** What is still open of marked time, whose invoice was not imported. */
const openMarked = `import_billed_time b
  join external_reference x on x.firm_id = $1 and x.source = b.source and x.kind = 'timeEntry' and x.external_key = b.time_key
  join time_entry e on e.firm_id = $1 and e.id = x.our_id and not e.deleted
  join open_item o on o.firm_id = $1 and o.job_id = e.job_id and o.item_id = e.id
  join job j on j.firm_id = $1 and j.id = e.job_id
  where b.firm_id = $1 and b.batch_id = $2 and b.invoice is not null
    and not exists (select 1 from external_reference i where i.firm_id = $1 and i.source = b.source
      and i.kind = 'invoice' and i.external_key = b.invoice)`;

export function readMarkedGroups(tx: Tx, batchId: number): Promise<MarkedGroup[]> {
  return tx.query<MarkedGroup>(
    `select b.source, b.invoice, min(b.invoice_number) as written, j.client_id as "clientId", j.currency
     from ${openMarked}
     group by b.source, b.invoice, j.client_id, j.currency
     order by min(e.worked_on), b.invoice, j.client_id`,
    [tx.firmId, batchId],
  );
}

export function readMarkedItems(
  tx: Tx,
  batchId: number,
  group: MarkedGroup,
): Promise<{ itemId: bigint; jobId: number; taskName: string }[]> {
  return tx.query(
    `select distinct e.id as "itemId", e.job_id as "jobId", t.name as "taskName"
     from (select b.time_key, b.source, b.invoice, e.id as entry_id from ${openMarked}
       and b.source = $3 and b.invoice = $4 and j.client_id = $5 and j.currency = $6) m
     join time_entry e on e.firm_id = $1 and e.id = m.entry_id
     join job_task t on t.firm_id = $1 and t.id = e.job_task_id`,
    [tx.firmId, batchId, group.source, group.invoice, group.clientId, group.currency],
  );
}
