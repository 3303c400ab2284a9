// The column of an account in a query, and what a line does to it.

import { sql, type RawBuilder } from 'kysely';
import { accountCodes, accounts, type Account } from '#core/ledger/accounts.ts';
import { accountColumns } from '../ledger/account-columns.ts';

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
