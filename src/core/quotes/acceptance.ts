// Accepting a quote: which of the job's quotes it stands beside or takes the place of, and what that posts.
//
// The uninvoiced quote of a job is a balance of the ledger: what was accepted less what was invoiced. So a quote that
// takes another's place reverses the other's journal and posts its own, and what was invoiced of the first stays
// invoiced. Both count from the day of the new acceptance, since until then the job was billed by the first.

import type { CivilDate } from '../calendar/civil-date.ts';
import { reversalOf, type Journal, type PostedJournal } from '../ledger/journal.ts';
import { done, refuse, type Refused, type Result } from '../refusal.ts';
import { unallocated } from '../wip/lines.ts';
import { nameOfQuote } from './life.ts';

/** A quote that its job is billed by. */
export type AcceptedQuote = {
  readonly id: number;
  readonly number: string | null;
  readonly isMaster: boolean;
  readonly acceptedOn: CivilDate | null;
  readonly totalMinor: bigint;
};

export type Terms = {
  /** Takes the place of the job's master quote. */
  readonly replaces: boolean;
  /** Stands beside it, as a variation. */
  readonly adds: boolean;
  readonly acceptedOn: CivilDate;
};

export type Place = { readonly isMaster: boolean; readonly replaced: AcceptedQuote | null };

/** What becomes of a quote among those that its job is billed by already. */
export function placeOf(accepted: readonly AcceptedQuote[], terms: Terms): Result<Place> {
  const { replaces, adds, acceptedOn } = terms;
  if (replaces && adds) {
    return refuse('invalidRequest', 'A quote either replaces the master quote or adds to it.', {
      field: 'adds',
      value: 'true',
      accepted: 'replaces or adds, not both',
    });
  }
  const master = accepted.find((quote) => quote.isMaster);
  if (master === undefined) {
    return replaces || adds
      ? withoutMaster(replaces ? 'replaces' : 'adds')
      : done({ isMaster: true, replaced: null });
  }
  if (adds) return done({ isMaster: false, replaced: null });
  const name = nameOfQuote(master);
  if (!replaces) {
    return refuse(
      'wrongState',
      `The job is billed by ${name} already; say whether this one replaces it or adds to it.`,
      { field: 'replaces', value: 'false', accepted: 'replaces: true, adds: true, or another job' },
    );
  }
  if (master.acceptedOn !== null && acceptedOn < master.acceptedOn) {
    return refuse('invalidDate', `The job is billed by ${name} since ${master.acceptedOn}.`, {
      field: 'acceptedOn',
      value: acceptedOn,
      accepted: `${master.acceptedOn} or later`,
    });
  }
  return done({ isMaster: true, replaced: master });
}

function withoutMaster(field: 'replaces' | 'adds'): Refused {
  return refuse('quoteMissing', 'The job is billed by no quote yet; this one becomes its master quote.', {
    field,
    value: 'true',
    accepted: 'a job with a master quote, or neither replaces nor adds',
  });
}

/** A quote of nothing posts nothing. */
export function acceptanceJournals(
  quote: { readonly id: number; readonly jobId: number; readonly totalMinor: bigint },
  on: CivilDate,
  replaced: readonly PostedJournal[],
): Journal[] {
  const reversals = replaced.map((journal) => reversalOf(journal, on));
  if (quote.totalMinor === 0n) return reversals;
  const accepted: Journal = {
    kind: 'quoteAccepted',
    effectiveOn: on,
    cause: { kind: 'quote', id: BigInt(quote.id) },
    reverses: null,
    lines: [unallocated(quote.jobId, 'uninvoicedQuote', 'quoted', quote.totalMinor, on)],
  };
  return [...reversals, accepted];
}

/** What of an accepted quote was invoiced, as far as that can be told. */
export type Invoiced = {
  /** Claimed line by line, of this quote and of the job's others. */
  readonly ofLinesMinor: bigint;
  readonly ofOthersMinor: bigint;
  /** What was accepted for the job, and what of it is not invoiced. */
  readonly acceptedMinor: bigint;
  readonly uninvoicedMinor: bigint;
};

/**
 * A quote is taken back only while nothing was invoiced from it. A deposit or a final invoice names no line: it counts
 * against the master quote.
 */
export function takeBackRefusal(
  quote: { readonly id: number; readonly number: string | null; readonly isMaster: boolean },
  { ofLinesMinor, ofOthersMinor, acceptedMinor, uninvoicedMinor }: Invoiced,
): Refused | null {
  const ofNoLineMinor = acceptedMinor - uninvoicedMinor - ofLinesMinor - ofOthersMinor;
  if (ofLinesMinor === 0n && (!quote.isMaster || ofNoLineMinor === 0n)) return null;
  const name = nameOfQuote(quote);
  return refuse('alreadyBilled', `Some of ${name} was invoiced; cancel or credit that first.`, {
    field: 'id',
    value: String(quote.id),
    accepted: 'a quote of which nothing is invoiced',
  });
}
