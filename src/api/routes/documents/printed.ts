import type { z } from 'zod';
import { readDocument, type ReadyDocument } from '#actions/documents/read-document.ts';
import { readSample } from '#actions/documents/sample-pdf.ts';
import { printedDocument, sampleQuery } from '#contract/documents/documents.ts';
import { idParams } from '#contract/ids.ts';
import { done, type Result } from '#core/refusal.ts';
import { route } from '../../route.ts';

export const readPrintedInvoice = route({
  method: 'GET',
  path: '/invoices/{id}/document',
  summary: 'Read an invoice or credit note as it is printed',
  description: 'Every word and figure of the PDF, for showing it without one.',
  tag: 'Invoices',
  permission: 'invoices.read',
  params: idParams,
  answer: printedDocument,
  refusals: ['unknownInvoice'],
  handler: async ({ context, params }) =>
    presentPrinted(await readDocument(context, { document: 'invoice', id: params.id })),
});

export const readPrintedQuote = route({
  method: 'GET',
  path: '/quotes/{id}/document',
  summary: 'Read a quote as it is printed',
  description: 'Every word and figure of the PDF, for showing it without one.',
  tag: 'Quotes',
  permission: 'quotes.read',
  params: idParams,
  answer: printedDocument,
  refusals: ['unknownQuote'],
  handler: async ({ context, params }) =>
    presentPrinted(await readDocument(context, { document: 'quote', id: params.id })),
});

export const readPrintedSample = route({
  method: 'GET',
  path: '/document-templates/{id}/document',
  summary: 'Read an invented invoice as a document template prints it',
  description: 'Every word and figure of the sample, for showing it without a PDF.',
  tag: 'Billing settings',
  permission: 'invoices.read',
  params: idParams,
  query: sampleQuery,
  answer: printedDocument,
  refusals: ['unknownTemplate'],
  handler: async ({ context, params, query }) =>
    presentPrinted(await readSample(context, { templateId: params.id, layout: query.layout })),
});

export function presentPrinted(ready: Result<ReadyDocument>): Result<z.output<typeof printedDocument>> {
  if (!ready.ok) return ready;
  const { printed, template } = ready.value;
  const { pageSize, accentColour, templateId, lookId } = template;
  const { facts, notes, signatures, sender, recipient, tables, totals, ...said } = printed;
  return done({
    ...said,
    pageSize,
    accentColour,
    templateId,
    lookId,
    hasLogo: template.logo !== null,
    facts: [...facts],
    notes: [...notes],
    signatures: [...signatures],
    sender: { ...sender, lines: [...sender.lines] },
    recipient: { ...recipient, lines: [...recipient.lines] },
    totals: [...totals],
    tables: tables.map(({ heading, columns, rows }) => ({
      heading,
      columns: [...columns],
      rows: rows.map(({ kind, cells, note }) => ({ kind, cells: [...cells], note })),
    })),
  });
}
