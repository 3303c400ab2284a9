import type { CurrencyCode } from '#core/money/currencies.ts';
import { formatMinor, parseMinor } from '#core/money/money.ts';
import { refuse, within, type Result } from '#core/refusal.ts';

/** Reads an amount above 0 in minor units. */
export function positiveAmount(text: string, currency: CurrencyCode, field: string): Result<bigint> {
  const parsed = parseMinor(text, currency);
  if (!parsed.ok) return within(field, parsed);
  if (parsed.value > 0n) return parsed;
  return refuse('amountOutOfRange', 'The amount has to be above 0.', {
    field,
    value: text,
    accepted: `from ${formatMinor(1n, currency)}`,
  });
}
