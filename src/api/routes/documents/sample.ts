import { samplePdf } from '#actions/documents/sample-pdf.ts';
import { sampleQuery } from '#contract/documents/documents.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';
import { downloadOf, pdf } from './pdf.ts';

export const readTemplateSample = route({
  method: 'GET',
  path: '/document-templates/{id}/sample.pdf',
  summary: 'See a document template with an invented invoice',
  tag: 'Billing settings',
  work: 'report',
  permission: 'invoices.read',
  params: idParams,
  query: sampleQuery,
  downloads: [pdf],
  refusals: ['unknownTemplate'],
  handler: async ({ context, params, query }) =>
    downloadOf(await samplePdf(context, { templateId: params.id, layout: query.layout })),
});
