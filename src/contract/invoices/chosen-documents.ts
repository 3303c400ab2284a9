import { z } from 'zod';
import { id } from '../ids.ts';
import { listText } from '../paging.ts';

const documentsMax = 500;

export const chosenDocumentsQuery = z.strictObject({
  ids: listText(id, documentsMax).meta({
    description: `Of invoices and credit notes, separated by commas, at most ${documentsMax}.`,
  }),
  as: z.enum(['pdf', 'zip']).default('pdf').meta({
    description:
      'pdf: one file with all of them, each under a bookmark. zip: an archive with a file for each.',
  }),
});
