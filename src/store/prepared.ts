// Statements that are put together, and yet always the same: parsed and planned once per connection, under a name that stands
// for their text. Of what people open all day, planning took more than answering did. Which statements these are is
// bounded: each connection keeps each of them for as long as it lives. What somebody filters by makes many texts, and is better
// planned for what it is asked for.

import { planningByKey, type Queries, type Tx } from './database.ts';

const names = new Map<string, string>();

/** The same for the same text, for as long as the program runs. */
export function nameOfText(text: string): string {
  let name = names.get(text);
  if (name === undefined) names.set(text, (name = `by-text-${names.size + 1}`));
  return name;
}

export function preparedByText<Row extends object>(
  tx: Queries,
  text: string,
  params: readonly unknown[],
): Promise<Row[]> {
  return tx.prepared<Row>(nameOfText(text), text, params);
}

/**
 * Reads rows by their keys, and what hangs on them: one plan for one record and for a page, through indexes, whatever size the
 * tables had when it was made. Left to itself PostgreSQL keeps a plan only where one for the values given would not look
 * cheaper, and reads a table whole that was empty then.
 */
export async function readByKey<Row extends object>(
  tx: Tx,
  text: string,
  params: readonly unknown[],
): Promise<Row[]> {
  const [rows] = await askPlanned(tx, planningByKey, () => [preparedByText<Row>(tx, text, params)]);
  return rows!;
}

/** Statements that are planned by these settings, and they alone: what is set travels with them, in one round trip. */
export async function askPlanned<Answer>(
  tx: Tx,
  settings: Readonly<Partial<typeof planningByKey>>,
  asked: () => readonly Promise<Answer>[],
): Promise<Answer[]> {
  if (tx.byKey === true || tx.isSpread === true) return Promise.all(asked());
  const set = Object.entries(settings).map(([name, value]) => `SET LOCAL ${name}=${value}`);
  const setBack = Object.keys(settings).map((name) => `SET LOCAL ${name} TO DEFAULT`);
  const before = tx.query(set.join(';'));
  const answers = asked();
  const behind = tx.query(setBack.join(';'));
  const [, , ...answered] = await Promise.all([before, behind, ...answers]);
  return answered;
}
