// A journal is one event in the life of a job: what moved, when it counts, what caused it. A line moves one amount
// from a credit account to a debit account of the same job, so each line, and with it each journal, balances by
// construction. Journals are only ever added; an event is undone by a journal that mirrors it.

import type { CivilDate } from '../calendar/civil-date.ts';
import { amountMinorMax } from '../money/money.ts';
import { isItemAccount, type Account } from './accounts.ts';
import { mayMove, type JournalKind } from './kinds.ts';

/** An item is what can be open: a time entry, a cost entry or an interim. */
export const itemKindCodes = { time: 1, cost: 2, interim: 3 } as const;
export type ItemKind = keyof typeof itemKindCodes;

/** What a journal came from. The code is stored. */
export const causeKindCodes = {
  timeEntry: 1,
  costEntry: 2,
  invoice: 3,
  quote: 4,
  wipAction: 5,
  importBatch: 6,
} as const;
export type CauseKind = keyof typeof causeKindCodes;
export type Cause = { readonly kind: CauseKind; readonly id: bigint };

export type Line = {
  readonly jobId: number;
  readonly debit: Account;
  readonly credit: Account;
  /** Minor units of the job's currency, never negative. */
  readonly amountMinor: bigint;
  /** What moves with the value: minutes of time, thousandths of a cost's unit, 0 for interims. Never negative. */
  readonly quantity: number;
  /** The item whose open amount the line changes; null for an unallocated write-on and its billing. */
  readonly itemId: bigint | null;
  readonly itemKind: ItemKind | null;
  readonly jobTaskId: number | null;
  readonly staffId: number | null;
  /** The item's own date, by which its WIP ages. */
  readonly originOn: CivilDate;
  /** What the work cost the firm, minor units of the firm's currency; only on lines that record or unrecord. */
  readonly costMinor: bigint;
};

export type Journal = {
  readonly kind: JournalKind;
  readonly effectiveOn: CivilDate;
  readonly cause: Cause;
  /** The journal that this one mirrors; only for the kind `reversed`. */
  readonly reverses: bigint | null;
  readonly lines: readonly Line[];
};

/** A journal as it stands in the ledger. */
export type PostedJournal = Journal & { readonly id: bigint };

export const linesPerJournalMax = 10_000;

const bills: ReadonlySet<JournalKind> = new Set(['wipBilled', 'interimRaised']);

/**
 * Asserts that a journal is one that may be posted: its kind permits each movement, amounts and quantities are in
 * range, and a line touches an item exactly where its accounts say so. A journal that fails is a defect of whoever
 * decided it, never bad input, so this throws.
 */
export function assertPostable(journal: Journal): void {
  const fail = (why: string): never => {
    throw new Error(`journal ${journal.kind} of ${journal.cause.kind} ${journal.cause.id}: ${why}`);
  };
  if (journal.lines.length === 0) fail('has no lines');
  if (journal.lines.length > linesPerJournalMax) fail(`has more than ${linesPerJournalMax} lines`);
  if ((journal.kind === 'reversed') !== (journal.reverses !== null))
    fail('names what it reverses or does not');
  // The index of what was billed of a job holds the first line of a journal alone.
  if (bills.has(journal.kind) && journal.lines.some(({ jobId }) => jobId !== journal.lines[0]!.jobId))
    fail('bills more than one job');
  for (const line of journal.lines) {
    if (!mayMove(journal.kind, line.debit, line.credit)) fail(`may not move ${line.credit} to ${line.debit}`);
    if (line.amountMinor < 0n || line.amountMinor > amountMinorMax) fail(`amount ${line.amountMinor}`);
    if (!Number.isSafeInteger(line.quantity) || line.quantity < 0) fail(`quantity ${line.quantity}`);
    if (line.itemId !== null && !isItemAccount(line.debit) && !isItemAccount(line.credit)) {
      fail(`names item ${line.itemId} but moves none`);
    }
    if ((line.itemId === null) !== (line.itemKind === null)) fail('names an item without its kind');
  }
}

/** The journal that undoes another to the cent: every line mirrored, dated as given. */
export function reversalOf(
  journal: PostedJournal,
  effectiveOn: CivilDate,
  cause: Cause = journal.cause,
): Journal {
  return {
    kind: 'reversed',
    effectiveOn,
    cause,
    reverses: journal.id,
    lines: journal.lines.map((line) => ({ ...line, debit: line.credit, credit: line.debit })),
  };
}
