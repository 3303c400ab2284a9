// Numbers that an import brought along. A series that would go on to give one of them again is moved on behind the highest,
// as long as it has given no number itself: then nothing is skipped. One that has given some would get a gap, and that is
// for a person to decide: it is named with the value to start at.

import { formatDocumentNumber } from '#core/billing/numbering.ts';
import {
  lockNumberSeries,
  numberSeries,
  withSuggestions,
  type NumberSeries,
} from '#store/billing/number-series.ts';
import type { Tx } from '#store/database.ts';
import { hasGivenNumbers } from '#store/imports/documents.ts';
import { insertProblems, type NewProblem } from '#store/imports/problems.ts';
import { updateRecord } from '#store/practice/records.ts';
import type { ImportRun } from '../run.ts';

/** The last thing that is locked in its transaction. */
export async function moveSeriesOn(tx: Tx, run: ImportRun): Promise<void> {
  const problems: NewProblem[] = [];
  for (const { suggestedNextValue: nextValue, ...series } of await withSuggestions(
    tx,
    await lockNumberSeries(tx),
  )) {
    if (nextValue === null) continue;
    const isFresh = !(await hasGivenNumbers(tx, series));
    if (isFresh) await updateRecord(tx, run.author, numberSeries, { record: series, to: { nextValue } });
    problems.push(problemOfSeries(series, nextValue, isFresh));
  }
  await insertProblems(tx, run.batch.id, problems);
}

function problemOfSeries(series: NumberSeries, nextValue: bigint, isFresh: boolean): NewProblem {
  const { name } = series;
  const [repeated, free] = [series.nextValue, nextValue].map((value) => formatDocumentNumber(series, value));
  const about = { stage: 'apply', field: 'nextValue', value: series.nextValue.toString() } as const;
  if (isFresh) {
    const detail = `The series ${name} goes on at ${free}, after the numbers that were imported.`;
    return { ...about, severity: 'note', code: 'seriesMoved', detail };
  }
  const detail = `The series ${name} would repeat imported numbers from ${repeated} on; set it to start at ${free}.`;
  const accepted = `${nextValue} or more`;
  return { ...about, severity: 'difference', code: 'seriesBehind', detail, accepted };
}
