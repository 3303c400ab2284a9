// How the ledger's own names read on the page. The kinds come with their words from the API; accounts are named here
// because the two sides of a line stand in a narrow column.

import type { LedgerLine } from '../../api/job-ledger.ts';

export type Account = LedgerLine['debit'];
export type Kind = LedgerLine['kind'];

export const accountWords: Readonly<Record<Account, string>> = {
  wipTime: 'WIP time',
  wipCost: 'WIP cost',
  interim: 'Interims',
  recordedTime: 'Recorded time',
  recordedCost: 'Recorded cost',
  revalued: 'Revalued',
  transferred: 'Moved',
  billed: 'Billed',
  writtenOff: 'Written off',
  writtenOn: 'Written on',
  uninvoicedQuote: 'Uninvoiced quote',
  quoted: 'Quoted',
};

export const kindWords: Readonly<Record<Kind, string>> = {
  timeRecorded: 'Time recorded',
  costRecorded: 'Cost recorded',
  wipBilled: 'WIP billed',
  interimRaised: 'Interim raised',
  interimAbsorbed: 'Interim absorbed',
  writtenOff: 'Written off',
  writtenOn: 'Written on',
  revalued: 'Revalued',
  transferred: 'Moved',
  reversed: 'Reversed',
  quoteAccepted: 'Quote accepted',
  quoteInvoiced: 'Quote invoiced',
};

export function wordsOfAccount(account: string): string {
  return account in accountWords ? accountWords[account as Account] : account;
}

/** What a line does outside of net WIP: the quote stands beside it. */
export function isBesideWip(account: string | undefined): boolean {
  return account === 'uninvoicedQuote' || account === 'quoted';
}

/** The change that a line makes in an account: a debit adds, a credit takes. */
export function changeIn(account: string, line: LedgerLine): string {
  if (line.debit === account) return line.amount;
  return line.credit === account ? `-${line.amount}` : '0';
}
