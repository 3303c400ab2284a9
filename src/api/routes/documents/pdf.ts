import { documentPdf, type DocumentFile } from '#actions/documents/document-pdf.ts';
import { idParams } from '#contract/ids.ts';
import { done, type Result } from '#core/refusal.ts';
import { Download, route } from '../../route.ts';

export const pdf = 'application/pdf';

/** The file as a download. */
export function downloadOf(file: Result<DocumentFile>): Result<Download> {
  return file.ok ? done(new Download(file.value.fileName, pdf, file.value.content)) : file;
}

export const readInvoicePdf = route({
  method: 'GET',
  path: '/invoices/{id}/pdf',
  summary: 'Read an invoice or credit note as a PDF',
  description: 'A draft and what was cancelled say so across each page.',
  tag: 'Invoices',
  work: 'report',
  permission: 'invoices.read',
  params: idParams,
  downloads: [pdf],
  refusals: ['unknownInvoice'],
  handler: async ({ context, params }) =>
    downloadOf(await documentPdf(context, { document: 'invoice', id: params.id })),
});

export const readQuotePdf = route({
  method: 'GET',
  path: '/quotes/{id}/pdf',
  summary: 'Read a quote as a PDF',
  tag: 'Quotes',
  work: 'report',
  permission: 'quotes.read',
  params: idParams,
  downloads: [pdf],
  refusals: ['unknownQuote'],
  handler: async ({ context, params }) =>
    downloadOf(await documentPdf(context, { document: 'quote', id: params.id })),
});
