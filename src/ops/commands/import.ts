// `import` for the command line: the operator brings a firm's data in.

import { applyImport } from '#actions/imports/apply-import.ts';
import { filesAt } from '#actions/imports/formats/files.ts';
import type { DateOrder, DecimalSeparator } from '#actions/imports/formats/options.ts';
import type { ImportProgress } from '#actions/imports/options.ts';
import type { ImportPreview } from '#actions/imports/preview.ts';
import { readImportFiles } from '#actions/imports/read-import.ts';
import type { Context } from '#actions/context.ts';
import type { ImportOptions, ImportReport, ImportRunner } from '#cli/commands/import.ts';
import { CommandFailure } from '#cli/output/failure.ts';
import type { Progress } from '#cli/output/progress.ts';
import { parseCivilDate } from '#core/calendar/civil-date.ts';
import { formatMinor } from '#core/money/money.ts';
import { done, within, type Result } from '#core/refusal.ts';
import type { ImportBatch } from '#store/imports/batches.ts';
import { listProblems } from '#store/imports/problems.ts';
import { listTieOuts } from '#store/imports/tie-outs.ts';
import type { Installation } from '../installation.ts';
import { chooseFirm, contextFor, openForCommand } from './operator.ts';

const dateOrders: Readonly<Record<string, DateOrder>> = { dmy: 'dayMonthYear', mdy: 'monthDayYear' };
const rowsShownMax = 10_000;

export async function openImport(): Promise<ImportRunner> {
  const installation = await openForCommand('import');
  return {
    read: (paths, options, progress) => read(installation, { paths, options, progress }),
    async apply(id, options, progress) {
      const context = await contextOf(installation, options.firm);
      if (!context.ok) return context;
      const adjustOn = options.adjustOn === undefined ? undefined : parseCivilDate(options.adjustOn);
      if (adjustOn?.ok === false) return within('--adjust-on', adjustOn);
      const applied = await applyImport(context.value, Number(id), {
        skipRefused: options.skipRefused,
        confirm: options.confirm,
        adjust: options.adjust,
        adjustOn: adjustOn?.value,
        onProgress: showing(progress),
      });
      return applied.ok ? done(await reportOf(context.value, applied.value)) : applied;
    },
  };
}

type Reading = {
  readonly paths: readonly string[];
  readonly options: ImportOptions;
  readonly progress: Progress;
};

async function read(
  installation: Installation,
  { paths, options, progress }: Reading,
): Promise<Result<ImportReport>> {
  const context = await contextOf(installation, options.firm);
  if (!context.ok) return context;
  const files = await filesAt(paths).catch((error: Error) => {
    throw new CommandFailure(`The files cannot be read: ${error.message}`);
  });
  const batch = await readImportFiles(context.value, {
    files,
    options: {
      source: options.source,
      dateOrder: options.dateOrder === undefined ? undefined : dateOrders[options.dateOrder],
      decimalSeparator: options.decimalSeparator as DecimalSeparator | undefined,
      timeZone: options.timeZone,
    },
    onProgress: showing(progress),
  });
  return batch.ok ? done(await reportOf(context.value, batch.value)) : batch;
}

async function contextOf(installation: Installation, firm: string | undefined): Promise<Result<Context>> {
  const chosen = await chooseFirm(installation, firm);
  return chosen.ok ? done(await contextFor(installation, chosen.value.id)) : chosen;
}

function showing(progress: Progress): (at: ImportProgress) => void {
  return ({ stage, done: count, total }) => progress.update(count, total, stage);
}

function reportOf({ database, principal }: Context, batch: ImportBatch): Promise<ImportReport> {
  return database.inFirm(principal.firmId, async (tx) => {
    const problems = await listProblems(tx, batch.id, { severity: null, afterId: 0, limit: rowsShownMax });
    const tieOuts = await listTieOuts(tx, batch.id, {
      onlyDifferences: false,
      after: null,
      limit: rowsShownMax,
    });
    const preview = batch.preview as Partial<ImportPreview>;
    return {
      id: String(batch.id),
      state: batch.state,
      files: batch.files.map(({ file, layout, source, rowCount }) => ({
        file,
        layout,
        source,
        rows: rowCount,
      })),
      counts: batch.counts as ImportReport['counts'],
      assumptions: batch.assumptions.map(({ file, message, mustConfirm }) => ({
        file,
        message,
        mustConfirm,
      })),
      totals: preview.totals ?? [],
      refused: batch.refusedCount,
      problems: problems.map(({ severity, file, line, field, value, detail, accepted }) => {
        return { severity, file, line, field, value, detail, accepted };
      }),
      tieOut: tieOuts.map((row) => ({
        figure: row.figure,
        jobNumber: row.jobNumber,
        jobName: row.jobName,
        currency: row.currency,
        source: formatMinor(row.sourceMinor, row.currency),
        netWip: formatMinor(row.netWipMinor, row.currency),
        difference: formatMinor(row.differenceMinor, row.currency),
        reasons: row.reasons.map(({ detail }) => detail),
        wipActionId: row.wipActionId === null ? null : String(row.wipActionId),
      })),
    };
  });
}
