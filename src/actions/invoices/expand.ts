// From what the author typed to what core decides on: "all of it" becomes a decision per item, percentages become amounts,
// and what was typed with tax becomes what it is without.
//
// Decisions that the author made keep their places, so that what core refuses of one names the author's own field.

import type {
  Absorption,
  BookItem,
  BookJob,
  Draft,
  ItemDecision,
  JobOnDraft,
  QuoteClaim,
  TypedLine,
} from '#core/billing/draft.ts';
import { keyOfItem } from '#core/billing/lines.ts';
import { restOfQuote } from '#core/billing/rest-of-quote.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { done, refuseAll, type Result } from '#core/refusal.ts';
import type { Book } from '#store/billing/book.ts';
import { reclaimedBy } from './claims.ts';
import type { ClaimContent, EntryContent, InvoiceContent, JobContent, LineContent } from './content.ts';
import type { InvoiceTaxes } from './tax.ts';
import { withoutTax } from './tax.ts';
import {
  percentOf,
  readAmount,
  readAmountAbove0,
  readLine,
  readPercent,
  readQuantity,
  type Reader,
  type ReadLine,
} from './typed-amounts.ts';

export type Dates = { readonly invoicedOn: CivilDate; readonly cutOffOn: CivilDate };

export type Expansion = {
  readonly content: InvoiceContent;
  readonly book: Book;
  readonly currency: CurrencyCode;
  readonly dates: Dates;
  readonly taxes: InvoiceTaxes;
  readonly taxOf: (key: string) => number | null;
  /** Of "all": only these; null: everything that is free. */
  readonly only: ReadonlySet<bigint> | null;
};

export type Expanded = {
  readonly draft: Draft;
  /** What was typed of whole lines, by the line's key: with tax where the invoice is typed so, and without. */
  readonly gross: ReadonlyMap<string, bigint>;
  readonly ex: ReadonlyMap<string, bigint>;
  /** The fixed total as typed. */
  readonly fixedTotalMinor: bigint | null;
  /** Jobs of which a percentage is held back of what they come to, in millionths. */
  readonly retained: ReadonlyMap<number, { readonly millionths: bigint; readonly description: string }>;
  /** By line of the quote: what of it absorbed interims had claimed, and the invoice states again. */
  readonly reclaimed: ReadonlyMap<number, bigint>;
};

export function expand(expansion: Expansion): Result<Expanded> {
  return new Expanding(expansion).result();
}

class Expanding {
  readonly #given: Expansion;
  readonly #reader: Reader;
  readonly #gross = new Map<string, bigint>();
  readonly #lines = new Map<string, ReadLine>();
  readonly #retained = new Map<number, { millionths: bigint; description: string }>();
  readonly #reclaimed = new Map<number, bigint>();
  #ex: ReadonlyMap<string, bigint> = new Map();

  constructor(given: Expansion) {
    this.#given = given;
    this.#reader = { refusals: [], currency: given.currency };
  }

