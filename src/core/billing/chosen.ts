// What the author of an invoice chose, found in the book: each decision with its item, each ticked interim, and the open
// work that nothing was said about. What cannot be chosen is refused here, all of it at once, before anything is composed.

import type { CivilDate } from '../calendar/civil-date.ts';
import { formatMinor } from '../money/money.ts';
import { done, refuseAll, type Refusal, type Result } from '../refusal.ts';
import type { BookItem, BookJob, Draft, ItemDecision, JobOnDraft } from './draft.ts';

export type ChosenItem = {
  readonly item: BookItem;
  readonly decision: ItemDecision;
  /** Where the decision stands in the draft. */
  readonly field: string;
};

export type Absorbed = { readonly item: BookItem; readonly amountMinor: bigint };

export type ChosenJob = {
  readonly jobId: number;
  /** Where the job stands in the draft, such as `jobs[0]`. */
  readonly field: string;
  readonly wanted: JobOnDraft;
  readonly book: BookJob;
  /** By treatment; in the order of the book. */
  readonly billed: readonly ChosenItem[];
  readonly refused: readonly ChosenItem[];
  readonly carried: readonly ChosenItem[];
  /** The entries that a typed line stands for, by the line's place. */
  readonly covered: ReadonlyMap<number, readonly BookItem[]>;
  readonly absorbed: readonly Absorbed[];
  /** Work up to the cut-off that nothing was said about and that is free. */
  readonly undecided: readonly BookItem[];
  /** The same, held by another draft. */
  readonly elsewhere: readonly BookItem[];
  /** Work after the cut-off. */
  readonly later: readonly BookItem[];
  /** Interims of which something stays open. */
  readonly openInterims: readonly BookItem[];
};

/** What is meant to be invoiced; what stands at nothing and is not billable closes by itself at the end. */
export function isBillable(item: BookItem): boolean {
  return item.billable || item.openMinor !== 0n;
}

/** A supplier's credit, also one that stands at nothing. */
export function isCredit(item: BookItem): boolean {
  return item.openMinor < 0n || (item.openMinor === 0n && item.openQuantity < 0);
}

export function choose(draft: Draft, book: readonly BookJob[]): Result<ChosenJob[]> {
  const books = new Map(book.map((job) => [job.jobId, job]));
  const seen = new Set<number>();
  const problems: Refusal[] = [];
  const chosen: ChosenJob[] = [];
  for (const [place, wanted] of draft.jobs.entries()) {
    const field = `jobs[${place}]`;
    const own = books.get(wanted.jobId);
    if (own === undefined) {
      problems.push(problem('unknownJob', 'There is no such job.', `${field}.jobId`, wanted.jobId));
    } else if (seen.has(wanted.jobId)) {
      problems.push(
        problem('invalidRequest', 'A job stands on an invoice once.', `${field}.jobId`, own.number),
      );
    } else {
      seen.add(wanted.jobId);
      chosen.push(new Choosing(draft, wanted, { book: own, field }, problems).job());
    }
  }
  return problems.length > 0 ? refuseAll(problems) : done(chosen);
}

class Choosing {
  readonly #draft: Draft;
  readonly #wanted: JobOnDraft;
  readonly #field: string;
  readonly #book: BookJob;
  readonly #problems: Refusal[];
  readonly #items: ReadonlyMap<bigint, BookItem>;
  readonly #taken = new Set<bigint>();

  constructor(draft: Draft, wanted: JobOnDraft, at: { book: BookJob; field: string }, problems: Refusal[]) {
    this.#draft = draft;
    this.#wanted = wanted;
    this.#book = at.book;
    this.#field = at.field;
    this.#problems = problems;
    this.#items = new Map(at.book.items.map((item) => [item.itemId, item]));
  }

