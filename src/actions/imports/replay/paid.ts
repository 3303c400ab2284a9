// What a source says was paid of an invoice, against the payments that it tells. What no payment is told of is written as
// a payment that stands in for it, so that it can be voided and the invoice cancelled like one paid here. It is lowered
// when payments are told after all, or less is paid; one that somebody voided or took back here stays as they left it.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import { absolute } from '#core/money/division.ts';
import type { Author } from '#store/changes.ts';
import type { Tx } from '#store/database.ts';
import {
  insertStandIns,
  lowerStandIns,
  readPayments,
  type PaymentOfInvoice,
  type StandInChange,
} from '#store/billing/imported-payments.ts';
import { readInvoices, type Invoice } from '#store/billing/invoices.ts';
import { readPaidAmounts, type PaidAmount } from '#store/imports/staging.ts';
import { minorOf } from '../amounts.ts';
import { inChunksFrom, keepPlace, type ImportRun } from '../run.ts';
import { moveSeriesOn } from './number-series.ts';

const invoicesPerChunk = 1_000;

/** Settles the invoices that this import brought or changed, once all payments that it tells are there. */
export async function applyPaid(run: ImportRun): Promise<void> {
  await inChunksFrom(run, 'paid', applyChunk);
}

async function applyChunk(tx: Tx, run: ImportRun, after: number): Promise<number | undefined> {
  const told = await readPaidAmounts(tx, run.batch.id, { afterPlace: after, limit: invoicesPerChunk });
  const last = told.at(-1)?.place;
  if (last === undefined) {
    await keepPlace(tx, run, 'tieOut', { date: null, place: 0 });
    await moveSeriesOn(tx, run);
    return undefined;
  }
  const invoices = await readInvoices(
    tx,
    told.map(({ invoiceId }) => invoiceId),
  );
  const payments = Map.groupBy(await readPayments(tx, [...invoices.keys()]), ({ invoiceId }) => invoiceId);
  // An invoice may have been read twice, in outline and in full.
  const amounts = new Map(
    told.flatMap((one) => {
      const invoice = invoices.get(one.invoiceId);
      const paidMinor = invoice?.status === 'approved' ? paidOf(invoice, one) : undefined;
      return paidMinor === undefined ? [] : [[invoice!, paidMinor]];
    }),
  );
  const settled = [...amounts].map(([invoice, paidMinor]) =>
    settle(invoice, paidMinor, payments.get(invoice.id) ?? []),
  );
  await keepSettled(tx, run, settled);
  await keepPlace(tx, run, 'paid', { date: null, place: last });
  return last;
}

/** What the source says was paid: an amount, or that it was; undefined where it says neither. */
function paidOf(invoice: Invoice, { paid, isPaid }: PaidAmount): bigint | undefined {
  if (paid !== null) return minorOf(paid, invoice.currency);
  return isPaid ? invoice.totalMinor + (invoice.taxMinor ?? 0n) : undefined;
}

type Settled = {
  readonly invoice: Invoice;
  readonly lowered: readonly StandInChange[];
  /** Of a further stand-in; 0 where none is missing. */
  readonly missingMinor: bigint;
};

/** What is missing of what the source says, or stands in for too much. */
function settle(invoice: Invoice, paidMinor: bigint, payments: readonly PaymentOfInvoice[]): Settled {
  const everMinor = payments.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const differenceMinor = paidMinor - everMinor;
  if (differenceMinor === 0n || isSameSign(differenceMinor, paidMinor)) {
    return { invoice, lowered: [], missingMinor: differenceMinor };
  }
  return { invoice, lowered: lowerBy(payments, -differenceMinor), missingMinor: 0n };
}

function isSameSign(a: bigint, b: bigint): boolean {
  return a > 0n === b > 0n && b !== 0n;
}

/** Stand-ins as they were written: nobody voided them or took them back. */
export function untouched(payments: readonly PaymentOfInvoice[]): PaymentOfInvoice[] {
  return payments.filter(
    ({ isStandIn, amountMinor, standingMinor }) =>
      isStandIn && amountMinor === standingMinor && amountMinor !== 0n,
  );
}

/** Stand-ins that give way to an amount, the latest first, as far as they reach. */
function lowerBy(payments: readonly PaymentOfInvoice[], byMinor: bigint): StandInChange[] {
  let leftMinor = byMinor;
  return untouched(payments)
    .toReversed()
    .flatMap((payment): StandInChange[] => {
      const { amountMinor } = payment;
      if (leftMinor === 0n || !isSameSign(leftMinor, amountMinor)) return [];
      const taken = absolute(leftMinor) < absolute(amountMinor) ? leftMinor : amountMinor;
      leftMinor -= taken;
      return [{ payment, amountMinor: amountMinor - taken }];
    });
}

async function keepSettled(tx: Tx, run: ImportRun, settled: readonly Settled[]): Promise<void> {
  const { author, directory } = run;
  await lowerStandIns(
    tx,
    author,
    settled.flatMap(({ lowered }) => lowered),
  );
  const missing = settled.filter(({ missingMinor }) => missingMinor !== 0n);
  await insertStandIns(
    tx,
    author,
    missing.map(({ invoice, missingMinor: amountMinor }) => {
      return { invoiceId: invoice.id, paidOn: assumedDay(invoice, directory.firm.today), amountMinor };
    }),
  );
}

/** When it was due, as long as that is not to come; no payment is dated before its invoice. */
function assumedDay({ dueOn, invoicedOn }: Invoice, today: CivilDate): CivilDate {
  const due = dueOn ?? invoicedOn;
  const past = due < today ? due : today;
  return past > invoicedOn ? past : invoicedOn;
}

/** Gives way to payments that were told of invoices now. */
export async function giveWay(
  tx: Tx,
  author: Author,
  told: ReadonlyMap<number, bigint>,
  before: readonly PaymentOfInvoice[],
): Promise<void> {
  const payments = Map.groupBy(before, ({ invoiceId }) => invoiceId);
  const lowered = [...told].flatMap(([invoiceId, amountMinor]) =>
    lowerBy(payments.get(invoiceId) ?? [], amountMinor),
  );
  await lowerStandIns(tx, author, lowered);
}
