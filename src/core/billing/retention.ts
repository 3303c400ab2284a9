// Retention: a part of what is billed that the client pays only later. What is held back is not billed: it stays in WIP,
// shared over the items in proportion to what they were billed at, so that releasing it is an ordinary invoice. Only work
// can be held back; what stands on an invoice without work behind it cannot.

import { apportion } from '../money/apportion.ts';
import { divideTowardsZero } from '../money/division.ts';
import { formatMinor } from '../money/money.ts';
import { done, refuse, type Result } from '../refusal.ts';
import type { ChosenJob } from './chosen.ts';
import type { Draft } from './draft.ts';
import type { Effect, ItemEffect } from './effects.ts';

/** What of a job's effects can be held back. */
export function retainableMinor(effects: readonly Effect[]): bigint {
  return effects.reduce((sum, effect) => (isRetainable(effect) ? sum + effect.billedMinor : sum), 0n);
}

function isRetainable(effect: Effect): effect is ItemEffect {
  return effect.kind === 'item' && effect.billedMinor > 0n;
}

/** The effects with an amount held back of their items: cents by largest remainder, ties to the earlier one. */
export function holdBack(effects: readonly Effect[], retainedMinor: bigint): Effect[] {
  const weights = effects.map((effect) => (isRetainable(effect) ? effect.billedMinor : 0n));
  const parts = retainedMinor === 0n ? weights : apportion(retainedMinor, weights);
  if (retainedMinor === 0n) return [...effects];
  return effects.map((effect, index) => {
    if (effect.kind !== 'item' || parts[index] === 0n) return effect;
    const billedMinor = effect.billedMinor - parts[index]!;
    const quantity = BigInt(effect.billedQuantity) * billedMinor;
    return {
      ...effect,
      billedMinor,
      billedQuantity: Number(divideTowardsZero(quantity, effect.billedMinor)),
    };
  });
}

/** Refuses a retention that is more than can be held back. */
export function checkRetention(
  draft: Draft,
  { wanted, field }: ChosenJob,
  mostMinor: bigint,
): Result<bigint> {
  const retainedMinor = wanted.retention?.amountMinor ?? 0n;
  if (retainedMinor <= mostMinor) return done(retainedMinor);
  const detail = 'No more can be held back than the invoice bills of recorded work and of the quote.';
  return refuse('retentionTooLarge', detail, {
    field: `${field}.retention.amount`,
    value: formatMinor(retainedMinor, draft.currency),
    accepted: `up to ${formatMinor(mostMinor, draft.currency)}`,
  });
}
