// What a planned invoice says and does: its lines, its effects item by item, and what it does to its job. The ledger's
// lines follow from the effects, as those of any other invoice.

import type { Effect, ItemEffect } from '#core/billing/effects.ts';
import { invoicedMinor } from '#core/billing/effects.ts';
import { spread } from '#core/billing/spread.ts';
import { apportion } from '#core/money/apportion.ts';
import { multiplyRate } from '#core/money/money.ts';
import type { OpenItem } from '#core/wip/lines.ts';
import type { PlannedEffect, PlannedLine, PlannedMovement, PlannedQuoteLine } from './history.ts';

/** An effect before it is known which line it is under. */
type Loose = { readonly effect: Effect; readonly key: string | null };

export type Document = {
  readonly lines: readonly PlannedLine[];
  readonly effects: readonly PlannedEffect[];
  readonly totalMinor: bigint;
};

export type Settled = {
  readonly jobId: number;
  /** What is recognised of the work: the total before absorbed interims. */
  readonly totalMinor: bigint;
  readonly billed: readonly OpenItem[];
  readonly dropped: readonly OpenItem[];
  readonly absorbed: readonly { readonly item: OpenItem; readonly amountMinor: bigint }[];
  /** How a job's task and a cost or an interim read. */
  readonly taskName: (jobTaskId: number | null) => string;
  readonly itemName: (itemId: bigint) => string;
};

/** An invoice of recorded work: time by task, each cost, and the interims that it deducts. */
export function documentOfWork(settled: Settled): Document {
  const { effects, unallocated } = effectsOfWork(settled, keyOf);
  const shares = effects.flatMap(({ effect }) =>
    effect.kind === 'item' && effect.billedMinor !== 0n ? [effect] : [],
  );
  const groups = Map.groupBy(shares, ({ item }) => keyOf(item));
  const lines = [...groups.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, own]) => ({ key, line: workLine(settled, own) }));
  if (unallocated > 0n)
    lines.push({
      key: 'excess',
      line: lineOf({ kind: 'text', description: 'As agreed', amountMinor: unallocated }),
    });
  return assembled(settled, lines, effects);
}

/** A last invoice by the quote: each of its lines whole, less what was invoiced in advance. */
export function documentOfQuote(
  settled: Settled,
  quote: readonly PlannedQuoteLine[],
  claimed: ReadonlyMap<number, bigint>,
): Document {
  const { effects } = effectsOfWork(settled, () => null);
  const amounts = apportion(
    settled.totalMinor,
    quote.map(({ amountMinor }) => amountMinor),
  );
  const lines = quote.map((line, place) => ({
    key: `quote:${line.id}`,
    line: quoteLine(line, amounts[place]!, amounts[place]! - (claimed.get(line.id) ?? 0n)),
  }));
  return assembled(settled, lines, effects);
}

/** An amount in advance of the work: a deposit, or a stage of the quote as claims on each of its lines. */
export function documentInAdvance(
  jobId: number,
  interim: { readonly id: bigint; readonly amountMinor: bigint; readonly description: string },
  claims: readonly PlannedQuoteLine[] | null,
): Document {
  const { id, amountMinor, description } = interim;
  const raised = {
    kind: 'interimRaised',
    lineKey: null,
    jobId,
    itemId: id,
    amountMinor,
    description,
  } as const;
  if (claims === null) {
    const line = lineOf({ kind: 'deposit', description, amountMinor });
    return { lines: [line], effects: [{ effect: raised, linePlace: 0 }], totalMinor: amountMinor };
  }
  const amounts = apportion(
    amountMinor,
    claims.map((line) => line.amountMinor),
  );
  const lines = claims.map((line, place) => quoteLine(line, amounts[place]!, null));
  return { lines, effects: [{ effect: raised, linePlace: null }], totalMinor: amountMinor };
}

/** What the effects make of a job's net WIP. */
export function movementOf(
  effects: readonly PlannedEffect[],
  { totalMinor, beforeMinor }: { totalMinor: bigint; beforeMinor: bigint },
): PlannedMovement {
  const sums = {
    billedMinor: 0n,
    writtenOnMinor: 0n,
    writtenOffMinor: 0n,
    raisedMinor: 0n,
    absorbedMinor: 0n,
  };
  for (const { effect } of effects) {
    if (effect.kind === 'interimRaised') sums.raisedMinor += effect.amountMinor;
    if (effect.kind === 'interimAbsorbed') sums.absorbedMinor += effect.amountMinor;
    if (effect.kind === 'writtenOn') {
      sums.writtenOnMinor += effect.amountMinor;
      sums.billedMinor += effect.amountMinor;
    }
    if (effect.kind === 'item') {
      sums.billedMinor += effect.billedMinor;
      sums.writtenOnMinor += effect.writtenOnMinor;
      sums.writtenOffMinor += effect.writtenOffMinor;
    }
  }
  const gained = sums.writtenOnMinor - sums.writtenOffMinor + sums.absorbedMinor;
  const afterMinor = beforeMinor + gained - sums.billedMinor - sums.raisedMinor;
  return { totalMinor, beforeMinor, ...sums, afterMinor };
}

