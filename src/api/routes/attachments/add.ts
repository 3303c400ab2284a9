import { buffer } from 'node:stream/consumers';
import {
  addAttachments as add,
  attachmentBytesMax,
  filesPerRequestMax,
  type SentFile,
} from '#actions/attachments/attachments.ts';
import { addedAttachments, attachmentSubject } from '#contract/attachments/attachments.ts';
import { done } from '#core/refusal.ts';
import { route, type UploadedFile } from '../../route.ts';

export const addAttachments = route({
  method: 'POST',
  path: '/attachments',
  summary: 'Add files to a cost or a job',
  description:
    'Pictures (JPEG, PNG, WebP, HEIC) and PDF of at most 10 MB each, as their bytes say and not their names; up to 5 at once, 30 on one cost or job, 5 GB in a firm. The same file sent again stays one, so an upload may be repeated.',
  tag: 'Attachments',
  work: 'uncounted',
  permission: ['costs.record', 'costs.recordOwn', 'jobs.edit'],
  query: attachmentSubject,
  upload: { bytesMax: attachmentBytesMax, filesMax: filesPerRequestMax },
  answer: addedAttachments,
  status: 201,
  refusals: ['unknownEntry', 'unknownJob', 'unknownFormat', 'fileTooLarge', 'limitReached'],
  async handler({ context, query, files }) {
    const added = await add(context, query, () => readAll(files));
    return added.ok ? done({ items: added.value }) : added;
  },
});

async function readAll(files: AsyncIterable<UploadedFile>): Promise<SentFile[]> {
  const all: SentFile[] = [];
  for await (const { fileName, content } of files) all.push({ fileName, content: await buffer(content) });
  return all;
}
