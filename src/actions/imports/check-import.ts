// Checks everything that was read for an import before anything is applied: every reference has to resolve, every amount
// and date to be one that the ledger can hold. Records that do not are refused one by one, with file, line, field, value
// and what is accepted; the rest is counted and shown. Nothing of the firm changes.

import { countRefused, forgetProblems, insertProblems, type NewProblem } from '#store/imports/problems.ts';
import { readImport, updateImport, type KindCounts } from '#store/imports/batches.ts';
import { countRecords, markRecords, unmarkRefused } from '#store/imports/staging.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { admitPractice, wishesOf } from './apply-practice.ts';
import { checkRecords, readDateRules } from './check-records.ts';
import type { ImportProgress } from './options.ts';
import { PreviewGatherer } from './preview.ts';
import type { Outcome } from './practice/admit.ts';
import { loadDirectory } from './practice/load-directory.ts';
import { count, inChunk, problemOf, type Counts, type ImportRun } from './run.ts';

export async function checkImport(
  context: Context,
  batchId: number,
  onProgress: (progress: ImportProgress) => void = () => {},
): Promise<void> {
  const { run, rules } = await begin(context, batchId, onProgress);
  const { directory, batch, counts } = run;
  const wishes = wishesOf(batch.options);
  const admissions = await inChunk(run, async (tx) => {
    const problems: NewProblem[] = [];
    const refused = new Map<string, number[]>();
    const admitted = await admitPractice(tx, batchId, { directory, wishes }, ({ staged, outcome }) => {
      if (outcome.ok) {
        count(counts, staged.kind, planned[outcome.value]);
        return;
      }
      count(counts, staged.kind, 'refused');
      refused.set(staged.kind, [...(refused.get(staged.kind) ?? []), staged.place]);
      problems.push(...outcome.refusals.map((refusal) => problemOf(staged, 'check', 'refused', refusal)));
    });
    for (const { staged, refused: lost } of admitted.finish()) {
      problems.push(...lost.refusals.map((refusal) => problemOf(staged, 'check', 'difference', refusal)));
    }
    for (const [kind, places] of refused) await markRecords(tx, batchId, { kind, status: 'refused', places });
    await insertProblems(tx, batchId, problems);
    return admitted;
  });
  const preview = new PreviewGatherer();
  await checkRecords(run, { directory, rules, preview });
  await inChunk(run, async (tx) =>
    updateImport(tx, batchId, {
      state: 'checked',
      counts,
      preview: preview.result(admissions.states.values()),
      refusedCount: await countRefused(tx, batchId),
      checkedAt: context.clock(),
    }),
  );
}

/** How an outcome reads before it has happened. */
const planned: Readonly<Record<Outcome, keyof KindCounts>> = {
  created: 'create',
  matched: 'match',
  changed: 'changed',
  unchanged: 'known',
};

async function begin(context: Context, batchId: number, onProgress: (progress: ImportProgress) => void) {
  return inChunk({ context }, async (tx) => {
    await forgetProblems(tx, batchId, 'check');
    await unmarkRefused(tx, batchId);
    const counts: Counts = {};
    for (const [kind, rows] of await countRecords(tx, batchId)) {
      count(
        counts,
        kind,
        'read',
        rows.reduce((sum, row) => sum + row.count, 0),
      );
      count(counts, kind, 'leftOut', rows.find((row) => row.status === 'leftOut')?.count ?? 0);
    }
    const batch = (await readImport(tx, batchId))!;
    const directory = await loadDirectory(tx, context.clock());
    const run: ImportRun = { context, batch, directory, author: authorOf(context), counts, onProgress };
    return { run, rules: await readDateRules(tx, context.clock()) };
  });
}
