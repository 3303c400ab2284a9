// Reading files for an import: what they hold is staged in the database, checked as a whole, and shown. Nothing of the
// firm changes. The same files read the same way again continue the import that they began.

import { createHash, hash } from 'node:crypto';
import { requirePermission } from '#core/access/principal.ts';
import type { Result } from '#core/refusal.ts';
import { done, refuse } from '#core/refusal.ts';
import type { Database, Tx } from '#store/database.ts';
import type { ImportBatch, ImportedFileInfo } from '#store/imports/batches.ts';
import {
  findUnfinishedImport,
  insertImport,
  readImport,
  updateImport,
  whileAlone,
} from '#store/imports/batches.ts';
import { clearStaging, settleKeys } from '#store/imports/staging.ts';
import type { Context } from '../context.ts';
import { checkImport } from './check-import.ts';
import type { ImportFile } from './formats/files.ts';
import type { DetectedFile } from './formats/parse.ts';
import { detectFormat, parseFiles } from './formats/parse.ts';
import type { ImportProgress, ReadImportOptions } from './options.ts';
import { keptOptions } from './options.ts';
import { savePile, Stager } from './stager.ts';

export const filesPerImportMax = 5_000;

export type ReadImportCommand = {
  readonly files: readonly ImportFile[];
  readonly options: ReadImportOptions;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
};

export async function readImportFiles(
  context: Context,
  command: ReadImportCommand,
): Promise<Result<ImportBatch>> {
  const permitted = requirePermission(context.principal, 'imports.run');
  if (!permitted.ok) return permitted;
  const { files } = command;
  if (files.length === 0 || files.length > filesPerImportMax) {
    return refuse('batchTooLarge', 'An import reads at least one file and not too many.', {
      field: 'files',
      value: String(files.length),
      accepted: `1 to ${filesPerImportMax} files`,
    });
  }
  const read = await whileAlone(context.database, context.principal.firmId, () =>
    readAlone(context, command),
  );
  return read ?? importUnderWay();
}

export function importUnderWay(): Result<never> {
  return refuse('conflict', 'Another import of this firm is under way. Wait until it has ended.');
}

async function readAlone(context: Context, command: ReadImportCommand): Promise<Result<ImportBatch>> {
  const { database, principal } = context;
  const files = await describeFiles(command);
  const options = keptOptions(command.options);
  const contentHash = hash(
    'sha256',
    JSON.stringify([files.map(({ file, digest }) => [file, digest]), options]),
    'buffer',
  );
  const begun = await database.inFirm(principal.firmId, async (tx) => {
    const found = await findUnfinishedImport(tx, contentHash);
    if (found !== undefined) return found;
    const about = { contentHash, files, options, actorId: principal.actorId, createdAt: context.clock() };
    return { id: await insertImport(tx, about), state: 'reading' as const };
  });
  if (begun.state !== 'applying') {
    await stage(context, command, { batchId: begun.id, files });
    await checkImport(context, begun.id, command.onProgress);
  }
  const batch = await inFirm(database, principal.firmId, (tx) => readImport(tx, begun.id));
  return done(batch!);
}

function inFirm<T>(database: Database, firmId: number, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.inFirm(firmId, work, { statementTimeoutMs: 0 });
}

async function describeFiles({ files, options }: ReadImportCommand): Promise<ImportedFileInfo[]> {
  const detected = await detectFormat(files, options);
  const described: ImportedFileInfo[] = [];
  for (const [index, file] of files.entries())
    described.push(await describe(file, detected[index]!, options));
  return described;
}

async function describe(
  file: ImportFile,
  found: DetectedFile,
  options: ReadImportOptions,
): Promise<ImportedFileInfo> {
  return {
    file: file.name,
    sizeBytes: file.sizeBytes,
    digest: await digestOf(file),
    source: options.source ?? sourceOf(found),
    format: found.format ?? null,
    layout: found.layout?.title ?? null,
    dateOrder: found.dateOrder ?? null,
    decimalSeparator: found.decimalSeparator ?? null,
    currency: found.currency ?? null,
    rowCount: found.rowCount ?? null,
  };
}

/** Both versions of the WorkflowMax API and its generic files speak of the same records by the same ids. */
function sourceOf({ format, layout }: DetectedFile): string {
  if (format === 'workflowmax-v1' || format === 'workflowmax-v2') return 'workflowmax';
  return layout?.id.split('-')[0] ?? 'unknown';
}

async function digestOf(file: ImportFile): Promise<string> {
  const digest = createHash('sha256');
  try {
    for await (const chunk of file.open()) digest.update(chunk);
  } catch {
    // That the file cannot be read is told by the reader, with its name.
  }
  return digest.digest('hex');
}

type Staging = { readonly batchId: number; readonly files: readonly ImportedFileInfo[] };

async function stage(
  { database, principal }: Context,
  { files, options, onProgress }: ReadImportCommand,
  { batchId, files: described }: Staging,
): Promise<void> {
  const { firmId } = principal;
  await inFirm(database, firmId, async (tx) => {
    await clearStaging(tx, batchId, { problems: true });
    await updateImport(tx, batchId, {
      state: 'reading',
      stage: null,
      stagePlace: 0,
      counts: {},
      preview: {},
    });
  });
  const sources = new Map(described.map(({ file, source }) => [file, source]));
  const expected = described.reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0);
  const stager = new Stager(sources);
  // The files are read on while PostgreSQL is busy with what was read before.
  let saving: Promise<void> = Promise.resolve();
  const save = (): Promise<void> => {
    const pile = stager.takePile();
    return inFirm(database, firmId, (tx) => savePile(tx, batchId, pile));
  };
  try {
    for await (const events of parseFiles(files, options)) {
      for (const event of events) {
        stager.take(event);
        if (!stager.isFull()) continue;
        await saving;
        saving = save();
        saving.catch(() => {});
        onProgress?.({ stage: 'reading', done: stager.places, total: Math.max(expected, stager.places) });
      }
    }
  } finally {
    // Whatever happened, nothing is left under way.
    await Promise.allSettled([saving]);
  }
  await saving;
  await save();
  await inFirm(database, firmId, async (tx) => {
    await settleKeys(tx, batchId);
    await updateImport(tx, batchId, { assumptions: stager.assumptions });
  });
}
