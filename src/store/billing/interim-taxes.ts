// The taxes that open interims were invoiced with, so that they are taken off again when the interims are absorbed.

import type { TaxShare } from '#core/billing/divide-by-tax.ts';
import type { Tx } from '../database.ts';
import { readByKey } from '../prepared.ts';

/**
 * Of the interims open on jobs that an invoice raised: what its lines came to under each tax, less credit notes. Absent is
 * an interim of which that is not known: one raised by hand, or by an imported invoice with tax that fits none of the firm's.
 */
export async function readInterimTaxes(
  tx: Tx,
  jobIds: readonly number[],
): Promise<Map<bigint, readonly TaxShare[]>> {
  const rows = await readByKey<TaxShare & { itemId: bigint }>(
    tx,
    `with raised as (
       select distinct on (o.item_id) o.item_id, o.job_id, i.id as invoice_id, i.origin, e.line_number
       from open_item o
       join invoice_effect e on e.firm_id = o.firm_id and e.item_id = o.item_id and e.kind = 'interimRaised'
       join invoice d on d.firm_id = e.firm_id and d.id = e.invoice_id
       join invoice i on i.firm_id = d.firm_id and i.id = coalesce(d.credits_invoice_id, d.id)
       where o.firm_id = $1 and o.job_id = any ($2) and o.item_kind = 3
         and (i.origin = 'composed' or i.tax_minor is not null and not exists (
           select from invoice_line t
           where t.firm_id = $1 and t.invoice_id = i.id and t.tax_id is null and t.tax_minor <> 0))
       order by o.item_id, e.invoice_id)
     select r.item_id as "itemId", l.tax_id as "taxId",
       sum_minor(l.amount_minor - coalesce(c.amount_minor, 0)) as "weightMinor"
     from raised r
     -- Of no line of its own, it is of all that the job was invoiced of its quote, or, imported, of all but added costs.
     join invoice_line l on l.firm_id = $1 and l.invoice_id = r.invoice_id
       and (l.line_number = r.line_number or r.line_number is null and coalesce(l.job_id, r.job_id) = r.job_id
         and (l.kind = 'quote' or r.origin = 'imported' and l.kind not in ('cost', 'interim', 'retention')))
     left join lateral (
       select sum_minor(w.amount_minor) as amount_minor
       from invoice n join invoice_line w on w.firm_id = n.firm_id and w.invoice_id = n.id
       where n.firm_id = $1 and n.credits_invoice_id = r.invoice_id and n.status = 'approved'
         and w.credits_line_number = l.line_number) c on true
     group by r.item_id, l.tax_id
     order by r.item_id, min(l.line_number)`,
    [tx.firmId, jobIds],
  );
  const byItem = Map.groupBy(rows, ({ itemId }) => itemId);
  return new Map(
    [...byItem].map(([itemId, own]) => [
      itemId,
      own.map(({ taxId, weightMinor }) => ({ taxId, weightMinor })),
    ]),
  );
}
