// Some lines stand for others and have the taxes of those: an absorbed interim those it was invoiced with, what is held
// back those of the lines it is held back of, a part of a quote as a whole those of the quote. Where these are several
// taxes, the line is divided into one for each, so that each tax is taken off where it was charged.

import { apportion } from '../money/apportion.ts';
import type { ComposedLine, Composition } from './composition.ts';
import type { Effect } from './effects.ts';

/** What a line stands for under a tax; null: untaxed. */
export type TaxShare = { readonly taxId: number | null; readonly weightMinor: bigint };

export type Divided = {
  readonly composition: Composition;
  /** The tax of each line that a share decided, by its key. */
  readonly taxIds: ReadonlyMap<string, number | null>;
};

/** A line without any share above 0 stays as it is. */
export function divideByTax(
  composition: Composition,
  sharesOf: (line: ComposedLine) => readonly TaxShare[],
): Divided {
  const taxIds = new Map<string, number | null>();
  const partsByKey = new Map<string, readonly Part[]>();
  const lines = composition.lines.flatMap((line) => {
    const parts = partsOf(line, sharesOf(line));
    for (const { key, taxId } of parts) taxIds.set(key, taxId);
    if (parts.length < 2) return [line];
    partsByKey.set(line.key, parts);
    return parts.map(({ key, amountMinor }) => ({ ...line, key, amountMinor }));
  });
  if (partsByKey.size === 0) return { composition, taxIds };
  const effects = composition.effects.flatMap((effect) => divideEffect(effect, partsByKey));
  return { composition: { ...composition, lines, effects }, taxIds };
}

type Part = { readonly key: string; readonly taxId: number | null; readonly amountMinor: bigint };

function partsOf({ key, amountMinor }: ComposedLine, shares: readonly TaxShare[]): Part[] {
  const counting = shares.filter(({ weightMinor }) => weightMinor > 0n);
  if (counting.length === 0) return [];
  const amounts = apportion(
    amountMinor,
    counting.map(({ weightMinor }) => weightMinor),
  );
  const parts = counting
    .map(({ taxId }, place) => ({ key: `${key}:${taxId ?? 0}`, taxId, amountMinor: amounts[place]! }))
    .filter((part) => part.amountMinor !== 0n);
  return parts.length > 1 ? parts : [{ key, taxId: (parts[0] ?? counting[0]!).taxId, amountMinor }];
}

/** Interims and what is invoiced of the quote go with the amounts of their line; no item is ever divided. */
function divideEffect(effect: Effect, partsByKey: ReadonlyMap<string, readonly Part[]>): Effect[] {
  const parts = effect.lineKey === null ? undefined : partsByKey.get(effect.lineKey);
  if (parts === undefined || effect.kind === 'item') return [effect];
  const weights = parts.map(({ amountMinor }) => (amountMinor < 0n ? -amountMinor : amountMinor));
  return apportion(effect.amountMinor, weights).flatMap((amountMinor, place) =>
    amountMinor === 0n ? [] : [{ ...effect, lineKey: parts[place]!.key, amountMinor }],
  );
}
