// The account of a client in one currency: each thing that made it owe more or less, on its own day. Allocations are not
// among them, since they only say what pays what; what was paid back to the client is.
//
// What was cancelled or voided stands on its day and is taken back on the day of that, so that a statement of the past
// reads as it did then, and what is owed on a day is what the debtors of that day add up to.
//
// The documents of one client are reached by its key, so one plan serves all clients and is made once.

import type { StatementEntry } from '#core/documents/data.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import { readByKey } from '../prepared.ts';

export type AccountAsked = {
  readonly clientId: number;
  readonly currency: CurrencyCode;
  readonly from: CivilDate;
  readonly to: CivilDate;
};

export type AccountEntry = StatementEntry & {
  /** What is behind it; of money that went back, what it was paid back from. */
  readonly source: 'invoice' | 'creditNote' | 'payment';
  readonly sourceId: number;
};

/** $2 client, $3 currency, $4 the last day. */
const entries = `
  select i.invoiced_on as on, i.document as kind, i.id, i.number, i.reference,
    case i.document when 'invoice' then i.due_on end as due_on,
    case i.document when 'invoice' then 1 else -1 end * (i.total_minor + coalesce(i.tax_minor, 0)) as amount_minor,
    i.document as source, i.id as source_id
  from invoice i
  where i.firm_id = $1 and i.client_id = $2 and i.currency = $3 and i.status in ('approved', 'cancelled')
    and i.invoiced_on <= $4
  union all
  select greatest(i.cancelled_on, i.invoiced_on), i.document || 'Cancelled', i.id, i.number, i.cancel_reason, null,
    case i.document when 'invoice' then -1 else 1 end * (i.total_minor + coalesce(i.tax_minor, 0)), i.document, i.id
  from invoice i
  where i.firm_id = $1 and i.client_id = $2 and i.currency = $3 and i.status = 'cancelled'
    and greatest(i.cancelled_on, i.invoiced_on) <= $4
  union all
  select p.paid_on, 'payment', p.id, null, p.reference, null, -p.amount_minor, 'payment', p.id
  from payment p
  where p.firm_id = $1 and p.client_id = $2 and p.currency = $3 and p.paid_on <= $4
  union all
  select greatest(p.voided_on, p.paid_on), 'paymentVoided', p.id, null, p.void_reason, null, p.amount_minor, 'payment', p.id
  from payment p
  where p.firm_id = $1 and p.client_id = $2 and p.currency = $3
    and p.voided_on is not null and greatest(p.voided_on, p.paid_on) <= $4
  union all
  select a.allocated_on, 'refund', a.id, null, p.reference, null, a.amount_minor, 'payment', p.id
  from payment p
  join allocation a on a.firm_id = p.firm_id and a.payment_id = p.id and a.invoice_id is null
  where p.firm_id = $1 and p.client_id = $2 and p.currency = $3 and a.allocated_on <= $4
  union all
  select a.allocated_on, 'refund', a.id, i.number, null, null, a.amount_minor, 'creditNote', i.id
  from invoice i
  join allocation a on a.firm_id = i.firm_id and a.credit_note_id = i.id and a.invoice_id is null
  where i.firm_id = $1 and i.client_id = $2 and i.currency = $3 and i.document = 'creditNote'
    and a.allocated_on <= $4`;

/** What was owed before the first day. */
export async function readOpening(tx: Tx, { clientId, currency, from, to }: AccountAsked): Promise<bigint> {
  const parameters = [tx.firmId, clientId, currency, to, from];
  const [row] = await readByKey<{ opening: bigint }>(tx, openingOfAccount, parameters);
  return row!.opening;
}

/** What happened, day by day; never more than `limit`. */
export function readEntries(
  tx: Tx,
  { clientId, currency, from, to }: AccountAsked,
  limit: number,
): Promise<AccountEntry[]> {
  const parameters = [tx.firmId, clientId, currency, to, from, limit];
  return readByKey<AccountEntry>(tx, entriesOfAccount, parameters);
}

const openingOfAccount = `
  select coalesce(sum(e.amount_minor), 0)::bigint as opening from (${entries}) e where e.on < $5`;

const entriesOfAccount = `
  select e.on, e.kind, e.number, nullif(e.reference, '') as reference, e.due_on as "dueOn",
    e.amount_minor::bigint as "amountMinor", e.source, e.source_id as "sourceId"
  from (${entries}) e
  where e.on >= $5 and e.amount_minor <> 0
  order by e.on, array_position(
    array['invoice', 'invoiceCancelled', 'creditNote', 'creditNoteCancelled', 'payment', 'paymentVoided', 'refund'],
    e.kind), e.id
  limit $6`;
