// Imports as rows: what was read from where, how far applying has come, and what came of it.

import pg from 'pg';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import { addressOf, type Database, type Tx } from '../database.ts';

export type ImportState = 'reading' | 'checked' | 'applying' | 'applied';

export type ImportedFileInfo = {
  readonly file: string;
  readonly sizeBytes: number;
  /** SHA-256 in hexadecimal. */
  readonly digest: string;
  /** The system it comes from; its records are known under their ids in that system. */
  readonly source: string;
  readonly format: string | null;
  readonly layout: string | null;
  readonly dateOrder: string | null;
  readonly decimalSeparator: string | null;
  readonly currency: string | null;
  readonly rowCount: number | null;
};

export type KeptAssumption = {
  readonly file: string;
  readonly code: string;
  readonly message: string;
  readonly field?: string | undefined;
  readonly line?: number | undefined;
  readonly chosen?: string | undefined;
  readonly alternatives?: readonly string[] | undefined;
  readonly mustConfirm: boolean;
};

/** What became of the records of one kind. */
export type KindCounts = Partial<
  Record<
    | 'read'
    | 'refused'
    | 'leftOut'
    | 'create'
    | 'match'
    | 'known'
    | 'created'
    | 'matched'
    | 'changed'
    | 'unchanged',
    number
  >
>;
export type ImportCounts = Readonly<Record<string, KindCounts>>;

/** The last record that one of several connections has applied, or passed over because it is of another one, and its counts. */
export type KeptLane = { readonly place: number; readonly counts: ImportCounts };

export type ImportBatch = {
  readonly id: number;
  readonly state: ImportState;
  readonly files: readonly ImportedFileInfo[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly assumptions: readonly KeptAssumption[];
  readonly counts: ImportCounts;
  readonly preview: Readonly<Record<string, unknown>>;
  readonly skipsRefused: boolean;
  /** Records, and whole files, that cannot be imported as they are. */
  readonly refusedCount: number;
  readonly stage: string | null;
  readonly stageDate: CivilDate | null;
  readonly stagePlace: number;
  /** Empty where a stage is not worked on by several connections. */
  readonly lanes: readonly KeptLane[];
  readonly actorName: string;
  readonly createdAt: string;
  readonly checkedAt: string | null;
  readonly appliedAt: string | null;
};

export type NewImport = {
  readonly contentHash: Uint8Array;
  readonly files: readonly ImportedFileInfo[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly actorId: number;
  readonly createdAt: string;
};

const columns = `b.id, b.state, b.files, b.options, b.assumptions, b.counts, b.preview, b.skips_refused as "skipsRefused",
  b.refused_count as "refusedCount", b.stage, b.stage_date as "stageDate", b.stage_place as "stagePlace",
  b.lanes, a.name as "actorName", b.created_at as "createdAt", b.checked_at as "checkedAt", b.applied_at as "appliedAt"
  from import_batch b join actor a on a.firm_id = b.firm_id and a.id = b.actor_id`;

export async function insertImport(tx: Tx, batch: NewImport): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `insert into import_batch (firm_id, state, content_hash, files, options, actor_id, created_at)
     values ($1, 'reading', $2, $3, $4, $5, $6) returning id`,
    [
      tx.firmId,
      Buffer.from(batch.contentHash),
      JSON.stringify(batch.files),
      JSON.stringify(batch.options),
      batch.actorId,
      batch.createdAt,
    ],
  );
  return row!.id;
}

/** `lock` waits for a chunk that is being committed, and keeps the import as it is until the transaction ends. */
export async function readImport(
  tx: Tx,
  id: number,
  options: { lock?: boolean } = {},
): Promise<ImportBatch | undefined> {
  const [row] = await tx.query<ImportBatch>(
    `select ${columns} where b.firm_id = $1 and b.id = $2 ${options.lock ? 'for no key update of b' : ''}`,
    [tx.firmId, id],
  );
  return row;
}

/** Newest first; `beforeId` is the last one of the page before. */
export function listImports(
  tx: Tx,
  page: { beforeId: number | null; limit: number },
): Promise<ImportBatch[]> {
  return tx.query<ImportBatch>(
    `select ${columns} where b.firm_id = $1 and ($2::int is null or b.id < $2) order by b.id desc limit $3`,
    [tx.firmId, page.beforeId, page.limit],
  );
}

/** The latest import of the same content that has not come to its end. */
export async function findUnfinishedImport(
  tx: Tx,
  contentHash: Uint8Array,
): Promise<{ id: number; state: ImportState } | undefined> {
  const [row] = await tx.query<{ id: number; state: ImportState }>(
    `select id, state from import_batch where firm_id = $1 and content_hash = $2 and state <> 'applied'
     order by id desc limit 1`,
    [tx.firmId, Buffer.from(contentHash)],
  );
  return row;
}

export type ImportChange = Partial<
  Pick<
    ImportBatch,
    | 'state'
    | 'assumptions'
    | 'counts'
    | 'preview'
    | 'skipsRefused'
    | 'refusedCount'
    | 'stage'
    | 'stageDate'
    | 'stagePlace'
    | 'lanes'
    | 'checkedAt'
    | 'appliedAt'
  >
>;

const columnOf: Readonly<Record<keyof ImportChange, string>> = {
  state: 'state',
  assumptions: 'assumptions',
  counts: 'counts',
  preview: 'preview',
  skipsRefused: 'skips_refused',
  refusedCount: 'refused_count',
  stage: 'stage',
  stageDate: 'stage_date',
  stagePlace: 'stage_place',
  lanes: 'lanes',
  checkedAt: 'checked_at',
  appliedAt: 'applied_at',
};
const inJson: ReadonlySet<string> = new Set(['assumptions', 'counts', 'preview', 'lanes']);

export async function updateImport(tx: Tx, id: number, change: ImportChange): Promise<void> {
  const entries = Object.entries(change) as [keyof ImportChange, unknown][];
  const settings = entries.map(([name], index) => `${columnOf[name]} = $${index + 3}`);
  await tx.query(`update import_batch set ${settings.join(', ')} where firm_id = $1 and id = $2`, [
    tx.firmId,
    id,
    ...entries.map(([name, value]) => (inJson.has(name) ? JSON.stringify(value) : value)),
  ]);
}

/** Each connection changes its own lane; the others wait only while one commits. */
export async function updateLane(tx: Tx, id: number, lane: number, kept: KeptLane): Promise<void> {
  await tx.query(
    `update import_batch set lanes = jsonb_set(lanes, array[$3::text], $4::jsonb, false) where firm_id = $1 and id = $2`,
    [tx.firmId, id, lane, JSON.stringify(kept)],
  );
}

/** Any fixed number will do; it must differ from other advisory locks of two keys in the same database. */
const importLock = 730_541;

/**
 * Runs work while no other import of the firm is read or applied; undefined when one is. The lock belongs to a
 * connection of its own, so it ends with the process that held it, however that ends.
 */
export async function whileAlone<T>(
  database: Database,
  firmId: number,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const client = new pg.Client({ ...addressOf(database), application_name: 'workledger import' });
  // Losing it loses the lock; what is done meanwhile is done on connections of the pool.
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1, $2) as held', [
      importLock,
      firmId,
    ]);
    return rows[0]?.held === true ? await work() : undefined;
  } finally {
    await client.end().catch(() => {});
  }
}
