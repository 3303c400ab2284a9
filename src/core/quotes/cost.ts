// What the cost lines of a quote cost the firm, as far as it is said, and what of the total is left beside it. What the
// work will cost is not known before somebody does it.

import type { CurrencyCode } from '../money/currencies.ts';
import { multiplyQuantity } from '../money/quantity.ts';
import { counts, type LineToQuote } from './compose.ts';

type CostedLine = Pick<LineToQuote, 'kind' | 'isOption' | 'isChosen' | 'quantityThousandths'> & {
  /** Per unit, in the firm's currency. */
  readonly unitCostMinor: bigint | null;
};

type QuoteCost = {
  /** In the firm's currency; null where no chosen line says its cost. */
  readonly costMinor: bigint | null;
  /** Null where the quote is in another currency, too. */
  readonly marginMinor: bigint | null;
};

export function costOfQuote(
  lines: readonly CostedLine[],
  {
    totalMinor,
    currency,
    firmCurrency,
  }: { totalMinor: bigint; currency: CurrencyCode; firmCurrency: CurrencyCode },
): QuoteCost {
  const costs = lines.flatMap((line) =>
    counts(line) && line.unitCostMinor !== null
      ? [multiplyQuantity(line.quantityThousandths ?? 1000, line.unitCostMinor)]
      : [],
  );
  if (costs.length === 0) return { costMinor: null, marginMinor: null };
  const costMinor = costs.reduce((sum, cost) => sum + cost, 0n);
  return { costMinor, marginMinor: currency === firmCurrency ? totalMinor - costMinor : null };
}
