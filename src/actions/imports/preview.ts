// What is shown before anything is applied: a few records as they were understood, what the files add up to, what job
// states were taken for, and what had to be made up.

import type { CurrencyCode } from '#core/money/currencies.ts';
import { formatMinor } from '#core/money/money.ts';
import { multiplyQuantity } from '#core/money/quantity.ts';
import type { KnownRecord } from '#store/imports/staging.ts';
import { isZero, minorOf } from './amounts.ts';
import type { ImportedCost, ImportedQuote, ImportedTimeEntry, ImportedUnbilledWip } from './model.ts';
import { noClientName, noProjectName, noTaskName, type JobNode } from './practice/directory.ts';
import type { StateReading } from './practice/states.ts';
import type { FoundDocument } from './replay/prepare.ts';
import type { ResolvedCost } from './work/costs.ts';
import type { TimePlace } from './work/resolve-time.ts';

export type PreviewSample = {
  readonly kind: string;
  readonly file: string;
  readonly line: number;
  readonly text: string;
};

export type PreviewTotal = {
  readonly kind: string;
  readonly currency: CurrencyCode | null;
  readonly records: number;
  readonly minutes: number | null;
  readonly amount: string | null;
};

export type ImportPreview = {
  readonly samples: readonly PreviewSample[];
  readonly totals: readonly PreviewTotal[];
  readonly states: readonly StateReading[];
  readonly madeUp: readonly { readonly what: string; readonly records: number }[];
};

const samplesPerKind = 5;

type Sum = { records: number; minutes: number | null; amountMinor: bigint | null };

export class PreviewGatherer {
  readonly #samples: PreviewSample[] = [];
  readonly #sums = new Map<string, Sum>();
  readonly #madeUp = new Map<string, number>();

  seeTime(staged: KnownRecord, entry: ImportedTimeEntry, { job, jobTask, staff }: TimePlace): void {
    const { currency } = job;
    const given = entry.amount === undefined ? undefined : minorOf(entry.amount, currency);
    this.#add(`time ${entry.billable ? 'billable' : 'not billable'}`, currency, {
      minutes: entry.minutes,
      amountMinor: isZero(entry.amount) ? null : (given ?? null),
    });
    if (!this.#isSampled(staged.kind)) this.#sampleTime(staged, entry, { job, jobTask, staff });
    if (entry.job === undefined) this.#makeUp(`job ${noProjectName}`);
    if (job.client.name === noClientName) this.#makeUp(`client ${noClientName}`);
    if (entry.task === undefined && jobTask.name === noTaskName) this.#makeUp(`task ${noTaskName}`);
  }

  #sampleTime(staged: KnownRecord, entry: ImportedTimeEntry, { job, jobTask, staff }: TimePlace): void {
    const { currency } = job;
    this.#sample(staged, [
      entry.date,
      `${Math.floor(entry.minutes / 60)}:${String(entry.minutes % 60).padStart(2, '0')}`,
      staff.name,
      job.number === null ? job.name : `${job.number} ${job.name}`,
      jobTask.name,
      entry.billable ? 'billable' : 'not billable',
      ...(isZero(entry.rate) ? [] : [`at ${entry.rate} ${currency}`]),
      ...(isZero(entry.amount) ? [] : [`worth ${entry.amount} ${currency}`]),
    ]);
  }

  seeCost(staged: KnownRecord, cost: ImportedCost, resolved: ResolvedCost): void {
    const { job, isActual, quantityThousandths, unitPriceMinor, incurredOn } = resolved;
    const amountMinor = cost.billable ? multiplyQuantity(quantityThousandths, unitPriceMinor) : 0n;
    this.#add(isActual ? 'actual costs' : 'estimated costs', job.currency, { minutes: null, amountMinor });
    this.#sample(staged, [
      incurredOn,
      job.number ?? job.name,
      cost.description,
      `${cost.quantity} × ${cost.unitPrice} ${job.currency}`,
      isActual ? 'actual' : 'estimated',
    ]);
    if (cost.actual === undefined) this.#makeUp('that a cost is actual');
  }

  seeInvoice(staged: KnownRecord, { invoice, found, currency }: FoundDocument, hasEffect: boolean): void {
    const what = !hasEffect
      ? 'invoices without effect'
      : 'unmatched' in found
        ? 'invoices without a job'
        : 'invoices';
    this.#add(what, currency, { minutes: null, amountMinor: minorOf(invoice.amountExTax, currency) ?? null });
    const { number, date, type, mode, status, amountExTax } = invoice;
    this.#sample(staged, [
      date,
      number ?? 'draft',
      type ?? '',
      mode ?? '',
      status,
      `${amountExTax} ${currency}`,
    ]);
  }

  seeQuote(staged: KnownRecord, { number, state, amountExTax }: ImportedQuote): void {
    this.#add(`quotes ${state}`, null, { minutes: null, amountMinor: null });
    this.#sample(staged, [number ?? 'quote', state, amountExTax]);
  }

  seeUnbilled(row: ImportedUnbilledWip, { currency }: JobNode): void {
    this.#add('unbilled WIP reported', currency, {
      minutes: null,
      amountMinor: minorOf(row.amount, currency) ?? null,
    });
  }

  result(states: Iterable<StateReading>): ImportPreview {
    const totals = [...this.#sums].map(([key, { records, minutes, amountMinor }]): PreviewTotal => {
      const [kind = '', code = ''] = key.split('\n');
      const currency = code === '' ? null : (code as CurrencyCode);
      const amount = amountMinor === null || currency === null ? null : formatMinor(amountMinor, currency);
      return { kind, currency, records, minutes, amount };
    });
    const madeUp = [...this.#madeUp].map(([what, records]) => ({ what, records }));
    return { samples: this.#samples, totals, states: [...states], madeUp };
  }

  #add(kind: string, currency: CurrencyCode | null, figures: Omit<Sum, 'records'>): void {
    const key = `${kind}\n${currency ?? ''}`;
    const sum = this.#sums.get(key) ?? { records: 0, minutes: null, amountMinor: null };
    sum.records += 1;
    if (figures.minutes !== null) sum.minutes = (sum.minutes ?? 0) + figures.minutes;
    if (figures.amountMinor !== null) sum.amountMinor = (sum.amountMinor ?? 0n) + figures.amountMinor;
    this.#sums.set(key, sum);
  }

  #sample({ kind, file, line }: KnownRecord, words: readonly string[]): void {
    if (this.#isSampled(kind)) return;
    this.#samples.push({ kind, file, line, text: words.filter((word) => word !== '').join(' · ') });
  }

  #isSampled(kind: string): boolean {
    return this.#samples.filter((sample) => sample.kind === kind).length >= samplesPerKind;
  }

  #makeUp(what: string): void {
    this.#madeUp.set(what, (this.#madeUp.get(what) ?? 0) + 1);
  }
}
