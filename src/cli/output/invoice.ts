// Invoices on a terminal: lists, a document with its lines, and what it does to each job.

import type { z } from 'zod';
import type { creditPreview } from '#contract/credit-notes/credit-notes.ts';
import type { billablePage } from '#contract/invoices/billable.ts';
import type { invoice, invoicePreview, listedInvoice, savedDraft } from '#contract/invoices/invoices.ts';
import { right, textTable, type TextColumn } from './table.ts';

export type Invoice = z.input<typeof invoice>;
export type ListedInvoice = z.input<typeof listedInvoice>;
export type SavedDraft = z.input<typeof savedDraft>;
export type InvoicePreview = z.input<typeof invoicePreview>;
export type CreditPreview = z.input<typeof creditPreview>;
export type BillableJob = z.input<typeof billablePage>['items'][number];

const left = (label: string): TextColumn => ({ label });
export function invoicesAsText(invoices: readonly ListedInvoice[]): string {
  if (invoices.length === 0) return 'Nothing to show.';
  const columns = [
    left('Number'),
    left('State'),
    left('Date'),
    left('Due'),
    left('Client'),
    right('Total'),
    right('With tax'),
    right('Outstanding'),
    left('Currency'),
  ];
  const rows = invoices.map((one) => [
    one.number ?? `draft ${one.id}`,
    one.isOverdue ? `${words[one.state] ?? one.state}, overdue` : (words[one.state] ?? one.state),
    one.invoicedOn,
    one.dueOn ?? '',
    one.clientName ?? '',
    ...[one.total, one.totalWithTax, one.outstanding].map((amount) => signed(one.document, amount)),
    one.currency,
  ]);
  return textTable(columns, rows);
}

const words: Readonly<Record<string, string>> = { partPaid: 'part paid', inProgress: 'in progress' };

/** A credit note has positive amounts of its own, and takes away from what is owed. */
function signed(document: string, amount: string): string {
  return document === 'creditNote' && /[1-9]/.test(amount) ? `-${amount}` : amount;
}

export function invoiceAsText(invoice: Invoice): string {
  const { document, number, id, state, clientName, invoicedOn, dueOn, currency } = invoice;
  const name = document === 'creditNote' ? 'Credit note' : 'Invoice';
  const head = [
    `${name} ${number ?? `(draft ${id})`}: ${words[state] ?? state}`,
    ...(invoice.creditsNumber === null ? [] : [`Credits ${invoice.creditsNumber}`]),
    `${clientName ?? 'no client'}, ${invoicedOn}${dueOn === null ? '' : `, due ${dueOn}`}, in ${currency}`,
    ...(invoice.reference === null ? [] : [`Reference: ${invoice.reference}`]),
    ...(invoice.cancelReason === null ? [] : [`Cancelled: ${invoice.cancelReason}`]),
  ];
  const paid = [
    ['Paid', invoice.paid],
    ['Credited', invoice.credited],
    ['Outstanding', invoice.outstanding],
  ].map(([label, amount]) => `${label} ${amount}`);
  return [
    head.join('\n'),
    linesAsText(invoice),
    ...(document === 'invoice' && number !== null ? [paid.join('   ')] : []),
    ...effectAsText(invoice.jobs),
    ...(state === 'draft' && invoice.fingerprint !== null ? [`Fingerprint: ${invoice.fingerprint}`] : []),
  ].join('\n\n');
}

export function draftAsText(draft: SavedDraft): string {
  return [invoiceAsText(draft), ...noticesAsText(draft.notices)].join('\n\n');
}

export function previewAsText(preview: InvoicePreview): string {
  const { type, invoicedOn, dueOn, currency, jobs, notices, fingerprint } = preview;
  return [
    `A ${type} invoice of ${invoicedOn}${dueOn === null ? '' : `, due ${dueOn}`}, in ${currency}`,
    linesAsText(preview),
    ...effectAsText(jobs),
    ...noticesAsText(notices),
    `Fingerprint: ${fingerprint}`,
  ].join('\n\n');
}

type Lines = Pick<InvoicePreview, 'lines' | 'total' | 'tax' | 'totalWithTax'>;

