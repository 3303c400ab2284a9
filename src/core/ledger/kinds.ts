// The closed list of journal kinds and the accounts each may move value between (docs/ledger-rules.md section 2).
// PostgreSQL holds the same list as a constraint on ledger lines; the verifier compares the two.

import type { Account } from './accounts.ts';

/** A permitted movement: value leaves the credit account and arrives at the debit account. */
export type Movement = readonly [debit: Account, credit: Account];

export type KindRule = {
  readonly code: number;
  /** Permitted movements; `reversed` mirrors whatever it reverses and lists none. */
  readonly movements: readonly Movement[];
  /** How the kind reads in a sentence about a journal. */
  readonly sentence: string;
};

export const journalKinds = {
  timeRecorded: { code: 1, movements: [['wipTime', 'recordedTime']], sentence: 'Time recorded' },
  costRecorded: {
    code: 2,
    // The second movement is a supplier's credit: a cost of negative value.
    movements: [
      ['wipCost', 'recordedCost'],
      ['recordedCost', 'wipCost'],
    ],
    sentence: 'Cost recorded',
  },
  wipBilled: {
    code: 3,
    // The third and fourth: an item of negative value (a supplier's credit) billed, or a nil line closed.
    movements: [
      ['billed', 'wipTime'],
      ['billed', 'wipCost'],
      ['wipCost', 'billed'],
    ],
    sentence: 'Work in progress billed',
  },
  interimRaised: { code: 4, movements: [['billed', 'interim']], sentence: 'Interim raised' },
  interimAbsorbed: { code: 5, movements: [['interim', 'billed']], sentence: 'Interim absorbed' },
  writtenOff: {
    code: 6,
    movements: [
      ['writtenOff', 'wipTime'],
      ['writtenOff', 'wipCost'],
      ['wipCost', 'writtenOff'],
    ],
    sentence: 'Written off',
  },
  writtenOn: {
    code: 7,
    movements: [
      ['wipTime', 'writtenOn'],
      ['wipCost', 'writtenOn'],
      ['writtenOn', 'wipCost'],
    ],
    sentence: 'Written on',
  },
  revalued: {
    code: 8,
    movements: [
      ['wipTime', 'revalued'],
      ['revalued', 'wipTime'],
      ['wipCost', 'revalued'],
      ['revalued', 'wipCost'],
    ],
    sentence: 'Revalued',
  },
  transferred: {
    code: 9,
    movements: [
      ['wipTime', 'transferred'],
      ['transferred', 'wipTime'],
      ['wipCost', 'transferred'],
      ['transferred', 'wipCost'],
    ],
    sentence: 'Moved between jobs or tasks',
  },
  reversed: { code: 10, movements: [], sentence: 'Reversed' },
  quoteAccepted: { code: 11, movements: [['uninvoicedQuote', 'quoted']], sentence: 'Quote accepted' },
  quoteInvoiced: { code: 12, movements: [['quoted', 'uninvoicedQuote']], sentence: 'Quote invoiced' },
} as const satisfies Record<string, KindRule>;

export type JournalKind = keyof typeof journalKinds;

export const journalKindNames = Object.keys(journalKinds) as readonly JournalKind[];

const nameOfCode = new Map<number, JournalKind>(
  journalKindNames.map((kind) => [journalKinds[kind].code, kind]),
);

/** The kind with a stored code; a code that no kind has is a defect. */
export function kindOfCode(code: number): JournalKind {
  const kind = nameOfCode.get(code);
  if (kind === undefined) throw new Error(`no journal kind has the code ${code}`);
  return kind;
}

export function mayMove(kind: JournalKind, debit: Account, credit: Account): boolean {
  if (kind === 'reversed') return debit !== credit;
  return journalKinds[kind].movements.some(([d, c]) => d === debit && c === credit);
}
