// What has become of an entry, in a word, from what the server says is open of it.

import type { Tone } from '../../ui/StatusBadge.tsx';
import { isZero } from '../../util/sums.ts';

type Entry = { billable: boolean; amount?: string | undefined; open?: string | undefined };

export function entryState({ billable, amount, open }: Entry): readonly [word: string, tone: Tone] | null {
  if (!billable) return ['Not billable', 'quiet'];
  if (amount === undefined || open === undefined) return null;
  if (isZero(open)) return isZero(amount) ? ['No value', 'quiet'] : ['Settled', 'positive'];
  return open === amount ? ['Open', 'accent'] : ['Partly settled', 'warning'];
}

/** Whether invoices or write-offs have touched it. */
export function isTouched({ billable, amount, open }: Entry): boolean {
  return billable && amount !== undefined && open !== undefined && open !== amount;
}
