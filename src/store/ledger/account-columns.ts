import type { Account } from '#core/ledger/accounts.ts';

/** The column of each account, of balances and months alike. */
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
