// Applies an import that has been read and checked: the practice first, then its history in the order in which one thing
// hangs on another, then the proof. Each stage works in chunks, each a transaction that also keeps how far it has come, so
// an import that was stopped, however it was stopped, goes on where it was.

import { requirePermission } from '#core/access/principal.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Result } from '#core/refusal.ts';
import { done, refuse, type Refused } from '#core/refusal.ts';
import { readImport, updateImport, whileAlone, type ImportBatch } from '#store/imports/batches.ts';
import { insertProblems } from '#store/imports/problems.ts';
import { clearStaging, readRecords } from '#store/imports/staging.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { adjustJobs, adjustmentDay } from './adjust.ts';
import { applyPractice } from './apply-practice.ts';
import type { ImportedUnbilledWip } from './model.ts';
import type { ApplyImportOptions } from './options.ts';
import { loadDirectory } from './practice/load-directory.ts';
import { saveDirectory } from './practice/save-practice.ts';
import { importUnderWay } from './read-import.ts';
import { noSuchImport } from './read-imports.ts';
import { applyInvoices } from './replay/apply-invoices.ts';
import { applyMarked } from './replay/apply-marked.ts';
import { applyPaid } from './replay/paid.ts';
import { applyPayments } from './replay/payments.ts';
import { applyQuotes } from './replay/apply-quotes.ts';
import { count, inChunk, placeIn, problemOf, type Counts, type ImportRun } from './run.ts';
import { tieOut } from './tie-out.ts';
import { applyCosts } from './work/costs.ts';
import { applyTime } from './work/apply-time.ts';
import { ensureReportedJob } from './work/reported-jobs.ts';

export async function applyImport(
  context: Context,
  importId: number,
  options: ApplyImportOptions,
): Promise<Result<ImportBatch>> {
  const permitted = requirePermission(context.principal, 'imports.run');
  if (!permitted.ok) return permitted;
  const applied = await whileAlone(context.database, context.principal.firmId, () =>
    applyAlone(context, importId, options),
  );
  return applied ?? importUnderWay();
}

async function applyAlone(
  context: Context,
  importId: number,
  options: ApplyImportOptions,
): Promise<Result<ImportBatch>> {
  const batch = await inChunk({ context }, (tx) => readImport(tx, importId));
  if (batch === undefined) return noSuchImport(importId);
  const refused = notReady(batch, options);
  if (refused !== null) return refused;
  const adjustOn = options.adjust === true ? await adjustmentDay(context, options.adjustOn) : undefined;
  if (adjustOn?.ok === false) return adjustOn;
  if (batch.state !== 'applied') await applyStages(context, batch, options);
  const adjusted =
    adjustOn?.ok === true ? await adjustJobs(context, importId, adjustOn.value as CivilDate) : undefined;
  if (adjusted?.ok === false) return adjusted;
  return done((await inChunk({ context }, (tx) => readImport(tx, importId)))!);
}

function notReady(batch: ImportBatch, { skipRefused, confirm }: ApplyImportOptions): Refused | null {
  if (batch.state === 'reading') {
    return refuse('conflict', 'The files of this import have not been read to their end. Give them again.');
  }
  if (batch.state !== 'checked') return null;
  if (batch.refusedCount > 0 && skipRefused !== true) {
    const detail = `${batch.refusedCount} records are refused, so nothing was imported. Put them right, or ask to leave them out.`;
    return refuse('rowRefused', detail, {
      field: 'skipRefused',
      value: 'false',
      accepted: 'true, to import the rest',
    });
  }
  const open = batch.assumptions.find((assumption) => assumption.mustConfirm);
  if (open === undefined || confirm === true) return null;
  const detail = `${open.file}: ${open.message} Nothing was imported; say how it is to be read, or confirm it.`;
  return refuse('unconfirmedReading', detail, {
    field: 'confirm',
    ...(open.chosen === undefined ? {} : { value: open.chosen }),
    accepted: 'true, once somebody has looked at the assumptions',
  });
}

async function applyStages(context: Context, batch: ImportBatch, options: ApplyImportOptions): Promise<void> {
  const run = await begin(context, batch, options);
  await applyPractice(run);
  await applyReportedJobs(run);
  await applyTime(run);
  await applyCosts(run);
  await applyQuotes(run);
  await applyInvoices(run);
  await applyMarked(run);
  await applyPayments(run);
  await applyPaid(run);
  await tieOut(run);
  await inChunk(run, async (tx) => {
    await clearStaging(tx, batch.id, { problems: false });
    await updateImport(tx, batch.id, { state: 'applied', counts: run.counts, appliedAt: context.clock() });
  });
}

/** A process that was killed may have left a chunk at its very end; it is waited for before going on behind it. */
async function begin(context: Context, { id }: ImportBatch, options: ApplyImportOptions): Promise<ImportRun> {
  return inChunk({ context }, async (tx) => {
    const batch = (await readImport(tx, id, { lock: true }))!;
    const isNew = batch.state === 'checked';
    const counts = isNew ? countsBefore(batch) : structuredClone(batch.counts as Counts);
    if (isNew) {
      await updateImport(tx, id, { state: 'applying', skipsRefused: options.skipRefused === true, counts });
    }
    const directory = await loadDirectory(tx, context.clock());
    const onProgress = options.onProgress ?? (() => {});
    const { entriesPerPage } = options;
    return { context, batch, directory, author: authorOf(context), counts, onProgress, entriesPerPage };
  });
}

/** What was read, refused and left out stays counted; what was planned gives way to what is done. */
function countsBefore(batch: ImportBatch): Counts {
  const counts: Counts = {};
  for (const [kind, { read = 0, refused = 0, leftOut = 0 }] of Object.entries(batch.counts)) {
    count(counts, kind, 'read', read);
    count(counts, kind, 'refused', refused);
    count(counts, kind, 'leftOut', leftOut);
  }
  return counts;
}

/** Makes the jobs that only the report of unbilled WIP names. */
async function applyReportedJobs(run: ImportRun): Promise<void> {
  if (placeIn(run.batch, 'time') === undefined) return;
  await inChunk(run, async (tx) => {
    for (let after = 0; ;) {
      const page = await readRecords(tx, run.batch.id, {
        kind: 'unbilledWip',
        afterPlace: after,
        limit: 5_000,
      });
      for (const one of page) {
        const job = ensureReportedJob(
          run.directory,
          one.source,
          JSON.parse(one.record) as ImportedUnbilledWip,
        );
        if (job.ok) continue;
        await insertProblems(
          tx,
          run.batch.id,
          job.refusals.map((refusal) => problemOf(one, 'apply', 'difference', refusal)),
        );
      }
      if (page.length < 5_000) break;
      after = page.at(-1)!.place;
    }
    count(run.counts, 'client', 'created', run.directory.clients.pending.length);
    count(run.counts, 'job', 'created', run.directory.jobs.pending.length);
    await saveDirectory({ tx, author: run.author, batchId: run.batch.id }, run.directory);
  });
}
