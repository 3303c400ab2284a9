// Files on costs and jobs: added by who may record costs or edit jobs, read by who may see them, removed again. Whoever
// records only their own costs has to do with the files of those.

import { hash } from 'node:crypto';
import type { Permission } from '#core/access/permissions.ts';
import { may, requirePermission, type Principal } from '#core/access/principal.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import {
  countAttachments,
  deleteAttachment,
  findAttachment,
  findByContent,
  hasSubject,
  insertAttachment,
  listAttachments as listStored,
  readContent,
  type Attachment,
  type AttachmentSubject,
  type NewAttachment,
} from '#store/attachments.ts';
import { keepChanges, type ChangeAction } from '#store/changes.ts';
import type { Tx } from '#store/database.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { read, write } from '../request.ts';
import { fileNameOf, mediaTypeOf } from './kinds.ts';

export const attachmentBytesMax = 10 * 1024 * 1024;
export const filesPerRequestMax = 5;
const filesPerSubjectMax = 30;
const firmBytesMax = 5 * 1024 ** 3;
const accepted = 'a JPEG, PNG, WebP or HEIC picture or a PDF of at most 10 MB';

type Asked = { readonly costEntryId?: bigint | undefined; readonly jobId?: number | undefined };

export type SentFile = { readonly fileName: string; readonly content: Uint8Array };

/** Adds files. They are read only once it is known that they may be added; the same file again is the one there is. */
export async function addAttachments(
  context: Context,
  asked: Asked,
  readFiles: () => Promise<SentFile[]>,
): Promise<Result<Attachment[]>> {
  const subject = subjectOf(context, asked, {
    cost: 'costs.record',
    ownCost: 'costs.recordOwn',
    job: 'jobs.edit',
  });
  if (!subject.ok) return subject;
  const { principal } = context;
  const room = await read(context, async (tx) => {
    const found = await subjectFor(tx, principal, subject.value, 'costs.record');
    return found.ok ? roomFor(tx, subject.value, { files: 1, bytes: 0 }) : found;
  });
  if (!room.ok) return room;
  const files = filesOf(subject.value, await readFiles());
  if (!files.ok) return files;
  return write(context, async (tx) => {
    const bytes = files.value.reduce((sum, { content }) => sum + content.length, 0);
    const found = await subjectFor(tx, principal, subject.value, 'costs.record');
    if (!found.ok) return found;
    const enough = await roomFor(tx, subject.value, { files: files.value.length, bytes });
    if (!enough.ok) return enough;
    for (const file of files.value) {
      const id = await insertAttachment(tx, file, authorOf(context));
      if (id !== undefined) await keepFileChange(tx, context, 'created', file);
    }
    const hashes = files.value.map(({ contentHash }) => contentHash);
    return done(await findByContent(tx, subject.value, hashes));
  });
}

export async function listAttachments(
  context: Context,
  asked: Asked,
  page: { readonly afterId: number; readonly limit: number },
): Promise<Result<Attachment[]>> {
  const subject = subjectOf(context, asked, {
    cost: 'costs.read',
    ownCost: 'costs.readOwn',
    job: 'jobs.read',
  });
  if (!subject.ok) return subject;
  return read(context, async (tx) => {
    const found = await subjectFor(tx, context.principal, subject.value, 'costs.read');
    return found.ok ? done(await listStored(tx, subject.value, page)) : found;
  });
}

export type AttachedFile = Attachment & { readonly content: Uint8Array };

export function getAttachment(context: Context, id: number): Promise<Result<AttachedFile>> {
  return read(context, async (tx) => {
    const found = await findPermitted(tx, context, id, {
      cost: 'costs.read',
      ownCost: 'costs.readOwn',
      job: 'jobs.read',
    });
    return found.ok ? done({ ...found.value, content: await readContent(tx, id) }) : found;
  });
}

export function removeAttachment(context: Context, id: number): Promise<Result<null>> {
  return write(context, async (tx) => {
    const found = await findPermitted(tx, context, id, {
      cost: 'costs.record',
      ownCost: 'costs.recordOwn',
      job: 'jobs.edit',
    });
    if (!found.ok) return found;
    await deleteAttachment(tx, id);
    await keepFileChange(tx, context, 'removed', found.value);
    return done(null);
  });
}

type Needs = { readonly cost: Permission; readonly ownCost: Permission; readonly job: Permission };

