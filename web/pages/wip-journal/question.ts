// Which months the WIP journal shows, and what of them.

import { endOfMonth, firstOfMonth } from '../../util/days.ts';
import type { PageSearch } from '../../util/page-search.ts';
import { isDate } from '../../util/search.ts';

export type JournalQuestion = { from: string; to: string } & Record<string, string | undefined>;

const narrowing = ['clientId', 'jobId', 'managerId', 'partnerId', 'category'] as const;

/** The month before this one, unless the address says other days. */
export function questionOf(search: PageSearch, today: string): JournalQuestion {
  const to = isDate(search['to']) ? (search['to'] ?? '') : endOfMonth(today, -1);
  const from = isDate(search['from']) ? (search['from'] ?? '') : firstOfMonth(to);
  const others = [...narrowing, 'groupBy', 'by'].map((key) => [key, search[key]] as const);
  return { ...Object.fromEntries(others), from, to };
}
