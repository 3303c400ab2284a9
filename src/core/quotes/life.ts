// The life of a quote: draft → issued → accepted, declined or revised; archived at last. An issued quote is never edited:
// a revision is a new draft, and takes the place of the quote once it is issued itself. A quote that its job is billed by
// keeps its place until the revision is accepted instead.

import type { CivilDate } from '../calendar/civil-date.ts';
import { refuse, type Refused } from '../refusal.ts';

export const quoteStates = ['draft', 'issued', 'accepted', 'declined', 'revised', 'archived'] as const;
export type QuoteState = (typeof quoteStates)[number];

/** What people do to a quote, and in which states. */
const deeds = {
  change: { states: ['draft'], words: 'Only a draft is changed; an issued quote is revised or duplicated' },
  delete: { states: ['draft'], words: 'Only a draft is deleted; an issued quote is archived' },
  issue: { states: ['draft'], words: 'Only a draft is issued' },
  accept: { states: ['issued'], words: 'Only an issued quote is accepted' },
  undoAcceptance: { states: ['accepted'], words: 'Only an accepted quote is taken back' },
  decline: { states: ['issued'], words: 'Only an issued quote is declined' },
  revise: {
    states: ['issued', 'accepted', 'declined'],
    words: 'Only a quote that was issued, and not revised since, is revised',
  },
  archive: {
    states: ['draft', 'issued', 'declined', 'revised'],
    words: 'A quote that a job is billed by is not archived',
  },
} as const satisfies Record<string, { states: readonly QuoteState[]; words: string }>;

export type QuoteDeed = keyof typeof deeds;

/** How a sentence calls a quote: by its number, or as the draft it is. */
export function nameOfQuote(quote: { readonly id: number; readonly number: string | null }): string {
  return quote.number === null ? `draft quote ${quote.id}` : `quote ${quote.number}`;
}

/** Refuses what is not done to a quote in its state. */
export function stateRefusal(
  deed: QuoteDeed,
  quote: { readonly id: number; readonly number: string | null; readonly state: QuoteState },
): Refused | null {
  const { states, words } = deeds[deed];
  if ((states as readonly QuoteState[]).includes(quote.state)) return null;
  const name = nameOfQuote(quote);
  return refuse('wrongState', `${words}; ${name} is ${quote.state}.`, {
    field: 'state',
    value: quote.state,
    accepted: states.join(', '),
  });
}

/** The state of the quote that a revision takes the place of, once the revision is issued. */
export function stateOnceRevised(state: QuoteState): QuoteState {
  return state === 'issued' || state === 'declined' ? 'revised' : state;
}

/** An offer that has run out may still be accepted; whoever does so is told. */
export function hasExpired(validUntil: CivilDate | null, on: CivilDate): boolean {
  return validUntil !== null && on > validUntil;
}
