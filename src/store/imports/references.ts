// Which of our records another system's record became.

import type { Tx } from '../database.ts';
import { plainArray, textArray } from '../values.ts';

export type ExternalReference = {
  readonly source: string;
  readonly kind: string;
  readonly externalKey: string;
  readonly ourId: bigint;
  /** In hexadecimal. */
  readonly contentHash: string | null;
};

/** Keeps references; one that is there already now stands for the content given. */
export async function keepReferences(
  tx: Tx,
  batchId: number,
  references: readonly ExternalReference[],
): Promise<void> {
  if (references.length === 0) return;
  await tx.prepared(
    'keep-external-references',
    `${insertReferences} on conflict (firm_id, source, kind, external_key)
     do update set content_hash = coalesce(excluded.content_hash, external_reference.content_hash),
       batch_id = excluded.batch_id`,
    [tx.firmId, batchId, ...packReferences(references)],
  );
}

/**
 * Keeps references of records that nothing is known of. Half as dear as to look first whether one is there; and where one
 * is after all, because another import does the same, what would be made twice is refused.
 */
export async function addReferences(tx: Tx, batchId: number, packed: PackedReferences): Promise<void> {
  // In the order of the index, in which neighbours lie side by side.
  await tx.prepared('add-external-references', `${insertReferences} order by source, kind, external_key`, [
    tx.firmId,
    batchId,
    ...packed,
  ]);
}

const insertReferences = `
  insert into external_reference (firm_id, batch_id, source, kind, external_key, our_id, content_hash)
  select $1, $2, source, kind, external_key, our_id, decode(content_hash, 'hex')
  from (
    select unnest($3::text[]) as source, unnest($4::text[]) as kind, unnest($5::text[]) as external_key,
      unnest($6::bigint[]) as our_id, unnest($7::text[]) as content_hash
  ) r`;

/** References as they are sent, a text for each column. */
type PackedReferences = readonly string[];

export function packReferences(references: readonly ExternalReference[]): PackedReferences {
  return [
    textArray(references.map((reference) => reference.source)),
    textArray(references.map((reference) => reference.kind)),
    textArray(references.map((reference) => reference.externalKey)),
    plainArray(references.map((reference) => reference.ourId)),
    textArray(references.map((reference) => reference.contentHash)),
  ];
}

export async function findReferences(
  tx: Tx,
  kind: string,
  keys: readonly { source: string; externalKey: string }[],
): Promise<Map<string, bigint>> {
  if (keys.length === 0) return new Map();
  const rows = await tx.query<{ source: string; externalKey: string; ourId: bigint }>(
    `select x.source, x.external_key as "externalKey", x.our_id as "ourId"
     from unnest($3::text[], $4::text[]) as k (source, external_key)
     cross join lateral (
       select * from external_reference x
       where x.firm_id = $1 and x.kind = $2 and x.source = k.source and x.external_key = k.external_key limit 1
     ) x`,
    [tx.firmId, kind, keys.map((key) => key.source), keys.map((key) => key.externalKey)],
  );
  return new Map(rows.map((row) => [referenceKey(row.source, row.externalKey), row.ourId]));
}

export function referenceKey(source: string, externalKey: string): string {
  return `${source} ${externalKey}`;
}

/** Every reference of the kinds that a practice consists of. */
export function readPracticeReferences(tx: Tx): Promise<ExternalReference[]> {
  return tx.query<ExternalReference>(
    `select source, kind, external_key as "externalKey", our_id as "ourId", encode(content_hash, 'hex') as "contentHash"
     from external_reference
     where firm_id = $1 and kind in ('client', 'staff', 'task', 'job', 'jobTask')`,
    [tx.firmId],
  );
}

export type BilledEntry = {
  readonly source: string;
  readonly invoiceTask: string | null;
  readonly invoice: string | null;
  readonly itemId: bigint | null;
  readonly timeKey: string;
};

/** The time entries that the files mark as billed on these tasks of invoices, or on these invoices. */
export function readBilledEntries(
  tx: Tx,
  batchId: number,
  by: {
    readonly column: 'invoice_task' | 'invoice';
    readonly source: string;
    readonly keys: readonly string[];
  },
): Promise<BilledEntry[]> {
  if (by.keys.length === 0) return Promise.resolve([]);
  return tx.query<BilledEntry>(
    `select b.source, b.invoice_task as "invoiceTask", b.invoice, b.time_key as "timeKey", x.our_id as "itemId"
     from import_billed_time b
     left join lateral (
       select our_id from external_reference x
       where x.firm_id = $1 and x.source = b.source and x.kind = 'timeEntry' and x.external_key = b.time_key limit 1
     ) x on true
     where b.firm_id = $1 and b.batch_id = $2 and b.source = $3 and b.${by.column} = any ($4) and b.time_key <> ''
     order by b.place`,
    [tx.firmId, batchId, by.source, by.keys],
  );
}
