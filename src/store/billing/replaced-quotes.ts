// Quotes that another has taken the place of, and what still names lines of them.

import type { Tx } from '../database.ts';

export type ReplacedQuote = {
  readonly quoteLineId: number;
  readonly jobNumber: string;
  readonly number: string | null;
  /** The quote that its job is billed by now; null: none. */
  readonly replacedBy: string | null;
};

/** Of these lines, those of quotes that their jobs were billed by and are not any more. */
export async function readReplacedQuotes(tx: Tx, quoteLineIds: readonly number[]): Promise<ReplacedQuote[]> {
  return tx.query(
    `select l.id as "quoteLineId", j.number as "jobNumber", q.number, m.number as "replacedBy"
     from quote_line l
     join quote q on q.firm_id = l.firm_id and q.id = l.quote_id
     join job j on j.firm_id = q.firm_id and j.id = q.job_id
     left join quote m on m.firm_id = q.firm_id and m.job_id = q.job_id and m.state = 'accepted' and m.is_master
     where l.firm_id = $1 and l.id = any ($2) and q.state = 'revised' and q.accepted_on is not null
     order by l.id`,
    [tx.firmId, quoteLineIds],
  );
}

/** Draft invoices that claim of a quote, oldest first. */
export async function readDraftsClaiming(tx: Tx, quoteId: number): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(
    `select distinct i.id
     from quote_line q
     join invoice_line l on l.firm_id = q.firm_id and l.quote_line_id = q.id
     join invoice i on i.firm_id = l.firm_id and i.id = l.invoice_id
     where q.firm_id = $1 and q.quote_id = $2 and i.status = 'draft' and i.document = 'invoice'
     order by i.id`,
    [tx.firmId, quoteId],
  );
  return rows.map(({ id }) => id);
}
