// Lines of the ledger as the API shows them.

import type { DescribedLine } from '#actions/reports/job-ledger.ts';
import type { Account } from '#core/ledger/accounts.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { presentAmounts } from './amounts.ts';

export const accountLabels: Readonly<Record<Account, string>> = {
  wipTime: 'WIP time',
  wipCost: 'WIP cost',
  interim: 'Interims',
  recordedTime: 'Recorded time',
  recordedCost: 'Recorded cost',
  revalued: 'Revalued',
  transferred: 'Transferred',
  billed: 'Billed',
  writtenOff: 'Written off',
  writtenOn: 'Written on',
  uninvoicedQuote: 'Uninvoiced quote',
  quoted: 'Quoted',
};

export function presentLine<Line extends DescribedLine>(line: Line, firmCurrency: CurrencyCode) {
  const { cause, causeLabel, ...rest } = line;
  const shown = presentAmounts(rest, line.currency, firmCurrency);
  return { ...shown, cause: { kind: cause.kind, id: cause.id, label: causeLabel } };
}

type Running = {
  readonly wipTimeMinor: bigint;
  readonly wipCostMinor: bigint;
  readonly interimsMinor: bigint;
};

export function netWipMinorOf(running: Running): Running & { readonly netWipMinor: bigint } {
  return { ...running, netWipMinor: running.wipTimeMinor + running.wipCostMinor + running.interimsMinor };
}
