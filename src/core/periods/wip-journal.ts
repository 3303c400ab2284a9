// The WIP journal for the accounts: what moved net WIP in a period, by kind, and the lines that a bookkeeper keys into the
// accounting system or imports there. Figures are signed as they move net WIP, so opening + movements = closing. A line
// of the journal has an amount above zero: where a movement ran the other way than it usually does, because more of it
// was taken back than was made, debit and credit change places.

export const wipMovements = [
  'time',
  'costs',
  'billed',
  'interimsRaised',
  'interimsAbsorbed',
  'writtenOff',
  'writtenOn',
  'revalued',
  'moved',
] as const;

export type WipMovement = (typeof wipMovements)[number];

export type WipJournalFigures = { [Movement in WipMovement as `${Movement}Minor`]: bigint } & {
  openingMinor: bigint;
  closingMinor: bigint;
};

/** An account of the accounting system; the code may be empty. */
export type JournalAccount = { readonly code: string; readonly name: string };

export type AccountPair = { readonly debit: JournalAccount; readonly credit: JournalAccount };

/** What each movement is called, and whether it adds to net WIP when it is made and not taken back. */
const meanings: Readonly<Record<WipMovement, { readonly label: string; readonly adds: boolean }>> = {
  time: { label: 'Time recorded', adds: true },
  costs: { label: 'Costs recorded', adds: true },
  billed: { label: 'WIP billed', adds: false },
  interimsRaised: { label: 'Interims raised', adds: false },
  interimsAbsorbed: { label: 'Interims absorbed', adds: true },
  writtenOff: { label: 'WIP written off', adds: false },
  writtenOn: { label: 'WIP written on', adds: true },
  revalued: { label: 'WIP revalued', adds: true },
  moved: { label: 'WIP moved between jobs', adds: true },
};

const named = (name: string): JournalAccount => ({ code: '', name });
const wip = named('Work in progress');
const interims = named('Invoiced in advance');
const billed = named('WIP billed');

/** What every firm starts with: names that say what belongs there, and no codes. */
export const firstAccounts: Readonly<Record<WipMovement, AccountPair>> = {
  time: { debit: wip, credit: named('Time recorded') },
  costs: { debit: wip, credit: named('Costs recorded') },
  billed: { debit: billed, credit: wip },
  interimsRaised: { debit: billed, credit: interims },
  interimsAbsorbed: { debit: interims, credit: billed },
  writtenOff: { debit: named('WIP written off'), credit: wip },
  writtenOn: { debit: wip, credit: named('WIP written on') },
  revalued: { debit: wip, credit: named('WIP revalued') },
  moved: { debit: wip, credit: named('WIP moved between jobs') },
};

export type JournalEntryLine = {
  readonly movement: WipMovement;
  readonly description: string;
  readonly accountCode: string;
  readonly accountName: string;
  /** One of the two is zero. */
  readonly debitMinor: bigint;
  readonly creditMinor: bigint;
};

/** The journal of these figures: a debit and a credit of the same amount for each movement that is not nothing. */
export function entryLinesOf(
  figures: Pick<WipJournalFigures, `${WipMovement}Minor`>,
  accounts: Readonly<Record<WipMovement, AccountPair>>,
): JournalEntryLine[] {
  return wipMovements.flatMap((movement) => {
    const { label, adds } = meanings[movement];
    const changeMinor = figures[`${movement}Minor`];
    if (changeMinor === 0n) return [];
    const usualMinor = adds ? changeMinor : -changeMinor;
    const { debit, credit } = accounts[movement];
    const [to, from] = usualMinor > 0n ? [debit, credit] : [credit, debit];
    const amountMinor = usualMinor > 0n ? usualMinor : -usualMinor;
    const line = (account: JournalAccount, debitMinor: bigint, creditMinor: bigint): JournalEntryLine => ({
      movement,
      description: label,
      accountCode: account.code,
      accountName: account.name,
      debitMinor,
      creditMinor,
    });
    return [line(to, amountMinor, 0n), line(from, 0n, amountMinor)];
  });
}
