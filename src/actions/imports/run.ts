// One run of checking or applying an import: what its stages share.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Refusal } from '#core/refusal.ts';
import type { Author } from '#store/changes.ts';
import type { Tx } from '#store/database.ts';
import type { ImportBatch, KindCounts } from '#store/imports/batches.ts';
import { updateImport } from '#store/imports/batches.ts';
import type { NewProblem, ProblemSeverity, ProblemStage } from '#store/imports/problems.ts';
import type { KnownRecord } from '#store/imports/staging.ts';
import type { Context } from '../context.ts';
import type { ImportProgress } from './options.ts';
import type { Directory } from './practice/directory.ts';

export type Counts = Record<string, KindCounts>;

export type ImportRun = {
  readonly context: Context;
  readonly batch: ImportBatch;
  readonly directory: Directory;
  readonly author: Author;
  readonly counts: Counts;
  readonly onProgress: (progress: ImportProgress) => void;
  /** Unless said, as many as are quick. */
  readonly entriesPerPage?: number | undefined;
};

/** Work in a transaction of the firm; importing takes longer than a request may. */
export function inChunk<T>(
  { context }: Pick<ImportRun, 'context'>,
  work: (tx: Tx) => Promise<T>,
  { byKey = false } = {},
): Promise<T> {
  return context.database.inFirm(context.principal.firmId, work, {
    statementTimeoutMs: 0,
    lockTimeoutMs: 60_000,
    byKey,
  });
}

/**
 * The same for statements that look up what they need by its key. An import fills tables that PostgreSQL has just found
 * empty: left to plan by that, it would read all of them for each record.
 */
export function inChunkByKey<T>(run: Pick<ImportRun, 'context'>, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inChunk(run, work, { byKey: true });
}

export function count(counts: Counts, kind: string, what: keyof KindCounts, by = 1): void {
  if (by === 0) return;
  const kindCounts = (counts[kind] ??= {});
  kindCounts[what] = (kindCounts[what] ?? 0) + by;
}

/** The stages of applying, in their order. */
export const stages = [
  'practice',
  'time',
  'costs',
  'quotes',
  'invoices',
  'marked',
  'payments',
  'paid',
  'tieOut',
  'done',
] as const;
export type Stage = (typeof stages)[number];

export type Place = { readonly date: CivilDate | null; readonly place: number };

/** Keeps where applying stands, in the transaction of the chunk. */
export function keepPlace(tx: Tx, run: ImportRun, stage: Stage, { date, place }: Place): Promise<void> {
  return updateImport(tx, run.batch.id, { stage, stageDate: date, stagePlace: place, counts: run.counts });
}

/** Where a stage goes on: at its beginning, in its midst, or not at all. */
export function placeIn({ stage, stageDate, stagePlace }: ImportBatch, wanted: Stage): Place | undefined {
  const at = stage === null ? -1 : stages.indexOf(stage as Stage);
  const asked = stages.indexOf(wanted);
  if (at > asked) return undefined;
  return at === asked ? { date: stageDate, place: stagePlace } : { date: null, place: 0 };
}

/** Works through a stage from where it is, a chunk a transaction; a chunk answers the last place it did, or its end. */
export async function inChunksFrom(
  run: ImportRun,
  stage: Stage,
  applyChunk: (tx: Tx, run: ImportRun, after: number) => Promise<number | undefined>,
): Promise<void> {
  for (let after = placeIn(run.batch, stage)?.place; after !== undefined;) {
    const from: number = after;
    after = await inChunk(run, (tx) => applyChunk(tx, run, from));
  }
}

/** The problem of a record, with where it was read. */
export function problemOf(
  staged: Pick<KnownRecord, 'file' | 'line' | 'path'>,
  stage: ProblemStage,
  severity: ProblemSeverity,
  refusal: Omit<Refusal, 'code'> & { readonly code: string; readonly jobId?: number | null | undefined },
): NewProblem {
  const { file, line, path } = staged;
  const { code, detail, field, value, accepted, jobId } = refusal;
  return { severity, stage, code, detail, file, line, path, field, value, accepted, jobId };
}