function linesAsText({ lines, total, tax, totalWithTax }: Lines): string {
  const columns = [
    left('Line'),
    right('Hours'),
    right('Quantity'),
    right('Price'),
    right('Amount'),
    right('Tax'),
  ];
  const rows = lines.map((line) => [
    line.description,
    line.minutes === null ? '' : (line.minutes / 60).toFixed(2),
    line.quantity ?? '',
    line.rate ?? line.unitPrice ?? '',
    line.amount,
    line.tax,
  ]);
  const sums = [
    ['Total', '', '', '', total, tax],
    ['Total with tax', '', '', '', totalWithTax, ''],
  ];
  return textTable(columns, [...rows, ...sums]);
}

type Effect = Invoice['jobs'][number] & { readonly carried?: string };

/** What becomes of each job's WIP; of a posted invoice, what it did. */
function effectAsText(jobs: readonly Effect[]): string[] {
  if (jobs.length === 0) return [];
  const knowsCarried = jobs.some(({ carried }) => carried !== undefined);
  const columns = [
    left('WIP of job'),
    right('Before'),
    right('Billed'),
    right('Written on'),
    right('Written off'),
    right('Raised'),
    right('Absorbed'),
    ...(knowsCarried ? [right('Carried')] : []),
    right('After'),
  ];
  const rows = jobs.map((job) => [
    `${job.jobNumber} ${job.jobName}`,
    job.before,
    job.billed,
    job.writtenOn,
    job.writtenOff,
    job.raised,
    job.absorbed,
    ...(knowsCarried ? [job.carried ?? ''] : []),
    job.after,
  ]);
  return [textTable(columns, rows)];
}

function noticesAsText(notices: SavedDraft['notices']): string[] {
  if (notices.length === 0) return [];
  return [
    notices.map(({ isQuestion, detail }) => `${isQuestion ? 'To settle' : 'Note'}: ${detail}`).join('\n'),
  ];
}

export function creditPreviewAsText(preview: CreditPreview): string {
  const { creditedOn, currency, lines, total, tax, totalWithTax, jobs, fingerprint } = preview;
  const columns = [
    right('Line'),
    left('Description'),
    right('Invoiced'),
    right('Credited'),
    right('Tax'),
    left('Work goes'),
  ];
  const rows = lines.map((line) => [
    String(line.lineNumber),
    line.description,
    line.invoiced,
    line.amount,
    line.tax,
    line.destination === 'wip' ? 'back to WIP' : 'written off',
  ]);
  const effect = jobs.map(({ before, after }) => `Net WIP ${before} before, ${after} after.`);
  return [
    `A credit note of ${creditedOn}, in ${currency}`,
    textTable(columns, [
      ...rows,
      ['', 'Total', '', total, tax, ''],
      ['', 'Total with tax', '', totalWithTax, '', ''],
    ]),
    ...effect,
    `Fingerprint: ${fingerprint}`,
  ].join('\n\n');
}

export function billableAsText(jobs: readonly BillableJob[]): string {
  if (jobs.length === 0) return 'Nothing to invoice.';
  const columns = [
    left('Job'),
    left('Name'),
    left('Client'),
    right('WIP time'),
    right('WIP cost'),
    right('Interims'),
    right('Net WIP'),
    right('Quote left'),
    right('On drafts'),
    left('Currency'),
  ];
  const rows = jobs.map((job) => [
    job.jobNumber,
    job.jobName,
    job.clientName,
    job.wipTime,
    job.wipCost,
    job.interims,
    job.netWip,
    job.uninvoicedQuote,
    job.onDraft,
    job.currency,
  ]);
  return textTable(columns, rows);
}

/** The open entries of one job, with the ids that a draft names. */
export function openEntriesAsText({ items, itemsOmitted }: BillableJob): string {
  if (items.length === 0) return 'No entry is open.';
  const columns = [
    left('Entry'),
    left('Kind'),
    left('Date'),
    left('What'),
    left('Who'),
    right('Hours'),
    right('Open'),
  ];
  const rows = items.map((item) => [
    item.itemId,
    item.billable ? item.kind : `${item.kind}, not billable`,
    item.date,
    item.description ?? item.jobTaskName ?? '',
    item.staffName ?? '',
    item.minutes === null ? '' : (item.minutes / 60).toFixed(2),
    item.draftId === null ? item.open : `${item.open} on draft ${item.draftId}`,
  ]);
  const more = itemsOmitted === 0 ? [] : [`… and ${itemsOmitted} more entries.`];
  return [textTable(columns, rows), ...more].join('\n');
}
