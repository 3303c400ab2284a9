// The parts of the list: where quotes stand, and how many there are of each.

import type { ListedQuote, QuoteCounts } from '../../api/quotes.ts';
import type { ListQuestion } from '../../api/resource.ts';
import { documentState } from '../../ui/states.ts';
import type { Tab } from '../../ui/Tabs.tsx';

type Count = QuoteCounts['items'][number];
type State = ListedQuote['state'];

type Part = { value: string; label: string; states: readonly State[]; empty: string };

export const parts: readonly Part[] = [
  {
    value: 'all',
    label: 'All',
    states: ['draft', 'issued', 'accepted', 'declined'],
    empty: 'A quote is what a job is sold for. Once it is accepted, the job is billed by it.',
  },
  { value: 'drafts', label: 'Drafts', states: ['draft'], empty: 'What is being drawn up stands here.' },
  { value: 'issued', label: 'Issued', states: ['issued'], empty: 'Offers that clients have not decided on.' },
  { value: 'accepted', label: 'Accepted', states: ['accepted'], empty: 'Quotes that jobs are billed by.' },
  { value: 'declined', label: 'Declined', states: ['declined'], empty: 'Offers that clients did not want.' },
  {
    value: 'archived',
    label: 'Revised and archived',
    states: ['revised', 'archived'],
    empty: 'Quotes that a revision took the place of, and those that were put away.',
  },
];

export function questionOf({ states }: Part): ListQuestion {
  return { states: states.join(',') };
}

export function tabsOf(counts: readonly Count[] | undefined): Tab[] {
  return parts.map(({ value, label, states }) => ({
    value,
    label,
    count: counts?.filter(({ state }) => states.includes(state)).reduce((sum, { count }) => sum + count, 0),
  }));
}

/** An offer past its last day can still be accepted, but somebody should look. */
export function stateOf(quote: Pick<ListedQuote, 'state' | 'validUntil'>, today: string) {
  const isExpired = quote.state === 'issued' && quote.validUntil !== null && quote.validUntil < today;
  return isExpired ? (['Expired', 'warning'] as const) : documentState(quote.state);
}

/** Of a draft without a name, whom it is for. */
export function titleOf({
  name,
  number,
  clientName,
}: Pick<ListedQuote, 'name' | 'number' | 'clientName'>): string {
  return name ?? number ?? `Draft for ${clientName ?? 'a client'}`;
}
