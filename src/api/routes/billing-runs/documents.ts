import { runDocuments } from '#actions/billing-runs/run-documents.ts';
import { runDocumentsQuery } from '#contract/billing-runs/documents.ts';
import { idParams } from '#contract/ids.ts';
import { done } from '#core/refusal.ts';
import { Download, route } from '../../route.ts';

const mediaTypes = { pdf: 'application/pdf', zip: 'application/zip' } as const;

export const readBillingRunDocuments = route({
  method: 'GET',
  path: '/billing-runs/{id}/documents',
  summary: 'Read the invoices of a billing run as PDFs',
  description:
    'In the order of their numbers. The file is made while it is read, about ten invoices a second for each processor.',
  tag: 'Billing runs',
  work: 'bulk',
  permission: 'invoices.read',
  params: idParams,
  query: runDocumentsQuery,
  downloads: Object.values(mediaTypes),
  refusals: ['unknownBillingRun', 'nothingToDo'],
  async handler({ context, params, query }) {
    const file = await runDocuments(context, { id: params.id, ...query });
    if (!file.ok) return file;
    return done(new Download(file.value.fileName, mediaTypes[query.as], file.value.content));
  },
});
