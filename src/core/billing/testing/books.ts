// Books and drafts for tests, in the words of the trade: entries by name and amounts in whole units with cents.

import { civilDate } from '../../calendar/civil-date.ts';
import { netWipMinor } from '../../ledger/accounts.ts';
import { foldBalances, foldItems, itemKey, openChange } from '../../ledger/fold.ts';
import { assertPostable, type Journal } from '../../ledger/journal.ts';
import type { Composition } from '../composition.ts';
import type { BookItem, BookJob, Draft, ItemDecision, JobOnDraft, TypedLine } from '../draft.ts';
import { journalsOfEffects, type Effect } from '../effects.ts';

export const invoicedOn = civilDate('2026-03-31');
export const cause = { kind: 'invoice', id: 1n } as const;

export type Entry = {
  readonly name: string;
  readonly kind: BookItem['kind'];
  readonly amount: number;
  /** Hours of time, units of a cost. */
  readonly quantity?: number;
  /** Per hour, per unit. */
  readonly price?: number;
  readonly task?: number;
  readonly billable?: boolean;
  readonly on?: string;
  readonly onDraft?: string;
};

export const time = (name: string, amount: number, more: Partial<Entry> = {}): Entry => ({
  name,
  kind: 'time',
  amount,
  ...more,
});
export const cost = (name: string, amount: number, more: Partial<Entry> = {}): Entry => ({
  name,
  kind: 'cost',
  amount,
  ...more,
});
export const interim = (name: string, amount: number, more: Partial<Entry> = {}): Entry => ({
  name,
  kind: 'interim',
  amount: -amount,
  ...more,
});

export const minorOf = (amount: number): bigint => BigInt(Math.round(amount * 100));
export const amountOf = (minor: bigint): number => Number(minor) / 100;

export type QuoteGiven = {
  readonly total: number;
  readonly uninvoiced?: number;
  /** Its lines, by name; one for the whole total unless given. */
  readonly lines?: Readonly<Record<string, number>>;
};

/** Ids count up over all jobs; the names of the entries are looked up in the open book. */
export function bookOf(
  jobs: readonly { open: readonly Entry[]; quote?: QuoteGiven | undefined }[],
): BookJob[] {
  let id = 0n;
  return jobs.map(({ open, quote }, place) => {
    const jobId = place + 1;
    const items = open.map((entry) => itemOf(entry, jobId, ++id));
    const lines = Object.entries(quote?.lines ?? (quote === undefined ? {} : { 'The work': quote.total }));
    return {
      jobId,
      number: `J${jobId}`,
      name: `Job ${jobId}`,
      netWipMinor: items.reduce((sum, item) => sum + item.openMinor, 0n),
      items: items.toSorted((a, b) => (a.originOn < b.originOn ? -1 : a.originOn > b.originOn ? 1 : 0)),
      jobTaskNames: new Map([
        [1, 'Advice'],
        [2, 'Accounts'],
      ]),
      quote:
        quote === undefined
          ? null
          : {
              quoteId: jobId,
              label: `Q${jobId}`,
              totalMinor: minorOf(quote.total),
              uninvoicedMinor: minorOf(quote.uninvoiced ?? quote.total),
              lines: lines.map(([description, amount], line) => ({
                quoteLineId: jobId * 100 + line,
                kind: 'task' as const,
                description,
                jobTaskId: null,
                amountMinor: minorOf(amount),
                claimedMinor: 0n,
              })),
            },
    };
  });
}

function itemOf(entry: Entry, jobId: number, itemId: bigint): BookItem {
  const { name, kind, amount, billable = true, task = 1, onDraft = null } = entry;
  const quantity = entry.quantity ?? (amount < 0 ? -1 : 1);
  const unit = kind === 'time' ? 60 : kind === 'cost' ? 1000 : 0;
  return {
    jobId,
    itemId,
    kind,
    originOn: civilDate(entry.on ?? '2026-03-01'),
    openMinor: minorOf(amount),
    openQuantity: Math.round(quantity * unit),
    jobTaskId: kind === 'time' ? task : null,
    staffId: kind === 'time' ? 1 : null,
    billable,
    priceMinor: kind === 'interim' ? 0n : minorOf(entry.price ?? amount / quantity),
    description: name,
    onDraft,
  };
}

/** An entry on a draft by its name, or its name with what is changed of it. */
export type Pick = string | { name: string; quantity?: number; amount?: number; rest?: ItemDecision['rest'] };

export type JobGiven = {
  readonly yes?: readonly Pick[];
  readonly no?: readonly string[];
  readonly future?: readonly string[];
  readonly interims?: readonly (string | { name: string; amount: number })[];
  readonly typed?: readonly {
    kind?: TypedLine['kind'];
    amount: number;
    task?: number;
    covers?: readonly string[];
  }[];
  /** By the name of the quote's line. */
  readonly claims?: Readonly<Record<string, number>>;
  readonly deposit?: number;
  readonly rest?: JobOnDraft['rest'];
  readonly excess?: JobOnDraft['excess'];
  readonly retention?: number;
};

export type DraftGiven = {
  readonly type?: Draft['type'];
  readonly basis?: Draft['basis'];
  readonly cutOff?: string;
  readonly total?: number;
};

