// What an invoice does in the ledger, said per item and under the line of the invoice that it belongs to. Composing an
// invoice decides effects; the lines of the ledger follow from them and from nothing else, at approval as at a credit
// note that leaves some of them standing.

import type { CivilDate } from '../calendar/civil-date.ts';
import type { Cause, Journal, Line } from '../ledger/journal.ts';
import type { JournalKind } from '../ledger/kinds.ts';
import { absorbLine, newInterim, raiseLine } from '../wip/interim.ts';
import { putIn, takeOut, unallocated, type OpenItem } from '../wip/lines.ts';

type OfLine = {
  /**
   * The key of the invoice's line. Null: of no line of its own. What a job invoices by its quote is one interim for all
   * lines of the quote, a final quoted invoice settles the job as a whole, an entry may be written off without being
   * invoiced, and an imported invoice does not tell.
   */
  readonly lineKey: string | null;
};

/** An open item billed, written off, or both; amounts and quantities are signed as the item is. */
export type ItemEffect = OfLine & {
  readonly kind: 'item';
  /** As it was open when this was decided. */
  readonly item: OpenItem;
  readonly billedMinor: bigint;
  readonly billedQuantity: number;
  /** Put on before it is billed: what is billed above what was open. */
  readonly writtenOnMinor: bigint;
  readonly writtenOffMinor: bigint;
  readonly writtenOffQuantity: number;
};

/** Billed without an item: written on and billed in one. */
export type WrittenOnEffect = OfLine & {
  readonly kind: 'writtenOn';
  readonly jobId: number;
  readonly account: 'wipTime' | 'wipCost';
  readonly amountMinor: bigint;
};

export type InterimRaisedEffect = OfLine & {
  readonly kind: 'interimRaised';
  readonly jobId: number;
  /** Given at approval; null until then. */
  readonly itemId: bigint | null;
  readonly amountMinor: bigint;
  readonly description: string;
};

export type InterimAbsorbedEffect = OfLine & {
  readonly kind: 'interimAbsorbed';
  readonly item: OpenItem;
  readonly amountMinor: bigint;
};

export type QuoteInvoicedEffect = OfLine & {
  readonly kind: 'quoteInvoiced';
  readonly jobId: number;
  readonly amountMinor: bigint;
};

export type Effect =
  | ItemEffect
  | WrittenOnEffect
  | InterimRaisedEffect
  | InterimAbsorbedEffect
  | QuoteInvoicedEffect;

export function jobOf(effect: Effect): number {
  return 'item' in effect ? effect.item.jobId : effect.jobId;
}

/** WIP billed + interims raised − interims absorbed: what the effects make of an invoice's total ex tax. */
export function invoicedMinor(effects: readonly Effect[]): bigint {
  return effects.reduce((total, effect) => total + invoicedBy(effect), 0n);
}

function invoicedBy(effect: Effect): bigint {
  switch (effect.kind) {
    case 'item':
      return effect.billedMinor;
    case 'interimAbsorbed':
      return -effect.amountMinor;
    case 'quoteInvoiced':
      return 0n;
    default:
      return effect.amountMinor;
  }
}

type KindLine = readonly [kind: JournalKind, line: Line];

/** The journals of effects: one per job and kind, in the order in which value moves. A very long one is split. */
export function journalsOfEffects(effects: readonly Effect[], on: CivilDate, cause: Cause): Journal[] {
  return groupLines(
    effects.flatMap((effect) => linesOf(effect, on)),
    on,
    cause,
  );
}

function linesOf(effect: Effect, on: CivilDate): KindLine[] {
  switch (effect.kind) {
    case 'item':
      return linesOfItem(effect);
    case 'writtenOn': {
      const { jobId, account, amountMinor } = effect;
      return [
        ['writtenOn', unallocated(jobId, account, 'writtenOn', amountMinor, on)],
        ['wipBilled', unallocated(jobId, 'billed', account, amountMinor, on)],
      ];
    }
    case 'interimRaised': {
      if (effect.itemId === null) throw new Error('an interim is raised without an id');
      const interim = newInterim(effect.itemId, effect.jobId, on);
      return [['interimRaised', raiseLine(interim, effect.amountMinor)]];
    }
    case 'interimAbsorbed':
      return [['interimAbsorbed', absorbLine(effect.item, effect.amountMinor)]];
    case 'quoteInvoiced':
      return [
        ['quoteInvoiced', unallocated(effect.jobId, 'quoted', 'uninvoicedQuote', effect.amountMinor, on)],
      ];
  }
}

function linesOfItem(effect: ItemEffect): KindLine[] {
  const { item, billedMinor, billedQuantity, writtenOnMinor, writtenOffMinor, writtenOffQuantity } = effect;
  const lines: KindLine[] = [];
  if (writtenOnMinor !== 0n) lines.push(['writtenOn', putIn(item, 'writtenOn', writtenOnMinor, 0)]);
  if (writtenOffMinor !== 0n || writtenOffQuantity !== 0) {
    lines.push(['writtenOff', takeOut(item, 'writtenOff', writtenOffMinor, writtenOffQuantity)]);
  }
  if (billedMinor !== 0n || billedQuantity !== 0) {
    lines.push(['wipBilled', takeOut(item, 'billed', billedMinor, billedQuantity)]);
  }
  return lines;
}

const order: readonly JournalKind[] = [
  'writtenOn',
  'writtenOff',
  'wipBilled',
  'interimRaised',
  'interimAbsorbed',
  'quoteInvoiced',
];
const linesPerJournal = 5_000;

/** A journal per job and kind, in the order in which value moves: on, off, billed, raised, absorbed, the quote. */
export function groupLines(lines: readonly KindLine[], effectiveOn: CivilDate, cause: Cause): Journal[] {
  const groups = Map.groupBy(lines, ([kind, line]) => `${kind}/${line.jobId}`);
  return [...groups.values()]
    .toSorted((a, b) => a[0]![1].jobId - b[0]![1].jobId || order.indexOf(a[0]![0]) - order.indexOf(b[0]![0]))
    .flatMap((group) => {
      const kind = group[0]![0];
      const chunks = Map.groupBy(group, (_, place) => Math.floor(place / linesPerJournal));
      return [...chunks.values()].map((chunk): Journal => ({
        kind,
        effectiveOn,
        cause,
        reverses: null,
        lines: chunk.map(([, line]) => line),
      }));
    });
}
