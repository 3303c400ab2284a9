// What an imported time entry is worth: at the rate of the invoice's breakdown where there is one, else what the file says
// of the entry, else the rate that applies here on its day; where there is none, that of the invoice's task. The minutes are those of the source: it has rounded them by
// its own policy, and they are not rounded again.

import type { Journal } from '#core/ledger/journal.ts';
import { divideHalfUp } from '#core/money/division.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { givenRate, resolveRate, type RateBook, type ResolvedRate } from '#core/pricing/rates.ts';
import { recordTime } from '#core/wip/record-time.ts';
import type { TimeEntryRow } from '#store/work/time-entries.ts';
import { isZero, minorOf, timeValueOf } from '../amounts.ts';
import type { DecimalText, ImportedTimeEntry } from '../model.ts';
import { shortened } from '../practice/directory.ts';
import { dayMinutes, type TimePlace } from './resolve-time.ts';

export type Prices = {
  readonly rates: RateBook;
  readonly costRates: RateBook;
  readonly firmCurrency: CurrencyCode;
};

export type PricedTime = { readonly row: TimeEntryRow; readonly journal: Journal };

export type TimeToPrice = {
  readonly id: bigint;
  readonly entry: ImportedTimeEntry;
  readonly place: TimePlace;
  readonly breakdownRate: DecimalText | undefined;
  readonly invoiceTaskRate: DecimalText | undefined;
};

export function priceTime(prices: Prices, toPrice: TimeToPrice): PricedTime {
  const { id, entry, place } = toPrice;
  const { job, jobTask, staff } = place;
  const { minutes, billable, date: workedOn } = entry;
  const { rate, givenAmountMinor } = worthOf(prices, toPrice);
  const ids = { jobId: job.id!, jobTaskId: jobTask.id!, staffId: staff.id! };
  const recorded = recordTime({
    itemId: id,
    ...ids,
    workedOn,
    minutes,
    billableMinutes: minutes,
    billable,
    excluded: job.excluded,
    ratePerHourMinor: rate.ratePerHourMinor,
    costPerHourMinor: costRateOf(prices, entry, place),
    givenAmountMinor,
  });
  const { start, end } = dayMinutes(entry);
  const row: TimeEntryRow = {
    id,
    ...ids,
    workedOn,
    minutes,
    billableMinutes: minutes,
    startMinute: start,
    endMinute: end,
    billable,
    rateSource: rate.source,
    rateId: rate.rateId,
    ratePerHourMinor: rate.ratePerHourMinor,
    amountMinor: recorded.amountMinor,
    costMinor: recorded.costMinor,
    note: entry.note === undefined ? null : shortened(entry.note, 10_000),
  };
  return { row, journal: recorded.journal };
}

type Worth = { readonly rate: ResolvedRate; readonly givenAmountMinor: bigint | null };

function worthOf(prices: Prices, { entry, place, breakdownRate, invoiceTaskRate }: TimeToPrice): Worth {
  const { currency } = place.job;
  const { minutes } = entry;
  if (!isZero(breakdownRate)) return atRate(minutes, breakdownRate!, currency);
  if (!isZero(entry.amount)) {
    const amountMinor = minorOf(entry.amount!, currency) ?? 0n;
    const rateMinor = isZero(entry.rate)
      ? divideHalfUp(amountMinor * 60n, BigInt(minutes))
      : (minorOf(entry.rate!, currency) ?? 0n);
    return { rate: givenRate(rateMinor), givenAmountMinor: amountMinor };
  }
  if (!isZero(entry.rate)) return atRate(minutes, entry.rate!, currency);
  const { job } = place;
  const rate = resolveRate(prices.rates, {
    jobId: job.id!,
    clientId: job.client.id!,
    staffId: place.staff.id!,
    taskId: place.jobTask.task.id!,
    rateBasis: job.rateBasis,
    currency,
    on: entry.date,
  });
  if (rate.source === 'missing' && !isZero(invoiceTaskRate))
    return atRate(minutes, invoiceTaskRate!, currency);
  return { rate, givenAmountMinor: null };
}

/** The rate may have more digits than the currency; the value is rounded once, from all of them. */
function atRate(minutes: number, rate: DecimalText, currency: CurrencyCode): Worth {
  return {
    rate: givenRate(minorOf(rate, currency) ?? 0n),
    givenAmountMinor: timeValueOf(minutes, rate, currency) ?? 0n,
  };
}

function costRateOf(prices: Prices, entry: ImportedTimeEntry, { jobTask, staff }: TimePlace): bigint {
  const { firmCurrency } = prices;
  if (!isZero(entry.costRate)) {
    const given = minorOf(entry.costRate!, firmCurrency);
    if (given !== undefined && given >= 0n) return given;
  }
  const question = { staffId: staff.id!, taskId: jobTask.task.id!, on: entry.date };
  return resolveRate(prices.costRates, { ...question, rateBasis: 'staff', currency: firmCurrency })
    .ratePerHourMinor;
}