export function draftOf(given: DraftGiven, jobs: readonly JobGiven[], book: readonly BookJob[]): Draft {
  return {
    type: given.type ?? 'progress',
    basis: given.basis ?? 'actual',
    currency: 'NZD',
    invoicedOn,
    cutOffOn: civilDate(given.cutOff ?? '2026-03-31'),
    fixedTotalMinor: given.total === undefined ? null : minorOf(given.total),
    jobs: jobs.map((job, place) => jobOnDraft(job, book[place]!)),
    lines: [],
  };
}

function jobOnDraft(given: JobGiven, book: BookJob): JobOnDraft {
  const itemNamed = (name: string) => {
    const item = book.items.find(({ description }) => description === name);
    if (item === undefined) throw new Error(`no entry ${name}`);
    return item;
  };
  const plain = { quantity: null, amountMinor: null, rest: null };
  const decide = (pick: Pick): ItemDecision => {
    const { name, quantity, amount, rest } = typeof pick === 'string' ? { name: pick } : pick;
    const { itemId, kind } = itemNamed(name);
    return {
      itemId,
      treatment: 'bill',
      quantity: quantity === undefined ? null : quantity * (kind === 'time' ? 60 : 1000),
      amountMinor: amount === undefined ? null : minorOf(amount),
      rest: rest ?? null,
    };
  };
  const idOf = (name: string) => itemNamed(name).itemId;
  return {
    jobId: book.jobId,
    decisions: [
      ...(given.yes ?? []).map(decide),
      ...(given.no ?? []).map((name) => ({ itemId: idOf(name), treatment: 'writeOff' as const, ...plain })),
      ...(given.future ?? []).map((name) => ({
        itemId: idOf(name),
        treatment: 'carryForward' as const,
        ...plain,
      })),
    ],
    absorb: (given.interims ?? []).map((one) =>
      typeof one === 'string'
        ? { itemId: idOf(one), amountMinor: null }
        : { itemId: idOf(one.name), amountMinor: minorOf(one.amount) },
    ),
    typed: (given.typed ?? []).map(({ kind = 'task', amount, task, covers }, place) => ({
      kind,
      jobTaskId: task ?? null,
      description: `Typed ${place + 1}`,
      minutes: null,
      ratePerHourMinor: null,
      quantityThousandths: null,
      unitPriceMinor: null,
      amountMinor: minorOf(amount),
      covers: covers === undefined ? null : covers.map(idOf),
    })),
    claims: Object.entries(given.claims ?? {}).map(([name, amount]) => ({
      quoteLineId: book.quote!.lines.find(({ description }) => description === name)!.quoteLineId,
      amountMinor: minorOf(amount),
    })),
    deposit: given.deposit === undefined ? null : { description: '', amountMinor: minorOf(given.deposit) },
    rest: given.rest ?? 'carryForward',
    excess: given.excess ?? 'writeOn',
    retention:
      given.retention === undefined
        ? null
        : { description: 'Retention', amountMinor: minorOf(given.retention) },
  };
}

/** The effects with ids for the interims they raise, as approval gives them. */
export function withInterimIds(effects: readonly Effect[]): Effect[] {
  let id = 1_000n;
  return effects.map((effect) => (effect.kind === 'interimRaised' ? { ...effect, itemId: ++id } : effect));
}

export function journalsOf(effects: readonly Effect[]): Journal[] {
  const journals = journalsOfEffects(withInterimIds(effects), invoicedOn, cause);
  for (const journal of journals) assertPostable(journal);
  return journals;
}

const words: Readonly<Record<string, string>> = {
  wipBilled: 'billed',
  writtenOff: 'written off',
  writtenOn: 'written on',
  interimAbsorbed: 'absorbed',
  interimRaised: 'interim',
  quoteInvoiced: 'quote',
};

/** The ledger lines of effects as a bookkeeper says them: `billed T1 -300`. */
export function ledgerOf(effects: readonly Effect[], book: readonly BookJob[]): string[] {
  const names = new Map(book.flatMap(({ items }) => items).map((item) => [item.itemId, item.description]));
  return journalsOf(effects).flatMap(({ kind, lines }) =>
    lines.map((line) => {
      const name = line.itemId === null ? '' : `${names.get(line.itemId) ?? ''} `;
      const isOfWip = line.itemId !== null;
      const signed = isOfWip
        ? openChange(line).amountMinor
        : kind === 'writtenOn'
          ? line.amountMinor
          : -line.amountMinor;
      return `${words[kind]} ${name === ' ' ? '' : name}${amountOf(signed)}`;
    }),
  );
}

/** What is open of each item after the effects, by the arithmetic of the ledger. */
export function openAfter(
  composition: Composition,
  book: readonly BookJob[],
): Map<string, { minor: bigint; quantity: number }> {
  const changes = foldItems(journalsOf(composition.effects));
  return new Map(
    book.flatMap(({ jobId, items }) =>
      items.map((item) => {
        const change = changes.get(itemKey(jobId, item.itemId));
        const minor = item.openMinor + (change?.amountMinor ?? 0n);
        return [item.description, { minor, quantity: item.openQuantity + (change?.quantity ?? 0) }] as const;
      }),
    ),
  );
}

export function netWipAfter(composition: Composition, { jobId, netWipMinor: before }: BookJob): bigint {
  const balances = foldBalances(journalsOf(composition.effects)).get(jobId);
  return balances === undefined ? before : before + netWipMinor(balances);
}
