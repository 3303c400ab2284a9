// The accounts of a job. Every account belongs to exactly one job, contra accounts too, so that two jobs never
// share a row and the accounts of a job always sum to zero (docs/ledger-rules.md section 2).
//
// The codes are stored in every ledger line; they are never reused or renumbered.

export const accountCodes = {
  wipTime: 1,
  wipCost: 2,
  interim: 3,
  recordedTime: 4,
  recordedCost: 5,
  revalued: 6,
  transferred: 7,
  billed: 8,
  writtenOff: 9,
  writtenOn: 10,
  /** Memorandum pair outside WIP: what of the accepted quote has not been invoiced, and its contra. */
  uninvoicedQuote: 11,
  quoted: 12,
} as const;

export type Account = keyof typeof accountCodes;

export const accounts = Object.keys(accountCodes) as readonly Account[];

const nameOfCode = new Map<number, Account>(accounts.map((account) => [accountCodes[account], account]));

/** The account with a stored code; a code that no account has is a defect. */
export function accountOfCode(code: number): Account {
  const account = nameOfCode.get(code);
  if (account === undefined) throw new Error(`no ledger account has the code ${code}`);
  return account;
}

/** A debit-positive balance in minor units for each account of one job. */
export type Balances = Record<Account, bigint>;

export function noBalances(): Balances {
  return Object.fromEntries(accounts.map((account) => [account, 0n])) as Balances;
}

/** WIP: recorded value neither invoiced nor written off. */
export function wipMinor(balances: Balances): bigint {
  return balances.wipTime + balances.wipCost;
}

/** Net WIP: WIP less unabsorbed interims (the interim account is in credit, so it adds a negative). */
export function netWipMinor(balances: Balances): bigint {
  return wipMinor(balances) + balances.interim;
}

/** The accounts whose lines make up an item's open amount. */
export function isItemAccount(account: Account): boolean {
  return account === 'wipTime' || account === 'wipCost' || account === 'interim';
}