function keyOf(item: OpenItem): string {
  return item.kind === 'cost'
    ? `cost:${String(item.itemId).padStart(12, '0')}`
    : // Tasks stand before costs.
      `a task:${String(item.jobTaskId ?? 0).padStart(12, '0')}`;
}

function effectsOfWork(
  { jobId, totalMinor, billed, dropped, absorbed }: Settled,
  keyOfLine: (item: OpenItem) => string | null,
): { effects: Loose[]; unallocated: bigint } {
  const { shares, unallocatedMinor } = spread(billed, totalMinor);
  const effects: Loose[] = shares.map(({ item, recognisedMinor }) => ({
    effect: itemEffect(item, recognisedMinor),
    key: recognisedMinor === 0n ? null : keyOfLine(item),
  }));
  if (unallocatedMinor > 0n) {
    const amountMinor = unallocatedMinor;
    const effect = { kind: 'writtenOn', lineKey: null, jobId, account: 'wipTime', amountMinor } as const;
    effects.push({ effect, key: 'excess' });
  }
  for (const item of dropped) effects.push({ effect: itemEffect(item, 0n), key: null });
  for (const { item, amountMinor } of absorbed) {
    const effect = { kind: 'interimAbsorbed', lineKey: null, item, amountMinor } as const;
    effects.push({ effect, key: `interim:${item.itemId}` });
  }
  return { effects, unallocated: unallocatedMinor };
}

/** An item that is closed at what is recognised of it; at nothing, it is written off. */
function itemEffect(item: OpenItem, recognisedMinor: bigint): ItemEffect {
  const difference = recognisedMinor - item.openMinor;
  const isLess = difference !== 0n && difference < 0n !== item.openMinor < 0n;
  const isDropped = recognisedMinor === 0n;
  return {
    kind: 'item',
    lineKey: null,
    item,
    billedMinor: recognisedMinor,
    billedQuantity: isDropped ? 0 : item.openQuantity,
    writtenOnMinor: isDropped || isLess ? 0n : difference,
    writtenOffMinor: isDropped ? item.openMinor : isLess ? -difference : 0n,
    writtenOffQuantity: isDropped ? item.openQuantity : 0,
  };
}

function assembled(
  { absorbed, itemName }: Settled,
  work: readonly { readonly key: string; readonly line: PlannedLine }[],
  effects: readonly Loose[],
): Document {
  const lines = [
    ...work,
    ...absorbed.map(({ item, amountMinor }) => ({
      key: `interim:${item.itemId}`,
      line: lineOf({
        kind: 'interim',
        itemId: item.itemId,
        description: itemName(item.itemId),
        amountMinor: -amountMinor,
      }),
    })),
  ];
  const places = new Map(lines.map(({ key }, place) => [key, place]));
  return {
    lines: lines.map(({ line }) => line),
    effects: effects.map(({ effect, key }) => ({
      effect,
      linePlace: key === null ? null : (places.get(key) ?? null),
    })),
    totalMinor: invoicedMinor(effects.map(({ effect }) => effect)),
  };
}

function workLine({ taskName, itemName }: Settled, own: readonly ItemEffect[]): PlannedLine {
  const [{ item }] = own as [ItemEffect];
  const amountMinor = own.reduce((sum, { billedMinor }) => sum + billedMinor, 0n);
  const quantity = own.reduce((sum, { billedQuantity }) => sum + billedQuantity, 0);
  if (item.kind === 'cost') {
    const { itemId } = item;
    const cost = { kind: 'cost', itemId, description: itemName(itemId), amountMinor } as const;
    return lineOf({ ...cost, quantityThousandths: quantity });
  }
  const { jobTaskId } = item;
  const description = taskName(jobTaskId);
  const ratePerHourMinor = wholeRate(amountMinor, quantity);
  return lineOf({ kind: 'task', jobTaskId, description, minutes: quantity, ratePerHourMinor, amountMinor });
}

/** The rate of an hour, where all was at one that people know. */
function wholeRate(amountMinor: bigint, minutes: number): bigint | null {
  if (minutes <= 0 || amountMinor <= 0n) return null;
  const rate = (amountMinor * 60n) / BigInt(minutes);
  return rate % 100n === 0n && multiplyRate(minutes, rate) === amountMinor ? rate : null;
}

function quoteLine(line: PlannedQuoteLine, amountMinor: bigint, claimedMinor: bigint | null): PlannedLine {
  const { id, jobTaskId, description } = line;
  return lineOf({ kind: 'quote', quoteLineId: id, jobTaskId, description, amountMinor, claimedMinor });
}

function lineOf(
  line: Pick<PlannedLine, 'kind' | 'description' | 'amountMinor'> & Partial<PlannedLine>,
): PlannedLine {
  return {
    jobTaskId: null,
    itemId: null,
    quoteLineId: null,
    minutes: null,
    ratePerHourMinor: null,
    quantityThousandths: null,
    claimedMinor: null,
    ...line,
  };
}
