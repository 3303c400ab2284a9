// Why nothing is left to invoice of a job, for the rows of a page; master quotes and drafts of a job are a probe each
// (quote_master, invoice_job_job). Without `offset 0` PostgreSQL would read all master quotes of the firm for fifty jobs.

import { sql, type RawBuilder } from 'kysely';

/** Where a row has its job, net WIP, what drafts hold of it, and the uninvoiced quote or null. */
type Places = {
  readonly jobId: string;
  readonly net: string;
  readonly onDraft: string;
  readonly quote: string;
};

/** As text, with the firm as $1. */
export function emptyReasonOf({ jobId, net, onDraft, quote }: Places): string {
  return `case
    when ${net} <> 0 and ${net} = ${onDraft} then 'onDraft'
    when ${net} = 0 and exists (
      select 1 from invoice_job y join invoice i on i.firm_id = $1 and i.id = y.invoice_id and i.status = 'draft'
      where y.firm_id = $1 and y.job_id = ${jobId}) then 'unapproved'
    when ${net} = 0 and ${quote} is null then 'allInvoiced'
    when ${net} > 0 and ${quote} is null and exists (
      select 1 from quote q where q.firm_id = $1 and q.job_id = ${jobId} and q.is_master offset 0) then 'capped'
    end`;
}

const ofFoundRow = emptyReasonOf({
  jobId: 'r."jobId"',
  net: 'r."netWipMinor"',
  onDraft: 'r."onDraftMinor"',
  quote: 'r."uninvoicedQuoteMinor"',
}).split('$1');

/** Of a row `r` of the report. */
export function emptyReasonOfRow(firmId: number): RawBuilder<unknown> {
  return sql.join(
    ofFoundRow.map((part) => sql.raw(part)),
    sql`${firmId}`,
  );
}
