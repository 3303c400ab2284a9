// What stands above the lines of every document: who sends it, to whom, and the facts beside.

import type { DocumentData, DocumentJob, Letterhead, PrintedTax, TaxMode } from './data.ts';
import type { PrintedDocument } from './printed.ts';

/** The recipient as a document prints it, a line each; an approved document keeps it. */
export function recipientOf(client: {
  readonly name: string;
  readonly address: string | null;
  readonly taxNumber: string | null;
}): string {
  const address = linesOf(client.address);
  const taxNumber = client.taxNumber === null ? [] : [taxNumberLine(client.taxNumber)];
  return [client.name, ...address, ...taxNumber].join('\n');
}

export function senderOf(letterhead: Letterhead): PrintedDocument['sender'] {
  const { name, address, phone, email, website, taxNumber } = letterhead;
  const contacts = [phone, email, website].filter((line) => line !== null && line !== '');
  const tax = taxNumber === null || taxNumber === '' ? [] : [taxNumberLine(taxNumber)];
  return { name, lines: [...linesOf(address), ...contacts.map(String), ...tax] };
}

export function recipientBlock(
  heading: string,
  { recipient, attention }: Pick<DocumentData, 'recipient' | 'attention'>,
): PrintedDocument['recipient'] {
  const [name = '', ...lines] = linesOf(recipient);
  const named = attention === null || attention === '' ? [] : [`Attention: ${attention}`];
  return { heading, name, lines: [...named, ...lines] };
}

/** "GST number 12-345-678" says itself what it is; a bare number is told. */
function taxNumberLine(taxNumber: string): string {
  return /^\p{L}{2,}[\s.:]/u.test(taxNumber) ? taxNumber : `Tax number ${taxNumber}`;
}

export function linesOf(text: string | null): string[] {
  return (text ?? '')
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

type Fact = { readonly label: string; readonly text: string };

/** Facts of which something is known. */
export function factsOf(facts: Readonly<Record<string, string | null>>): Fact[] {
  return Object.entries(facts).flatMap(([label, text]) =>
    text === null || text === '' ? [] : [{ label, text }],
  );
}

/** The job of a document that is about one, and the client's order for it. */
export function factsOfJob(jobs: readonly DocumentJob[]): Readonly<Record<string, string | null>> {
  const [job] = jobs;
  if (job === undefined || jobs.length > 1) return {};
  return { Job: `${job.number} ${job.name}`, 'Your order': job.orderNumber };
}

const taxInvoiceRegions = new Set(['AU', 'NZ']);
const taxInvoiceCurrencies = new Set(['AUD', 'NZD']);

/** In Australia and New Zealand an invoice with tax says that it is a tax invoice. */
export function isTaxInvoice(data: {
  readonly letterhead: Letterhead;
  readonly currency: string;
  readonly taxMode: TaxMode;
  readonly taxes: readonly PrintedTax[];
}): boolean {
  if (data.taxMode === 'none' || data.taxes.length === 0) return false;
  const { region } = new Intl.Locale(data.letterhead.locale);
  return region === undefined ? taxInvoiceCurrencies.has(data.currency) : taxInvoiceRegions.has(region);
}