  result(): Result<Expanded> {
    const { content, dates, currency, taxes, taxOf } = this.#given;
    this.#readWholeLines();
    this.#ex = withoutTax(this.#gross, taxOf, taxes);
    const jobs = content.jobs.map((job, place) => this.#job(job, `jobs[${place}]`));
    const fixedTotalMinor = this.#fixedTotal();
    if (this.#reader.refusals.length > 0) return refuseAll(this.#reader.refusals);
    const draft: Draft = {
      type: content.type,
      basis: content.basis,
      currency,
      invoicedOn: dates.invoicedOn,
      cutOffOn: dates.cutOffOn,
      fixedTotalMinor: fixedTotalMinor === null ? null : this.#exOf('fixed', fixedTotalMinor),
      jobs,
      lines: content.lines.map((line, place) => this.#typedLine(line, `line:${place}`)),
    };
    const read = { gross: this.#gross, ex: this.#ex, retained: this.#retained, reclaimed: this.#reclaimed };
    return done({ draft, fixedTotalMinor, ...read });
  }

  /** Everything that is typed of a whole line, under the line's key. */
  #readWholeLines(): void {
    const { content } = this.#given;
    for (const [place, line] of content.lines.entries()) {
      this.#keepLine(`line:${place}`, line, `lines[${place}]`);
      this.#checkTask(line.jobTaskId, undefined, `lines[${place}].jobTaskId`);
    }
    for (const [jobPlace, job] of content.jobs.entries()) {
      const field = `jobs[${jobPlace}]`;
      for (const [place, line] of job.lines.entries()) {
        this.#keepLine(`typed:${job.jobId}:${place}`, line, `${field}.lines[${place}]`);
      }
      const claims = job.claims === 'all' ? [] : job.claims;
      for (const [place, claim] of claims.entries()) {
        this.#keep(`quote:${claim.quoteLineId}`, claim.amount, `${field}.claims[${place}].amount`);
      }
      this.#keep(`deposit:${job.jobId}`, job.deposit?.amount, `${field}.deposit.amount`);
      this.#keep(`retention:${job.jobId}`, job.retention?.amount, `${field}.retention.amount`);
    }
  }

  #keepLine(key: string, line: LineContent, field: string): void {
    const read = readLine(this.#reader, line, field);
    this.#lines.set(key, read);
    this.#gross.set(key, read.amountMinor);
  }

  #keep(key: string, text: string | null | undefined, field: string): void {
    const amountMinor = readAmount(this.#reader, text, field);
    if (amountMinor !== null) this.#gross.set(key, amountMinor);
  }

  /** An amount that is typed of something other than a whole line. */
  #exOf(key: string, grossMinor: bigint): bigint {
    const { taxOf, taxes } = this.#given;
    return withoutTax(new Map([[key, grossMinor]]), taxOf, taxes).get(key)!;
  }

  #fixedTotal(): bigint | null {
    const { pricing, fixedTotal } = this.#given.content;
    const typed = readAmount(this.#reader, fixedTotal, 'fixedTotal');
    if (pricing === 'fixed' && typed === null) {
      this.#refuse('fixedTotal', 'A fixed price needs its total.', 'the total of the invoice');
    }
    if (pricing === 'calculated' && typed !== null) {
      this.#refuse(
        'fixedTotal',
        'Only an invoice of a fixed price has a typed total.',
        'no total, or pricing "fixed"',
      );
    }
    return pricing === 'fixed' ? typed : null;
  }

  #refuse(field: string, detail: string, accepted: string): void {
    this.#reader.refusals.push({ code: 'invalidRequest', detail, field, accepted });
  }

  #job(job: JobContent, field: string): JobOnDraft {
    const book = this.#given.book.jobs.find(({ jobId }) => jobId === job.jobId);
    const absorb = this.#absorptions(job, book, field);
    const reclaimed = this.#reclaims(absorb);
    for (const [place, { jobTaskId }] of job.lines.entries()) {
      this.#checkTask(jobTaskId, book, `${field}.lines[${place}].jobTaskId`);
    }
    return {
      jobId: job.jobId,
      decisions: this.#decisions(job, book, field),
      absorb,
      absorbsAll: job.interims === 'all',
      typed: job.lines.map((line, place) => this.#typedLine(line, `typed:${job.jobId}:${place}`)),
      claims:
        job.claims === 'all'
          ? this.#restOfQuote(book, absorb, reclaimed)
          : job.claims.map((claim, place) => this.#claim(claim, book, `${field}.claims[${place}]`)),
      deposit: this.#deposit(job, book, `${field}.deposit`),
      rest: job.rest,
      excess: job.excess,
      retention: this.#retention(job, `${field}.retention`),
    };
  }

  #checkTask(jobTaskId: number | null | undefined, book: BookJob | undefined, field: string): void {
    if (typeof jobTaskId !== 'number' || book?.jobTaskNames.has(jobTaskId)) return;
    const detail =
      book === undefined ? 'Only a line of a job has a task.' : `Job ${book.number} has no such task.`;
    const accepted = book === undefined ? 'no task' : 'a task of the job, or none';
    this.#reader.refusals.push({ code: 'unknownJobTask', detail, field, value: String(jobTaskId), accepted });
  }

