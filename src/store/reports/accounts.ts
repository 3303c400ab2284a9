// The columns that hold an account each, in job_balance and job_month, and what a line does to them.

import { sql, type RawBuilder } from 'kysely';
import { accountCodes, accounts, type Account } from '#core/ledger/accounts.ts';

export const accountColumns = {
  wipTime: 'wip_time_minor',
  wipCost: 'wip_cost_minor',
  interim: 'interim_minor',
  recordedTime: 'recorded_time_minor',
  recordedCost: 'recorded_cost_minor',
  revalued: 'revalued_minor',
  transferred: 'transferred_minor',
  billed: 'billed_minor',
  writtenOff: 'written_off_minor',
  writtenOn: 'written_on_minor',
  uninvoicedQuote: 'uninvoiced_quote_minor',
  quoted: 'quoted_minor',
} as const satisfies Record<Account, string>;

export const allAccounts = accounts;

/** What line `l` adds to an account, times `sign`. */
export function changeOf(account: Account, sign: RawBuilder<number>): RawBuilder<bigint> {
  const code = accountCodes[account];
  return sql`l.amount_minor * ${sign} * ((l.debit = ${sql.lit(code)})::int - (l.credit = ${sql.lit(code)})::int)`;
}

/** `prefix.column` of an account. */
export function columnOf(prefix: string, account: Account): RawBuilder<bigint> {
  return sql.ref(`${prefix}.${accountColumns[account]}`);
}
