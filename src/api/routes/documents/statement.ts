import { statementPdf } from '#actions/documents/document-pdf.ts';
import { statementQuery } from '#contract/documents/documents.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';
import { downloadOf, pdf } from './pdf.ts';

export const readStatementPdf = route({
  method: 'GET',
  path: '/clients/{id}/statement.pdf',
  summary: "Read a statement of a client's account as a PDF",
  description:
    'Unless told otherwise, from the first day of last month until today, in the currency of the client.',
  tag: 'Payments',
  work: 'report',
  permission: 'invoices.read',
  params: idParams,
  query: statementQuery,
  downloads: [pdf],
  refusals: ['unknownClient', 'batchTooLarge'],
  handler: async ({ context, params, query }) =>
    downloadOf(await statementPdf(context, { clientId: params.id, ...query })),
});