  job(): ChosenJob {
    const decided = this.#decided();
    const covered = this.#covered();
    const absorbed = this.#absorbed();
    this.#checkAmounts();
    const by = (treatment: ItemDecision['treatment']) =>
      decided.filter(({ decision }) => decision.treatment === treatment);
    const left = this.#book.items.filter((item) => item.kind !== 'interim' && !this.#taken.has(item.itemId));
    const [offered, later] = divide(left, (item) => !this.#isLater(item));
    const [undecided, elsewhere] = divide(offered, (item) => item.onDraft === null);
    const absorbedOf = new Map(absorbed.map(({ item, amountMinor }) => [item.itemId, amountMinor]));
    return {
      jobId: this.#book.jobId,
      field: this.#field,
      wanted: this.#wanted,
      book: this.#book,
      billed: by('bill'),
      refused: by('writeOff'),
      carried: by('carryForward'),
      covered,
      absorbed,
      undecided,
      elsewhere,
      later,
      openInterims: this.#book.items.filter(
        (item) => item.kind === 'interim' && item.openMinor + (absorbedOf.get(item.itemId) ?? 0n) !== 0n,
      ),
    };
  }

  #decided(): ChosenItem[] {
    const decided = new Map<bigint, ChosenItem>();
    for (const [place, decision] of this.#wanted.decisions.entries()) {
      const field = `${this.#field}.entries[${place}]`;
      const item = this.#items.get(decision.itemId);
      const stays = decision.treatment === 'carryForward';
      if (item === undefined || item.kind === 'interim') this.#unknown(field, decision.itemId);
      else if (decided.has(item.itemId)) this.#twice(`${field}.itemId`, item);
      else if (stays && this.#isLater(item)) continue;
      else if (!stays && this.#cannotTake(item, `${field}.itemId`)) continue;
      else if (this.#cannotBe(item, decision, field)) continue;
      else decided.set(item.itemId, { item, decision, field });
    }
    for (const itemId of decided.keys()) this.#taken.add(itemId);
    return this.#book.items.flatMap((item) => decided.get(item.itemId) ?? []);
  }

  #covered(): Map<number, BookItem[]> {
    const covered = new Map<number, BookItem[]>();
    for (const [place, { covers }] of this.#wanted.typed.entries()) {
      if (covers === null || covers.length === 0) continue;
      const field = `${this.#field}.lines[${place}].covers`;
      const items: BookItem[] = [];
      for (const itemId of covers) {
        const item = this.#items.get(itemId);
        if (item === undefined || item.kind === 'interim') this.#unknown(field, itemId);
        else if (this.#taken.has(itemId)) this.#twice(field, item);
        else if (!this.#cannotTake(item, field)) {
          this.#taken.add(itemId);
          items.push(item);
        }
      }
      covered.set(place, items);
    }
    return covered;
  }

  #absorbed(): Absorbed[] {
    const seen = new Set<bigint>();
    const absorbed: Absorbed[] = [];
    for (const [place, { itemId, amountMinor }] of this.#wanted.absorb.entries()) {
      const field = `${this.#field}.interims[${place}]`;
      const item = this.#items.get(itemId);
      if (item === undefined || item.kind !== 'interim') this.#unknown(field, itemId);
      else if (seen.has(itemId)) this.#twice(`${field}.itemId`, item);
      else if (!this.#isHeldOrAhead(item, `${field}.itemId`)) {
        seen.add(itemId);
        const openMinor = -item.openMinor;
        const wantedMinor = amountMinor ?? openMinor;
        if (wantedMinor > openMinor) this.#exceeds(`${field}.amount`, wantedMinor, openMinor);
        else if (wantedMinor <= 0n) this.#outOfRange(`${field}.amount`, wantedMinor, 'above 0');
        else absorbed.push({ item, amountMinor: wantedMinor });
      }
    }
    return absorbed;
  }

  #checkAmounts(): void {
    const { typed, deposit, retention } = this.#wanted;
    for (const [place, { amountMinor }] of typed.entries()) {
      if (amountMinor < 0n)
        this.#outOfRange(`${this.#field}.lines[${place}].amount`, amountMinor, '0 or more');
    }
    for (const [name, given] of Object.entries({ deposit, retention })) {
      if (given === null || given.amountMinor > 0n) continue;
      this.#outOfRange(`${this.#field}.${name}.amount`, given.amountMinor, 'above 0');
    }
  }