  #decisions(job: JobContent, book: BookJob | undefined, field: string): ItemDecision[] {
    const items = new Map(book?.items.map((item) => [item.itemId, item]));
    const said = job.entries.map((entry, place) =>
      this.#decision(entry, items.get(entry.itemId), `${field}.entries[${place}]`),
    );
    // By a quote, work is not invoiced item by item.
    if (job.select === 'none' || this.#given.content.basis !== 'actual') return said;
    const named = new Set([
      ...job.entries.map(({ itemId }) => itemId),
      ...job.lines.flatMap(({ covers }) => covers ?? []),
    ]);
    const rest = (book?.items ?? []).filter(
      (item) => item.kind !== 'interim' && item.billable && !named.has(item.itemId) && this.#isOffered(item),
    );
    return [
      ...said,
      ...rest.map(({ itemId }): ItemDecision => ({
        itemId,
        treatment: 'bill',
        quantity: null,
        amountMinor: null,
        rest: null,
      })),
    ];
  }

  #isOffered(item: BookItem): boolean {
    const { only, dates } = this.#given;
    if (only !== null) return only.has(item.itemId);
    return item.onDraft === null && item.originOn <= dates.cutOffOn && item.originOn <= dates.invoicedOn;
  }

  #decision(entry: EntryContent, item: BookItem | undefined, field: string): ItemDecision {
    const { itemId, treatment, minutes, rest } = entry;
    const isTime = item?.kind === 'time';
    const quantity = readQuantity(this.#reader, entry.quantity, `${field}.quantity`);
    if (item !== undefined && isTime && quantity !== null) {
      this.#refuse(`${field}.quantity`, 'Time is billed by minutes.', 'minutes');
    }
    if (item !== undefined && !isTime && typeof minutes === 'number') {
      this.#refuse(`${field}.minutes`, 'A cost is billed by its quantity.', 'a quantity');
    }
    const amountMinor = readAmount(this.#reader, entry.amount, `${field}.amount`);
    return {
      itemId,
      treatment,
      quantity: isTime ? (minutes ?? null) : quantity,
      amountMinor:
        amountMinor === null ? null : this.#exOf(item === undefined ? '' : keyOfItem(item), amountMinor),
      rest: rest ?? null,
    };
  }

  #absorptions(job: JobContent, book: BookJob | undefined, field: string): Absorption[] {
    if (job.interims !== 'all') {
      return job.interims.map(({ itemId, amount }, place) => {
        const amountMinor = readAmountAbove0(this.#reader, amount, `${field}.interims[${place}].amount`);
        return {
          itemId,
          amountMinor: amountMinor === null ? null : this.#exOf(`interim:${itemId}`, amountMinor),
        };
      });
    }
    const { basis, type } = this.#given.content;
    const absorbs = basis === 'actual' || (basis === 'quoted' && type === 'final');
    return (book?.items ?? [])
      .filter((item) => absorbs && item.kind === 'interim' && this.#isOffered(item))
      .map(({ itemId }) => ({ itemId, amountMinor: null }));
  }

  #typedLine(line: LineContent, key: string): TypedLine {
    const { minutes, ratePerHourMinor, quantityThousandths, unitPriceMinor } = this.#lines.get(key)!;
    const priced = (minor: bigint | null) => (minor === null ? null : this.#exOf(key, minor));
    return {
      kind: line.kind,
      jobTaskId: line.jobTaskId ?? null,
      description: line.description,
      minutes,
      ratePerHourMinor: priced(ratePerHourMinor),
      quantityThousandths,
      unitPriceMinor: priced(unitPriceMinor),
      amountMinor: this.#ex.get(key) ?? 0n,
      covers: line.covers ?? null,
    };
  }

  #reclaims(absorb: readonly Absorption[]): ReadonlyMap<number, bigint> {
    const { content, book } = this.#given;
    if (content.basis !== 'quoted' || content.type !== 'final') return new Map();
    const reclaimed = reclaimedBy(absorb, book.interimClaims);
    for (const [quoteLineId, minor] of reclaimed) this.#reclaimed.set(quoteLineId, minor);
    return reclaimed;
  }

  #restOfQuote(
    book: BookJob | undefined,
    absorb: readonly Absorption[],
    again: ReadonlyMap<number, bigint>,
  ): readonly QuoteClaim[] {
    const quote = book?.quote ?? null;
    if (quote === null) return [];
    const items = new Map(book?.items.map((item) => [item.itemId, item]));
    const countedMinor = absorb.reduce((sum, { itemId, amountMinor }) => {
      const item = items.get(itemId);
      return item === undefined || item.isBesideQuote === true ? sum : sum + (amountMinor ?? -item.openMinor);
    }, 0n);
    return restOfQuote(quote, { again, countedMinor });
  }

  #claim(claim: ClaimContent, book: BookJob | undefined, field: string): QuoteClaim {
    const { quoteLineId, amount, percent, percentToDate } = claim;
    const said = [amount, percent, percentToDate].filter((text) => typeof text === 'string');
    if (said.length !== 1) {
      this.#refuse(field, 'A claim says one of three.', 'an amount, a percent, or a percentToDate');
    }
    const line = book?.quote?.lines.find((candidate) => candidate.quoteLineId === quoteLineId);
    const now = readPercent(this.#reader, percent, `${field}.percent`);
    const toDate = readPercent(this.#reader, percentToDate, `${field}.percentToDate`);
    if (line === undefined) return { quoteLineId, amountMinor: 0n };
    const again = this.#reclaimed.get(quoteLineId) ?? 0n;
    const isPercentage = true;
    if (now !== null) return { quoteLineId, amountMinor: percentOf(line.amountMinor, now), isPercentage };
    if (toDate !== null) {
      const amountMinor = percentOf(line.amountMinor, toDate) - line.claimedMinor + again;
      return { quoteLineId, amountMinor, isPercentage };
    }
    return { quoteLineId, amountMinor: this.#ex.get(`quote:${quoteLineId}`) ?? 0n };
  }

  #deposit(job: JobContent, book: BookJob | undefined, field: string): JobOnDraft['deposit'] {
    const { deposit } = job;
    if (deposit === null || deposit === undefined) return null;
    const description = deposit.description ?? 'Deposit';
    const percent = readPercent(this.#reader, deposit.percentOfQuote, `${field}.percentOfQuote`);
    const typed = this.#ex.get(`deposit:${job.jobId}`);
    if ((percent === null) === (typed === undefined)) {
      this.#refuse(field, 'A deposit says one of two.', 'an amount, or a percentOfQuote');
    }
    if (percent === null) return { description, amountMinor: typed ?? 0n };
    const quote = book?.quote ?? null;
    if (quote !== null) return { description, amountMinor: percentOf(quote.totalMinor, percent) };
    this.#reader.refusals.push({
      code: 'quoteMissing',
      detail: 'The job has no accepted quote to take a part of.',
      field: `${field}.percentOfQuote`,
      accepted: 'an amount, or a job with an accepted quote',
    });
    return null;
  }

  #retention(job: JobContent, field: string): JobOnDraft['retention'] {
    const { retention } = job;
    if (retention === null || retention === undefined) return null;
    const percent = readPercent(this.#reader, retention.percent, `${field}.percent`);
    const typed = this.#ex.get(`retention:${job.jobId}`);
    if ((percent === null) === (typed === undefined)) {
      this.#refuse(field, 'A retention says one of two.', 'an amount, or a percent');
    }
    if (percent !== null && this.#given.content.pricing === 'fixed') {
      this.#refuse(`${field}.percent`, 'Under a fixed price, what is held back is an amount.', 'an amount');
    }
    const description = retention.description ?? 'Retention';
    if (percent === null) return { description, amountMinor: typed ?? 0n };
    if (percent > 0n) this.#retained.set(job.jobId, { millionths: percent, description });
    return null;
  }
}
