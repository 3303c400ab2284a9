// Which rate prices an hour (docs/ledger-rules.md section 3). The most specific rate wins:
//
//   1. the job's own rate, for the task or for the staff member
//   2. the client's rate for the task
//   3. the staff member's rate for the task
//   4. the default: the task's rate or the staff member's
//
// Steps 1 and 4 have two candidates each. The job's setting, its rate basis, says which is asked first; the other one
// answers when the first has no rate.
//
// Rates are effective-dated. Rows of the same scope, keys and currency form a history: each applies from its date until
// the next one begins. A row in another currency than asked for is as good as none, because there are no exchange rates.
// When nothing applies the rate is 0 and its source 'missing': the time is recorded at 0 with a warning, and a
// revaluation prices it once there is a rate.
//
// A batch prices thousands of entries against the same rows, so `rateBook` sorts the rows into histories once and
// `resolveRate` only looks up: at most six keys, each a map lookup and a short walk back through one history.
//
// Cost rates (what an hour costs the firm) resolve in the same way. They have no rows of job or client, so a book of
// cost rates answers from steps 3 and 4; ask in the firm's currency, with the basis 'staff'.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import { compareDates } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';

export const rateScopes = ['jobTask', 'jobStaff', 'clientTask', 'staffTask', 'task', 'staff'] as const;

export type RateScope = (typeof rateScopes)[number];

/** Whether a job prices time by what is done or by who does it, where both have a rate. */
export type RateBasis = 'task' | 'staff';

/** One row of a rate's history. Which keys it has follows from its scope; a task is one of the firm's library. */
export type RateRow = {
  readonly id: number;
  readonly scope: RateScope;
  readonly jobId?: number | null;
  readonly clientId?: number | null;
  readonly staffId?: number | null;
  readonly taskId?: number | null;
  readonly currency: CurrencyCode;
  readonly ratePerHourMinor: bigint;
  readonly effectiveFrom: CivilDate;
};

/** What is to be priced. Without a job and client (a cost rate) only the more general scopes are asked. */
export type RateQuestion = {
  readonly jobId?: number;
  readonly clientId?: number;
  readonly staffId: number;
  readonly taskId: number;
  readonly rateBasis: RateBasis;
  readonly currency: CurrencyCode;
  /** The day the time was worked. */
  readonly on: CivilDate;
};

export type RateSource = RateScope | 'given' | 'missing';

export type ResolvedRate = {
  readonly ratePerHourMinor: bigint;
  readonly source: RateSource;
  /** The row that was used; null when the rate was given or is missing. */
  readonly rateId: number | null;
  /** One sentence for a person: why this rate. */
  readonly reason: string;
};

/** Rows sorted into histories, ready for `resolveRate`. */
export type RateBook = {
  readonly histories: ReadonlyMap<string, readonly RateRow[]>;
  /** Those that have any row: most firms use two or three, and nobody needs to look in the others. */
  readonly scopes: ReadonlySet<RateScope>;
};

/** What each source means, to be shown beside a rate that was used. */
export const rateSourceMeanings: Readonly<Record<RateSource, string>> = {
  jobTask: "The job's own rate for the task",
  jobStaff: "The job's own rate for the staff member",
  clientTask: "The client's rate for the task",
  staffTask: "The staff member's rate for the task",
  task: "The task's default rate",
  staff: "The staff member's default rate",
  given: 'The rate that came with the entry',
  missing: 'No rate applies',
};

const scopesInOrder: Readonly<Record<RateBasis, readonly RateScope[]>> = {
  task: ['jobTask', 'jobStaff', 'clientTask', 'staffTask', 'task', 'staff'],
  staff: ['jobStaff', 'jobTask', 'clientTask', 'staffTask', 'staff', 'task'],
};

type Keys = Pick<RateRow, 'jobId' | 'clientId' | 'staffId' | 'taskId'>;

/**
 * Indexes rate rows, given in any order. Throws when a row lacks a key that its scope needs, which the database
 * refuses too. Of two rows that begin on the same day, which the database refuses as well, the later id counts.
 */
export function rateBook(rows: readonly RateRow[]): RateBook {
  const histories = new Map<string, RateRow[]>();
  for (const row of rows) {
    const key = historyKey(row.scope, row.currency, row);
    if (key === undefined) throw new Error(`rate ${row.id} of scope ${row.scope} lacks a key`);
    const history = histories.get(key);
    if (history) history.push(row);
    else histories.set(key, [row]);
  }
  for (const history of histories.values()) history.sort(newestFirst);
  return { histories, scopes: new Set(rows.map(({ scope }) => scope)) };
}

/** The rate for the question, per hour in minor units of the question's currency; 0 with source 'missing' if none. */
export function resolveRate(book: RateBook, question: RateQuestion): ResolvedRate {
  for (const scope of scopesInOrder[question.rateBasis]) {
    const row = rowInForce(book, scope, question);
    if (row) {
      return {
        ratePerHourMinor: row.ratePerHourMinor,
        source: scope,
        rateId: row.id,
        reason: `${rateSourceMeanings[scope]}, from ${row.effectiveFrom}${fallbackNote(scope, question)}.`,
      };
    }
  }
  return {
    ratePerHourMinor: 0n,
    source: 'missing',
    rateId: null,
    reason: `No rate in ${question.currency} applies on ${question.on}; the value is 0 until there is one and the time is revalued.`,
  };
}

/** A rate that came with the entry, from an import for example, and is taken as it is. */
export function givenRate(ratePerHourMinor: bigint): ResolvedRate {
  return { ratePerHourMinor, source: 'given', rateId: null, reason: `${rateSourceMeanings.given}.` };
}

/** The latest row of the scope's history that has begun by the day in question. */
function rowInForce(book: RateBook, scope: RateScope, question: RateQuestion): RateRow | undefined {
  if (!book.scopes.has(scope)) return undefined;
  const key = historyKey(scope, question.currency, question);
  if (key === undefined) return undefined;
  return book.histories.get(key)?.find((row) => row.effectiveFrom <= question.on);
}

function newestFirst(a: RateRow, b: RateRow): number {
  return compareDates(b.effectiveFrom, a.effectiveFrom) || b.id - a.id;
}

/** Says so when the default asked for first had no rate. */
function fallbackNote(scope: RateScope, question: RateQuestion): string {
  if ((scope !== 'task' && scope !== 'staff') || scope === question.rateBasis) return '';
  return question.rateBasis === 'task' ? ', as the task has none' : ', as the staff member has none';
}

/** The name of a history; undefined when a key that the scope needs is absent. */
function historyKey(scope: RateScope, currency: CurrencyCode, keys: Keys): string | undefined {
  const [first, second] = keysOf(scope, keys);
  if (typeof first !== 'number' || typeof second !== 'number') return undefined;
  return `${scope} ${currency} ${first} ${second}`;
}

function keysOf(scope: RateScope, { jobId, clientId, staffId, taskId }: Keys) {
  switch (scope) {
    case 'jobTask':
      return [jobId, taskId];
    case 'jobStaff':
      return [jobId, staffId];
    case 'clientTask':
      return [clientId, taskId];
    case 'staffTask':
      return [staffId, taskId];
    case 'task':
      return [taskId, 0];
    case 'staff':
      return [staffId, 0];
  }
}
