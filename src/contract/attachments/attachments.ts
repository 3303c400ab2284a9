import { z } from 'zod';
import { instant } from '../dates.ts';
import { id, longId } from '../ids.ts';
import { flagText, pageOf, pageQuery } from '../paging.ts';

const int4Max = 2_147_483_647;

export const attachmentTypes = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/heic',
  'application/pdf',
] as const;

const attachment = z
  .object({
    id,
    costEntryId: longId.nullable(),
    jobId: id.nullable(),
    fileName: z.string(),
    mediaType: z.enum(attachmentTypes).meta({ description: 'What its bytes say it is.' }),
    byteCount: z.int(),
    addedBy: z.string(),
    addedAt: instant,
  })
  .meta({ id: 'Attachment' });

/** Of a cost, or of a job. */
export const attachmentSubject = z.strictObject({
  costEntryId: longId.optional().meta({ description: 'The cost that it belongs to; this or jobId.' }),
  jobId: id.optional(),
});

export const addedAttachments = z.object({ items: z.array(attachment) });

const key = z.tuple([z.int().min(0).max(int4Max)]);
export const attachmentsQuery = z.strictObject({ ...attachmentSubject.shape, ...pageQuery(key) });
export const attachmentsPage = pageOf(attachment, key);

export const attachmentQuery = z.strictObject({
  inline: flagText
    .optional()
    .meta({ description: 'Whether a browser may show a picture itself, instead of saving it.' }),
});
