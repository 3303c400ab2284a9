import { chosenDocuments } from '#actions/invoices/chosen-documents.ts';
import { chosenDocumentsQuery } from '#contract/invoices/chosen-documents.ts';
import { done } from '#core/refusal.ts';
import { Download, route } from '../../route.ts';

const mediaTypes = { pdf: 'application/pdf', zip: 'application/zip' } as const;

export const readChosenDocuments = route({
  method: 'GET',
  path: '/invoices/documents',
  summary: 'Read several invoices and credit notes as PDFs',
  description:
    'In the order in which they are named. The file is made while it is read, about ten documents a second for each processor.',
  tag: 'Invoices',
  work: 'bulk',
  permission: 'invoices.read',
  query: chosenDocumentsQuery,
  downloads: Object.values(mediaTypes),
  refusals: ['unknownInvoice', 'nothingToDo'],
  async handler({ context, query }) {
    const file = await chosenDocuments(context, query);
    if (!file.ok) return file;
    return done(new Download(file.value.fileName, mediaTypes[query.as], file.value.content));
  },
});
