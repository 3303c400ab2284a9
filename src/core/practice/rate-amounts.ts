// The price or the cost of an hour, as somebody types it.

import type { CurrencyCode } from '#core/money/currencies.ts';
import { formatMinor, parseMinor } from '#core/money/money.ts';
import type { Result } from '#core/refusal.ts';
import { done, refuse, refuseAll } from '#core/refusal.ts';

/** The database holds the same limit. */
export const ratePerHourMinorMax = 1_000_000_000_000n;

/** Reads a rate per hour into minor units; exact. Refuses what is no amount, below zero or beyond reason. */
export function parseRatePerHour(text: string, currency: CurrencyCode): Result<bigint> {
  const field = 'ratePerHour';
  const parsed = parseMinor(text, currency);
  if (!parsed.ok) return refuseAll(parsed.refusals.map((refusal) => ({ ...refusal, field })));
  if (parsed.value >= 0n && parsed.value <= ratePerHourMinorMax) return done(parsed.value);
  return refuse(
    'amountOutOfRange',
    'A rate per hour is zero or more, and not beyond what an hour can cost.',
    {
      field,
      value: text.slice(0, 40),
      accepted: `0 to ${formatMinor(ratePerHourMinorMax, currency)}`,
    },
  );
}
