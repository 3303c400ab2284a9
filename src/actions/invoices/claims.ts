// What of the lines of a quote an invoice claims. A final invoice that absorbs the interims of earlier claims states those
// claims again: the line stands whole, the interim is taken off below, and what is claimed anew is what lies between.

import type { Absorption } from '#core/billing/draft.ts';
import { divideHalfUp } from '#core/money/division.ts';
import type { InterimClaims } from '#store/billing/interim-claims.ts';

/** By line of the quote: what the absorbed interims had claimed of it; of a part of one, the part, rounded half up. */
export function reclaimedBy(
  absorb: readonly Absorption[],
  interims: ReadonlyMap<bigint, InterimClaims>,
): Map<number, bigint> {
  const reclaimed = new Map<number, bigint>();
  for (const { itemId, amountMinor } of absorb) {
    const interim = interims.get(itemId);
    for (const [quoteLineId, claimedMinor] of interim?.claims ?? []) {
      const { raisedMinor, openMinor } = interim!;
      const part = divideHalfUp(claimedMinor * (amountMinor ?? openMinor), raisedMinor);
      reclaimed.set(quoteLineId, (reclaimed.get(quoteLineId) ?? 0n) + part);
    }
  }
  return reclaimed;
}
