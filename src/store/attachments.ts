import type { Tx } from './database.ts';

export type AttachmentSubject = { readonly costEntryId: bigint | null; readonly jobId: number | null };

export type Attachment = AttachmentSubject & {
  readonly id: number;
  readonly fileName: string;
  readonly mediaType: MediaType;
  readonly byteCount: number;
  readonly addedBy: string;
  readonly addedAt: string;
};

export type MediaType = 'image/jpeg' | 'image/png' | 'image/webp' | 'image/heic' | 'application/pdf';

export type NewAttachment = AttachmentSubject & {
  readonly fileName: string;
  readonly mediaType: MediaType;
  readonly content: Uint8Array;
  readonly contentHash: Uint8Array;
};

const columns = `t.id, t.cost_entry_id as "costEntryId", t.job_id as "jobId", t.file_name as "fileName",
  t.media_type as "mediaType", t.byte_count as "byteCount", a.name as "addedBy", t.recorded_at as "addedAt"`;
const tables = `attachment t join actor a on a.firm_id = t.firm_id and a.id = t.actor_id`;
const ofSubject = `(t.cost_entry_id = $2::bigint or t.job_id = $3::int)`;

/** Keeps a file; undefined when the same is there already. */
export async function insertAttachment(
  tx: Tx,
  file: NewAttachment,
  author: { readonly actorId: number; readonly recordedAt: string },
): Promise<number | undefined> {
  const [row] = await tx.query<{ id: number }>(
    `insert into attachment (firm_id, cost_entry_id, job_id, file_name, media_type, content_hash, content, byte_count,
       actor_id, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning id`,
    [
      tx.firmId,
      file.costEntryId,
      file.jobId,
      file.fileName,
      file.mediaType,
      file.contentHash,
      file.content,
      file.content.length,
      author.actorId,
      author.recordedAt,
    ],
  );
  return row?.id;
}

/** By their contents, in the order in which they were added. */
export function findByContent(
  tx: Tx,
  { costEntryId, jobId }: AttachmentSubject,
  hashes: readonly Uint8Array[],
): Promise<Attachment[]> {
  return tx.query<Attachment>(
    `select ${columns} from ${tables} where t.firm_id = $1 and ${ofSubject} and t.content_hash = any ($4) order by t.id`,
    [tx.firmId, costEntryId, jobId, hashes],
  );
}

/** The files of something, oldest first. */
export function listAttachments(
  tx: Tx,
  { costEntryId, jobId }: AttachmentSubject,
  page: { readonly afterId: number; readonly limit: number },
): Promise<Attachment[]> {
  return tx.query<Attachment>(
    `select ${columns} from ${tables} where t.firm_id = $1 and ${ofSubject} and t.id > $4 order by t.id limit $5`,
    [tx.firmId, costEntryId, jobId, page.afterId, page.limit],
  );
}

export async function findAttachment(tx: Tx, id: number): Promise<Attachment | undefined> {
  const [row] = await tx.query<Attachment>(
    `select ${columns} from ${tables} where t.firm_id = $1 and t.id = $2`,
    [tx.firmId, id],
  );
  return row;
}

export async function readContent(tx: Tx, id: number): Promise<Uint8Array> {
  const [row] = await tx.query<{ content: Uint8Array }>(
    `select content from attachment where firm_id = $1 and id = $2`,
    [tx.firmId, id],
  );
  return row!.content;
}

export async function deleteAttachment(tx: Tx, id: number): Promise<void> {
  await tx.query(`delete from attachment where firm_id = $1 and id = $2`, [tx.firmId, id]);
}

/** How many something has, and how many bytes the firm has in all. */
export async function countAttachments(
  tx: Tx,
  { costEntryId, jobId }: AttachmentSubject,
): Promise<{ ofSubject: number; firmBytes: number }> {
  const [row] = await tx.query<{ ofSubject: number; firmBytes: bigint }>(
    `select (select count(*) from attachment t where t.firm_id = $1 and ${ofSubject})::int as "ofSubject",
       coalesce((select sum(byte_count) from attachment where firm_id = $1), 0)::bigint as "firmBytes"`,
    [tx.firmId, costEntryId, jobId],
  );
  return { ofSubject: row!.ofSubject, firmBytes: Number(row!.firmBytes) };
}

/** Whether there is such a cost, not deleted, or such a job. `recordedBy`: only a cost that this actor recorded. */
export async function hasSubject(
  tx: Tx,
  { costEntryId, jobId }: AttachmentSubject,
  recordedBy: number | null = null,
): Promise<boolean> {
  const [row] = await tx.query<{ found: boolean }>(
    `select exists (select from cost_entry where firm_id = $1 and id = $2 and not deleted
         and ($4::int is null or recorded_by = $4))
       or exists (select from job where firm_id = $1 and id = $3) as found`,
    [tx.firmId, costEntryId, jobId, recordedBy],
  );
  return row!.found;
}
