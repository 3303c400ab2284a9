// Everything that a document prints, read in a handful of queries however long it is: core/documents/data.ts says what.

import type { ClaimedLine, DocumentJob, InvoiceData, QuoteData, QuoteLine } from '#core/documents/data.ts';
import type { Tx } from '../database.ts';
import { readInvoiceDocument, type InvoiceDocument } from './documents.ts';
import {
  readKeptLook,
  readLetterhead,
  readRecipient,
  readTemplate,
  type DocumentNames,
  type Look,
  type Template,
} from './looks.ts';
import { readQuoteTax } from './quote-lines.ts';

export type DocumentRead<Data> = { readonly data: Data; readonly template: Template };

export async function readInvoiceData(tx: Tx, id: number): Promise<DocumentRead<InvoiceData> | undefined> {
  const document = await readInvoiceDocument(tx, id);
  if (document === undefined) return undefined;
  const { invoice } = document;
  const { template, letterhead, names } = await readLook(tx, 'invoice', invoice);
  const layout = invoice.layout ?? template.layout;
  const jobIds = [...new Set(document.lines.flatMap(({ jobId }) => jobId ?? []))];
  const printsWork = layout === 'staff' || layout === 'entry' || template.showsDates;
  const isClaim = layout === 'progressClaim' && invoice.document === 'invoice';
  const [recipient, jobs, work, claims, receipts] = await Promise.all([
    invoice.billTo === null || invoice.billTo === '' ? readRecipient(tx, invoice.clientId) : invoice.billTo,
    readJobs(tx, jobIds),
    printsWork ? readWork(tx, id) : [],
    isClaim ? readClaims(tx, document, { jobIds, quoteIds: names?.quoteIds ?? null }) : [],
    readReceipts(tx, id),
  ]);
  const read = { letterhead, recipient, jobs: jobsNamed(jobs, names), claims, receipts };
  const named = { attention: attentionOf(invoice.contactName, names), work: workNamed(work, names) };
  return { template, data: { ...invoiceOf(document), ...read, ...named } };
}

type LookOf = Look & { readonly names: DocumentNames | null };

/** As it was kept when the document was issued; of a draft, and of documents from before, as things stand. */
async function readLook(
  tx: Tx,
  table: 'invoice' | 'quote',
  { id, templateId }: { readonly id: number; readonly templateId: number | null },
): Promise<LookOf> {
  const kept = await readKeptLook(tx, table, id);
  if (kept !== undefined) return kept;
  const [template, letterhead] = await Promise.all([readTemplate(tx, templateId), readLetterhead(tx)]);
  return { template, letterhead, names: null };
}

function attentionOf(now: string | null, names: DocumentNames | null): string | null {
  return names === null ? now : names.attention;
}

function jobsNamed(jobs: readonly DocumentJob[], names: DocumentNames | null): readonly DocumentJob[] {
  return jobs.map((job) => names?.jobs.find(({ jobId }) => jobId === job.jobId) ?? job);
}

function workNamed(work: InvoiceData['work'], names: DocumentNames | null): InvoiceData['work'] {
  const staff = new Map(names?.staff.map(({ staffId, name }) => [staffId, name]));
  return work.map((item) => ({ ...item, staffName: staff.get(item.staffId ?? 0) ?? item.staffName }));
}

type ReadBeside = 'letterhead' | 'recipient' | 'attention' | 'jobs' | 'work' | 'claims' | 'receipts';

function invoiceOf({ invoice, lines, taxes }: InvoiceDocument): Omit<InvoiceData, ReadBeside> {
  return {
    ...invoice,
    kind: invoice.document,
    isImported: invoice.origin === 'imported',
    issuedOn: invoice.invoicedOn,
    taxMinor: invoice.taxMinor ?? 0n,
    lines: lines.map((line) => ({ ...line, note: null })),
    taxes,
  };
}

/** In the order of the ids. */
async function readJobs(tx: Tx, ids: readonly number[]): Promise<DocumentJob[]> {
  return tx.query<DocumentJob>(
    `select id as "jobId", number, name, nullif(client_order_number, '') as "orderNumber"
     from job where firm_id = $1 and id = any ($2) order by array_position($2, id)`,
    [tx.firmId, ids],
  );
}

function readWork(tx: Tx, invoiceId: number): Promise<InvoiceData['work'][number][]> {
  return tx.query(
    `select e.line_number as "lineNumber", case e.item_kind when 1 then 'time' else 'cost' end as kind,
       e.item_id as "itemId", e.staff_id as "staffId", s.name as "staffName",
       coalesce(t.worked_on, c.incurred_on, e.origin_on) as "workedOn", nullif(t.note, '') as note,
       e.billed_quantity as "billedQuantity", e.billed_minor as "billedMinor", e.written_on_minor as "writtenOnMinor",
       e.open_quantity as "openQuantity", e.open_minor as "openMinor",
       coalesce(t.rate_per_hour_minor, c.unit_price_minor, 0) as "priceMinor"
     from invoice_effect e
     left join staff s on s.firm_id = e.firm_id and s.id = e.staff_id
     left join time_entry t on e.item_kind = 1 and t.firm_id = e.firm_id and t.id = e.item_id
     left join cost_entry c on e.item_kind = 2 and c.firm_id = e.firm_id and c.id = e.item_id
     where e.firm_id = $1 and e.invoice_id = $2 and e.kind = 'item' and e.item_kind in (1, 2)
       and e.line_number is not null and (e.billed_minor <> 0 or e.billed_quantity <> 0)
     order by e.place`,
    [tx.firmId, invoiceId],
  );
}