function subjectOf(context: Context, { costEntryId, jobId }: Asked, needs: Needs): Result<AttachmentSubject> {
  const { principal } = context;
  const permitted = requirePermission(principal, jobId === undefined ? needs.cost : needs.job);
  if (!permitted.ok && !(jobId === undefined && may(principal, needs.ownCost))) return permitted;
  if ((costEntryId === undefined) === (jobId === undefined)) {
    return refuse('invalidRequest', 'Say which cost or which job the files belong to, and not both.', {
      field: 'costEntryId',
      accepted: 'costEntryId or jobId',
    });
  }
  return done({ costEntryId: costEntryId ?? null, jobId: jobId ?? null });
}

/** Whoever may only record their own costs has none but those. */
async function subjectFor(
  tx: Tx,
  principal: Principal,
  subject: AttachmentSubject,
  anyCost: Permission,
): Promise<Result<null>> {
  if (subject.jobId !== null || may(principal, anyCost)) return done(null);
  return (await hasSubject(tx, subject, principal.actorId)) ? done(null) : unknownSubject(subject);
}

async function findPermitted(
  tx: Tx,
  context: Context,
  id: number,
  needs: Needs,
): Promise<Result<Attachment>> {
  const { principal } = context;
  const found = await findAttachment(tx, id);
  if (found === undefined) {
    const permitted = requirePermission(principal, needs.job);
    return permitted.ok || may(principal, needs.ownCost) ? unknownFile(id) : permitted;
  }
  const permitted = requirePermission(principal, found.jobId === null ? needs.cost : needs.job);
  if (permitted.ok) return done(found);
  if (found.jobId !== null || !may(principal, needs.ownCost)) return permitted;
  const own = await hasSubject(tx, found, principal.actorId);
  return own ? done(found) : unknownFile(id);
}

async function roomFor(
  tx: Tx,
  subject: AttachmentSubject,
  more: { readonly files: number; readonly bytes: number },
): Promise<Result<null>> {
  if (!(await hasSubject(tx, subject))) return unknownSubject(subject);
  const { ofSubject, firmBytes } = await countAttachments(tx, subject);
  if (ofSubject + more.files > filesPerSubjectMax) {
    const what = subject.jobId === null ? 'cost' : 'job';
    return refuse('limitReached', `A ${what} has at most ${filesPerSubjectMax} files.`, {
      field: 'file',
      value: String(ofSubject),
      accepted: `at most ${filesPerSubjectMax} files`,
    });
  }
  if (firmBytes + more.bytes <= firmBytesMax) return done(null);
  return refuse('limitReached', 'The files of a firm take at most 5 GB. Remove some that are not needed.', {
    field: 'file',
    value: `${firmBytes} bytes`,
    accepted: `at most ${firmBytesMax} bytes in all`,
  });
}

/** Every file that was sent, or the first thing that is wrong with one. */
function filesOf(subject: AttachmentSubject, sent: readonly SentFile[]): Result<NewAttachment[]> {
  const at = { field: 'file', accepted };
  if (sent.length === 0) return refuse('invalidRequest', 'Send at least one file.', at);
  const files: NewAttachment[] = [];
  for (const [place, { fileName, content }] of sent.entries()) {
    const mediaType = mediaTypeOf(content);
    if (content.length > attachmentBytesMax) {
      return refuse('fileTooLarge', 'The file is too large.', { ...at, value: `${content.length} bytes` });
    }
    if (mediaType === undefined) {
      const value = fileName.slice(0, 100).toWellFormed().replaceAll('\0', ' ');
      return refuse('unknownFormat', 'The file is neither a picture nor a PDF.', { ...at, value });
    }
    const contentHash = hash('sha256', content, 'buffer');
    files.push({
      ...subject,
      fileName: fileNameOf(fileName, mediaType, place),
      mediaType,
      content,
      contentHash,
    });
  }
  return done(files);
}

/** Kept with what the file belongs to, whose history tells of it. */
async function keepFileChange(
  tx: Tx,
  context: Context,
  action: ChangeAction,
  { costEntryId, jobId, fileName }: AttachmentSubject & { readonly fileName: string },
): Promise<void> {
  const subject = jobId === null ? 'costEntryFile' : 'jobFile';
  const told = action === 'removed' ? { before: { name: fileName } } : { after: { name: fileName } };
  await keepChanges(tx, authorOf(context), { subject, action }, [
    { subjectId: jobId ?? costEntryId!, ...told },
  ]);
}

function unknownSubject({ costEntryId, jobId }: AttachmentSubject): Refused {
  return jobId === null
    ? refuse('unknownEntry', `This firm has no cost with the id ${costEntryId}.`, { field: 'costEntryId' })
    : refuse('unknownJob', `This firm has no job with the id ${jobId}.`, { field: 'jobId' });
}

function unknownFile(id: number): Refused {
  return refuse('notFound', `This firm has no file with the id ${id}.`, { field: 'id', value: String(id) });
}
