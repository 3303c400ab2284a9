import { z } from 'zod';

export const runDocumentsQuery = z.strictObject({
  as: z.enum(['pdf', 'zip']).default('pdf').meta({
    description:
      'pdf: one file with all of them, each under a bookmark. zip: an archive with a file for each.',
  }),
  of: z.enum(['approved', 'drafts']).default('approved'),
});