  #isLater({ originOn }: BookItem): boolean {
    return originOn > this.#draft.cutOffOn || originOn > this.#draft.invoicedOn;
  }

  #cannotTake(item: BookItem, field: string): boolean {
    if (item.originOn <= this.#draft.cutOffOn) return this.#isHeldOrAhead(item, field);
    const detail = 'The entry is of a day after the cut-off of the invoice; it is carried forward.';
    this.#refuse('afterCutOff', detail, {
      field,
      value: item.originOn,
      accepted: upTo(this.#draft.cutOffOn),
    });
    return true;
  }

  #isHeldOrAhead(item: BookItem, field: string): boolean {
    const value = String(item.itemId);
    if (item.onDraft !== null) {
      this.#refuse('onDraft', `It is on ${item.onDraft}; take it off there first.`, { field, value });
      return true;
    }
    if (item.originOn <= this.#draft.invoicedOn) return false;
    const detail = 'The invoice is dated before the work that it settles.';
    this.#refuse('beforeWork', detail, {
      field,
      value: item.originOn,
      accepted: upTo(this.#draft.invoicedOn),
    });
    return true;
  }

  /** Whether the amount or the quantity is none that the item can be billed at. */
  #cannotBe(item: BookItem, decision: ItemDecision, field: string): boolean {
    const { treatment, quantity, amountMinor } = decision;
    if (treatment !== 'bill' && (quantity !== null || amountMinor !== null)) {
      this.#refuse('invalidRequest', 'Only what is billed takes a quantity or an amount.', { field });
      return true;
    }
    const credit = isCredit(item);
    const sign = credit ? 'a negative amount: it is a credit of a supplier' : '0 or more';
    if (amountMinor !== null && amountMinor !== 0n && amountMinor < 0n !== credit) {
      this.#outOfRange(`${field}.amount`, amountMinor, sign);
      return true;
    }
    if (quantity !== null && quantity !== 0 && quantity < 0 !== credit) {
      const name = item.kind === 'time' ? 'minutes' : 'quantity';
      const code = item.kind === 'time' ? 'minutesOutOfRange' : 'quantityOutOfRange';
      const detail = 'The quantity has the wrong sign.';
      this.#refuse(code, detail, { field: `${field}.${name}`, value: String(quantity), accepted: sign });
      return true;
    }
    if (item.openMinor >= 0n) return false;
    if (amountMinor !== null && amountMinor < item.openMinor) {
      this.#exceeds(`${field}.amount`, amountMinor, item.openMinor);
      return true;
    }
    if (quantity === null || quantity >= item.openQuantity) return false;
    const detail = 'A credit of a supplier is billed for what is open of it at most.';
    this.#refuse('exceedsOpenAmount', detail, { field: `${field}.quantity`, value: String(quantity) });
    return true;
  }

  #unknown(field: string, itemId: bigint): void {
    const detail = `Nothing with this id is open on job ${this.#book.number}.`;
    this.#refuse('unknownEntry', detail, {
      field: field.endsWith(']') ? `${field}.itemId` : field,
      value: String(itemId),
    });
  }

  #twice(field: string, item: BookItem): void {
    const detail = 'The entry is on this invoice twice; decide on it once.';
    this.#refuse('invalidRequest', detail, { field, value: String(item.itemId) });
  }

  #exceeds(field: string, amountMinor: bigint, openMinor: bigint): void {
    this.#refuse('exceedsOpenAmount', 'The amount is larger than what is open.', {
      field,
      value: formatMinor(amountMinor, this.#draft.currency),
      accepted: `up to ${formatMinor(openMinor, this.#draft.currency)}`,
    });
  }

  #outOfRange(field: string, amountMinor: bigint, accepted: string): void {
    const value = formatMinor(amountMinor, this.#draft.currency);
    this.#refuse('amountOutOfRange', 'The amount has the wrong sign.', { field, value, accepted });
  }

  #refuse(code: Refusal['code'], detail: string, at: Omit<Refusal, 'code' | 'detail'>): void {
    this.#problems.push({ code, detail, ...at });
  }
}

function divide<T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}

function upTo(day: CivilDate): string {
  return `up to ${day}`;
}

function problem(code: Refusal['code'], detail: string, field: string, value: string | number): Refusal {
  return { code, detail, field, value: String(value) };
}
