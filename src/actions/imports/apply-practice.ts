// The practice of an import: people, clients, tasks, jobs, their states and rates. It is as large as the practice and
// never as its history, so it is taken in and saved as a whole.

import { done, type Result } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import { insertProblems, type NewProblem } from '#store/imports/problems.ts';
import { readRecords, type KnownRecord } from '#store/imports/staging.ts';
import { Admissions, practiceKinds, type Outcome } from './practice/admit.ts';
import { changePractice } from './practice/change-practice.ts';
import type { Directory } from './practice/directory.ts';
import { saveContacts, saveDirectory, saveRates } from './practice/save-practice.ts';
import type { StateWishes } from './practice/states.ts';
import { count, inChunk, keepPlace, placeIn, problemOf, type ImportRun } from './run.ts';

const recordsPerPage = 2_000;

export type Admitted = { readonly staged: KnownRecord; readonly outcome: Result<Outcome> };

/** Takes all records of the practice in, in memory; tells of each what became of it. */
export async function admitPractice(
  tx: Tx,
  batchId: number,
  { directory, wishes }: { readonly directory: Directory; readonly wishes: StateWishes },
  tell: (admitted: Admitted) => void,
): Promise<Admissions> {
  const admissions = new Admissions(directory, wishes);
  for (const kind of practiceKinds) {
    for (let after = 0; ;) {
      const page = await readRecords(tx, batchId, { kind, afterPlace: after, limit: recordsPerPage });
      for (const staged of page) tell({ staged, outcome: admissions.admit(kind, staged) });
      if (page.length < recordsPerPage) break;
      after = page.at(-1)!.place;
    }
  }
  return admissions;
}

/** Saves the practice, or when that was done before only makes the directory know what its records say. */
export async function applyPractice(run: ImportRun): Promise<void> {
  const { batch, directory } = run;
  const isBefore = placeIn(batch, 'practice') === undefined;
  const wishes = wishesOf(batch.options);
  await inChunk(run, async (tx) => {
    const problems: NewProblem[] = [];
    const admissions = await admitPractice(tx, batch.id, { directory, wishes }, ({ staged, outcome }) => {
      if (isBefore) return;
      if (outcome.ok) count(run.counts, staged.kind, outcome.value);
      else
        problems.push(...outcome.refusals.map((refusal) => problemOf(staged, 'apply', 'refused', refusal)));
    });
    if (isBefore) return done(null);
    for (const { staged, refused } of admissions.finish()) {
      problems.push(...refused.refusals.map((refusal) => problemOf(staged, 'apply', 'difference', refusal)));
    }
    const saving = { tx, author: run.author, batchId: batch.id };
    await saveDirectory(saving, directory);
    await saveContacts(saving, admissions);
    problems.push(...(await changePractice(saving, admissions)));
    await saveRates(saving, admissions.rates);
    await insertProblems(tx, batch.id, problems);
    await keepPlace(tx, run, 'time', { date: null, place: 0 });
    return done(null);
  });
  run.onProgress({ stage: 'practice', done: 1, total: 1 });
}

export function wishesOf(options: Readonly<Record<string, unknown>>): StateWishes {
  return (options['states'] ?? {}) as StateWishes;
}
