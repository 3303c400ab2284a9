// Time entries as the API shows them: values only for those who may see billable rates.

import type { z } from 'zod';
import type { RecordedBatch, TimeOutcome } from '#actions/time/command.ts';
import type { Context } from '#actions/context.ts';
import type { recordedTime, recordedTimeEntry, timeEntry } from '#contract/time/time-entries.ts';
import { may } from '#core/access/principal.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { formatMinor } from '#core/money/money.ts';
import { presentBalances } from './balances.ts';

type Valued = {
  readonly currency: CurrencyCode;
  readonly ratePerHourMinor: bigint;
  readonly rateSource: TimeOutcome['rateSource'];
  readonly amountMinor: bigint;
  readonly costMinor: bigint;
};

function presentValue(context: Context, entry: Valued, firmCurrency: CurrencyCode) {
  const cost = formatMinor(entry.costMinor, firmCurrency);
  if (!may(context.principal, 'rates.read')) return { cost };
  const { currency, rateSource } = entry;
  const ratePerHour = formatMinor(entry.ratePerHourMinor, currency);
  return { cost, currency, rateSource, ratePerHour, amount: formatMinor(entry.amountMinor, currency) };
}

export async function presentRecordedTime(
  context: Context,
  { entries, balances, firmCurrency }: RecordedBatch,
): Promise<z.output<typeof recordedTime>> {
  const currencies = new Map(entries.map((entry) => [entry.jobId, entry.currency]));
  const shown = entries.map((entry): z.output<typeof recordedTimeEntry> => {
    const {
      currency: _c,
      ratePerHourMinor: _r,
      rateSource: _s,
      amountMinor: _a,
      costMinor: _k,
      ...plain
    } = entry;
    return { ...plain, warnings: [...plain.warnings], ...presentValue(context, entry, firmCurrency) };
  });
  return { entries: shown, balances: await presentBalances(context, balances, currencies) };
}

type Listed = Valued &
  Omit<z.output<typeof timeEntry>, 'currency' | 'ratePerHour' | 'rateSource' | 'amount' | 'cost' | 'open'> & {
    readonly openMinor: bigint;
    readonly firmCurrency: CurrencyCode;
  };

export function presentTimeEntry(context: Context, entry: Listed): z.output<typeof timeEntry> {
  const open = may(context.principal, 'rates.read')
    ? formatMinor(entry.openMinor, entry.currency)
    : undefined;
  const {
    currency: _c,
    ratePerHourMinor: _r,
    rateSource: _s,
    amountMinor: _a,
    costMinor: _k,
    openMinor: _o,
    firmCurrency,
    ...plain
  } = entry;
  return { ...plain, ...presentValue(context, entry, firmCurrency), open };
}
