// What days of billing tell: how many days of it stand in WIP and with debtors, as the report of lock-up says; and what
// was billed this month, beside the same days of the month before.

import {
  addDays,
  addMonths,
  compareDates,
  monthOf,
  type CivilDate,
  type DateSpan,
} from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { formatDays, tenthsOfDays } from '#core/money/ratio.ts';
import type { DebtorRow } from '#store/billing/debtors.ts';
import type { DayOfBilling } from '#store/reports/home.ts';
import type { WipPoint } from './wip-at-ends.ts';

export type LockUpPoint = {
  readonly asAt: CivilDate;
  readonly currency: CurrencyCode;
  readonly netWipMinor: bigint;
  readonly debtorsMinor: bigint;
  readonly billedMinor: bigint;
  readonly billedWithTaxMinor: bigint;
  readonly wipDays: string | null;
  readonly debtorDays: string | null;
  readonly lockUpDays: string | null;
};

type Read = {
  readonly overDays: number;
  readonly asAt: CivilDate;
  /** As at the newest day. */
  readonly debtors: readonly DebtorRow[];
  readonly billed: readonly DayOfBilling[];
};

/**
 * A point wherever WIP has one; and for a currency that never had WIP, on the days on which something was owed or had
 * been billed in it.
 */
export function lockUpDays(days: readonly CivilDate[], wip: readonly WipPoint[], read: Read): LockUpPoint[] {
  const inWip = new Set(wip.map(({ currency }) => currency));
  const others = [...new Set([...read.debtors, ...read.billed].map(({ currency }) => currency))]
    .filter((currency) => !inWip.has(currency))
    .toSorted();
  const besides = days
    .flatMap((asAt) => others.map((currency) => pointOf({ asAt, currency, netWipMinor: 0n }, read)))
    .filter(({ debtorsMinor, billedWithTaxMinor }) => debtorsMinor !== 0n || billedWithTaxMinor !== 0n);
  return [...wip.map((point) => pointOf(point, read)), ...besides];
}

function pointOf(
  { asAt, currency, netWipMinor }: Pick<WipPoint, 'asAt' | 'currency' | 'netWipMinor'>,
  read: Read,
): LockUpPoint {
  const { billedMinor, billedWithTaxMinor } = billedIn(read.billed, currency, {
    first: addDays(asAt, 1 - read.overDays),
    last: asAt,
  });
  const debtorsMinor = debtorsAt(read, currency, asAt);
  const wipTenths = tenthsOfDays(netWipMinor, billedMinor, read.overDays);
  const debtorTenths = tenthsOfDays(debtorsMinor, billedWithTaxMinor, read.overDays);
  return {
    asAt,
    currency,
    netWipMinor,
    debtorsMinor,
    billedMinor,
    billedWithTaxMinor,
    wipDays: wipTenths === null ? null : formatDays(wipTenths),
    debtorDays: debtorTenths === null ? null : formatDays(debtorTenths),
    lockUpDays: wipTenths === null || debtorTenths === null ? null : formatDays(wipTenths + debtorTenths),
  };
}

/** What was owed on the newest day, less what came to it after the day. */
function debtorsAt({ debtors, billed }: Read, currency: CurrencyCode, day: CivilDate): bigint {
  const now = debtors
    .filter((row) => row.currency === currency)
    .reduce((sum, { totalMinor }) => sum + totalMinor, 0n);
  return billed
    .filter((moved) => moved.currency === currency && compareDates(moved.day, day) > 0)
    .reduce((sum, { debtorsMinor }) => sum - debtorsMinor, now);
}

function billedIn(billed: readonly DayOfBilling[], currency: CurrencyCode, { first, last }: DateSpan) {
  const within = billed.filter(
    (row) =>
      row.currency === currency && compareDates(row.day, first) >= 0 && compareDates(row.day, last) <= 0,
  );
  return {
    billedMinor: within.reduce((sum, row) => sum + row.billedMinor, 0n),
    billedWithTaxMinor: within.reduce((sum, row) => sum + row.billedWithTaxMinor, 0n),
  };
}

export type BilledToDate = {
  readonly currency: CurrencyCode;
  readonly thisMonth: DateSpan & { readonly billedMinor: bigint };
  /** To the same day, or to its end where it is shorter. */
  readonly lastMonth: DateSpan & { readonly billedMinor: bigint };
};

export function billedToDate(
  asAt: CivilDate,
  billed: readonly DayOfBilling[],
  firmCurrency: CurrencyCode,
): BilledToDate[] {
  const thisMonth = { first: monthOf(asAt), last: asAt };
  const lastMonth = { first: addMonths(monthOf(asAt), -1), last: addMonths(asAt, -1) };
  const currencies = new Set([firmCurrency, ...billed.map(({ currency }) => currency)]);
  return [...currencies]
    .map((currency) => ({
      currency,
      thisMonth: { ...thisMonth, billedMinor: billedIn(billed, currency, thisMonth).billedMinor },
      lastMonth: { ...lastMonth, billedMinor: billedIn(billed, currency, lastMonth).billedMinor },
    }))
    .filter(
      ({ currency, thisMonth: now, lastMonth: before }) =>
        currency === firmCurrency || now.billedMinor !== 0n || before.billedMinor !== 0n,
    );
}
