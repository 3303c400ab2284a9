// Statements that are put together, and yet always the same: parsed and planned once per connection, under a name that stands
// for their text. Of what people open all day, planning took more than answering did. Which statements these are is
// bounded: each connection keeps each of them for as long as it lives. What somebody filters by makes many texts, and is better
// planned for what it is asked for.

import { planningByKey, type Queries, type Tx } from './database.ts';

const planning = planningByKey.join(';');
const planningAsUsual =
  'SET LOCAL plan_cache_mode=auto;SET LOCAL enable_seqscan=on;SET LOCAL enable_hashjoin=on';

const names = new Map<string, string>();

export function preparedByText<Row extends object>(
  tx: Queries,
  text: string,
  params: readonly unknown[],
): Promise<Row[]> {
  let name = names.get(text);
  if (name === undefined) names.set(text, (name = `by-text-${names.size + 1}`));
  return tx.prepared<Row>(name, text, params);
}

/**
 * Reads rows by their keys, and what hangs on them: one plan for one record and for a page, through indexes, whatever size the
 * tables had when it was made. Left to itself PostgreSQL keeps a plan only where one for the values given would not look
 * cheaper, and reads a table whole that was empty then. What is set travels with the statement, so it takes one round trip.
 */
export async function readByKey<Row extends object>(
  tx: Tx,
  text: string,
  params: readonly unknown[],
): Promise<Row[]> {
  const asked = () => preparedByText<Row>(tx, text, params);
  if (tx.byKey === true || tx.isSpread === true) return asked();
  const [, rows] = await Promise.all([tx.query(planning), asked(), tx.query(planningAsUsual)]);
  return rows;
}
