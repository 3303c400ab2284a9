// Statements that are put together, and yet always the same: parsed and planned once per connection, under a name that stands
// for their text. Of what people open all day, planning took more than answering did. Which statements these are is
// bounded: each connection keeps each of them for as long as it lives. What somebody filters by makes many texts, and is better
// planned for what it is asked for.
//
// PostgreSQL keeps one plan for all values only where that looks no dearer than one for the values given, and to look up one key
// looks cheaper than to look up those of a page. So `someOf` does not tell it how many there are.

import type { Queries } from './database.ts';

/** `= any` of an array, of which PostgreSQL is not to see how long it is. */
export function someOf(array: `$${number}::${'int' | 'bigint'}[]`): string {
  return `any ((select ${array})::${array.split('::')[1]!})`;
}

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
