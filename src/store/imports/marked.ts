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

/**
 * What is still open of marked time, whose invoice was not imported. From what the files mark to our entries, each looked up
 * by its key (`offset 0` holds PostgreSQL to that): in a firm that is new to its statistics it would read all entries once
 * per job instead, which took ten times as long as the rest of the import.
 */
const openMarked = `import_billed_time b
  cross join lateral (
    select x.our_id from external_reference x
    where x.firm_id = $1 and x.source = b.source and x.kind = 'timeEntry' and x.external_key = b.time_key offset 0) x
  cross join lateral (
    select e.id, e.job_id, e.worked_on from time_entry e
    where e.firm_id = $1 and e.id = x.our_id and not e.deleted offset 0) e
  cross join lateral (
    select from open_item o where o.firm_id = $1 and o.job_id = e.job_id and o.item_id = e.id offset 0) o
  cross join lateral (
    select j.client_id, j.currency from job j where j.firm_id = $1 and j.id = e.job_id offset 0) j
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
