// What open interims stand for: the claims of the quote that raised them. A final invoice by the quote that absorbs an
// interim states those claims again, as a part of the whole. An interim that was raised beside the quote, or before there
// was one, stands for none and did not count as invoiced of it.

import { journalKinds } from '#core/ledger/kinds.ts';
import type { Tx } from '../database.ts';
import { readByKey } from '../prepared.ts';

export type InterimClaims = {
  /** What the claims raised, before anything of it was absorbed. */
  readonly raisedMinor: bigint;
  /** What is open of it; above 0. */
  readonly openMinor: bigint;
  /** What stands of each claim, by line of the quote. */
  readonly claims: ReadonlyMap<number, bigint>;
};

/** A line typed beside the claims raises an interim of its own. */
const ofTypedLine = `exists (
  select from invoice_effect e join invoice_line w
    on w.firm_id = e.firm_id and w.invoice_id = e.invoice_id and w.line_number = e.line_number
  where e.firm_id = $1 and e.item_id = o.item_id and e.kind = 'interimRaised' and w.typed offset 0)`;

/**
 * Of the interims open on jobs; one that no claim of a quote raised is absent. Few jobs have any: "offset 0" holds the plan to
 * looking up each of them, where statistics that are not there yet would have it go through all invoices of the firm.
 */
export async function readInterimClaims(
  tx: Tx,
  jobIds: readonly number[],
): Promise<Map<bigint, InterimClaims>> {
  type Row = {
    itemId: bigint;
    raisedMinor: bigint;
    openMinor: bigint;
    quoteLineId: number;
    minor: bigint;
  };
  const rows = await readByKey<Row>(
    tx,
    `select o.item_id as "itemId", i.amount_minor as "raisedMinor", -o.open_minor as "openMinor",
       c.quote_line_id as "quoteLineId", sum_minor(c.claimed_minor) as minor
     from open_item o
     join interim i on i.firm_id = o.firm_id and i.id = o.item_id
     cross join lateral (
       select j.cause_id from ledger_line l
       join journal j on j.firm_id = l.firm_id and j.id = l.journal_id and j.cause_kind = 3
       where l.firm_id = $1 and l.job_id = o.job_id and l.item_id = o.item_id and l.kind = 4 offset 0) raised
     cross join lateral (
       select c.quote_line_id, c.claimed_minor from quote_claim c
       where c.firm_id = $1 and c.invoice_id = raised.cause_id and c.job_id = o.job_id offset 0) c
     where o.firm_id = $1 and o.job_id = any ($2) and o.item_kind = 3
       and not ${ofTypedLine}
     group by o.item_id, i.amount_minor, o.open_minor, c.quote_line_id`,
    [tx.firmId, jobIds],
  );
  const byItem = Map.groupBy(rows, (row) => row.itemId);
  return new Map(
    [...byItem].map(([itemId, own]) => [
      itemId,
      {
        raisedMinor: own[0]!.raisedMinor,
        openMinor: own[0]!.openMinor,
        claims: new Map(own.map(({ quoteLineId, minor }) => [quoteLineId, minor])),
      },
    ]),
  );
}

/** The interims open on jobs whose raising did not count as invoiced of a quote. */
export async function readInterimsBesideQuotes(
  tx: Tx,
  jobIds: readonly number[],
): Promise<ReadonlySet<bigint>> {
  const rows = await tx.query<{ itemId: bigint }>(
    `select o.item_id as "itemId"
     from open_item o
     where o.firm_id = $1 and o.job_id = any ($2) and o.item_kind = 3 and (
       not exists (
         select from ledger_line l
         join journal j on j.firm_id = l.firm_id and j.id = l.journal_id and j.cause_kind = 3
         join journal q on q.firm_id = j.firm_id and q.cause_kind = 3 and q.cause_id = j.cause_id
         join ledger_line w on w.firm_id = q.firm_id and w.journal_id = q.id and w.job_id = o.job_id and w.kind = $3
         where l.firm_id = $1 and l.job_id = o.job_id and l.item_id = o.item_id and l.kind = 4
         offset 0)
       or ${ofTypedLine})`,
    [tx.firmId, jobIds, journalKinds.quoteInvoiced.code],
  );
  return new Set(rows.map(({ itemId }) => itemId));
}