/**
 * The quotes that the invoice's jobs are billed by, with what invoices approved before this one claimed of each line,
 * less what was credited by then. A draft comes after all of them.
 */
function readClaims(
  tx: Tx,
  document: InvoiceDocument,
  { jobIds, quoteIds }: { readonly jobIds: readonly number[]; readonly quoteIds: readonly number[] | null },
): Promise<ClaimedLine[]> {
  const claimed = document.lines.flatMap(({ quoteId }) => quoteId ?? []);
  const { id, approvedAt } = document.invoice;
  return tx.query<ClaimedLine>(
    `with claimed as (
       select quote_line_id, sum_minor(claimed_minor) as amount_minor, sum_minor(tax_minor) as tax_minor
       from quote_claim
       where firm_id = $1 and job_id = any ($2) and document_id <> $3
         and ($4::timestamptz is null or (approved_at, document_id) < ($4, $3))
       group by 1
     )
     select l.id as "quoteLineId", l.description, l.amount_minor as "contractMinor", l.tax_minor as "contractTaxMinor",
       coalesce(c.amount_minor, 0) as "previousMinor", coalesce(c.tax_minor, 0) as "previousTaxMinor"
     from quote q
     join quote_line l on l.firm_id = q.firm_id and l.quote_id = q.id
     left join claimed c on c.quote_line_id = l.id
     where q.firm_id = $1 and q.job_id = any ($2) and l.kind <> 'text' and (not l.is_option or l.is_chosen)
       and (q.id = any ($5) or case when $6::int[] is null then q.state = 'accepted' else q.id = any ($6) end)
     order by q.job_id, q.id, l.line_number`,
    [tx.firmId, jobIds, id, approvedAt, claimed, quoteIds],
  );
}

/** What was paid and credited of an invoice, less what was taken back. */
function readReceipts(tx: Tx, invoiceId: number): Promise<InvoiceData['receipts'][number][]> {
  return tx.query(
    `select case when a.payment_id is null then 'creditNote' else 'payment' end as kind,
       coalesce(p.paid_on, n.invoiced_on) as on, coalesce(n.number, p.reference) as reference,
       sum(a.amount_minor)::bigint as "amountMinor"
     from allocation a
     left join payment p on p.firm_id = a.firm_id and p.id = a.payment_id
     left join invoice n on n.firm_id = a.firm_id and n.id = a.credit_note_id
     where a.firm_id = $1 and a.invoice_id = $2
     group by a.payment_id, a.credit_note_id, p.paid_on, n.invoiced_on, n.number, p.reference
     having sum(a.amount_minor) <> 0
     order by 2, a.payment_id, a.credit_note_id`,
    [tx.firmId, invoiceId],
  );
}

type QuoteRow = Pick<
  QuoteData,
  | 'id'
  | 'number'
  | 'name'
  | 'state'
  | 'quotedOn'
  | 'validUntil'
  | 'acceptedOn'
  | 'introduction'
  | 'terms'
  | 'note'
  | 'taxMode'
  | 'totalMinor'
  | 'taxMinor'
  | 'currency'
  | 'attention'
> & {
  readonly clientId: number | null;
  readonly jobId: number | null;
  readonly templateId: number | null;
  readonly isImported: boolean;
};

export async function readQuoteData(tx: Tx, id: number): Promise<DocumentRead<QuoteData> | undefined> {
  const [quote] = await tx.query<QuoteRow>(
    `select q.id, q.number, q.name, q.state, q.quoted_on as "quotedOn", q.valid_until as "validUntil",
       q.accepted_on as "acceptedOn", q.introduction, q.terms, q.note, q.tax_mode as "taxMode",
       q.total_minor as "totalMinor", q.tax_minor as "taxMinor", q.currency, o.name as attention,
       q.client_id as "clientId", q.job_id as "jobId", q.template_id as "templateId", q.origin = 'imported' as "isImported"
     from quote q left join contact o on o.firm_id = q.firm_id and o.id = q.contact_id
     where q.firm_id = $1 and q.id = $2`,
    [tx.firmId, id],
  );
  if (quote === undefined) return undefined;
  const { template, letterhead, names } = await readLook(tx, 'quote', quote);
  const [recipient, jobs, lines, taxes] = await Promise.all([
    names?.recipient ?? readRecipient(tx, quote.clientId),
    readJobs(tx, quote.jobId === null ? [] : [quote.jobId]),
    readQuoteLines(tx, id),
    readQuoteTax(tx, id),
  ]);
  const data = {
    ...quote,
    kind: 'quote' as const,
    letterhead,
    recipient,
    attention: attentionOf(quote.attention, names),
    job: jobsNamed(jobs, names)[0] ?? null,
    lines,
    taxes,
  };
  return { template, data };
}

function readQuoteLines(tx: Tx, quoteId: number): Promise<QuoteLine[]> {
  return tx.query<QuoteLine>(
    `select line_number as "lineNumber", kind, null::int as "jobId", id as "quoteLineId", description, note, minutes,
       rate_per_hour_minor as "ratePerHourMinor", quantity_thousandths as "quantityThousandths",
       unit_price_minor as "unitPriceMinor", amount_minor as "amountMinor", tax_minor as "taxMinor",
       is_option as "isOption", is_chosen as "isChosen"
     from quote_line where firm_id = $1 and quote_id = $2 order by line_number, id`,
    [tx.firmId, quoteId],
  );
}
