// The options of a quote, chosen by whoever accepts it.

import { chooseLines, counts } from '#core/quotes/compose.ts';
import { done, refuse, refuseAll, type Refused, type Result } from '#core/refusal.ts';
import { readQuoteLines, replaceQuoteTax, type QuoteLine } from '#store/billing/quote-lines.ts';
import type { Quote } from '#store/billing/quotes.ts';
import { loadBillingSettings } from '#store/billing/settings.ts';
import type { Tx } from '#store/database.ts';
import { loadTaxPolicy } from './tax-policy.ts';

export type Chosen = {
  readonly lines: readonly QuoteLine[];
  readonly totalMinor: bigint;
  readonly taxMinor: bigint;
};

/** The lines with the client's choice. Chosen as proposed, everything stays as printed. */
export async function chooseOptions(
  tx: Tx,
  quote: Quote,
  options: readonly number[] | undefined,
): Promise<Result<Chosen>> {
  const stored = await readQuoteLines(tx, [quote.id]);
  const refused = optionRefusal(stored, options ?? []);
  if (refused !== null) return refused;
  const wanted = new Set(options);
  return choose(tx, quote, stored, (line) => (options === undefined ? line.isChosen : wanted.has(line.id)));
}

/** Chooses options, and taxes what is chosen anew where that changes anything. */
export async function choose(
  tx: Tx,
  quote: Quote,
  stored: readonly QuoteLine[],
  isWanted: (option: QuoteLine) => boolean,
): Promise<Result<Chosen>> {
  const lines = stored.map((line) => ({ ...line, isChosen: line.isOption ? isWanted(line) : true }));
  if (lines.every((line, place) => line.isChosen === stored[place]!.isChosen)) {
    return done({ lines, totalMinor: quote.totalMinor, taxMinor: quote.taxMinor });
  }
  const settings = await loadBillingSettings(tx);
  const policy = await loadTaxPolicy(tx, lines, { settings, mode: quote.taxMode, on: quote.quotedOn! });
  if (!policy.ok) return policy;
  const places = [...lines.keys()].filter((place) => counts(lines[place]!));
  const settled = chooseLines(
    places.map((place) => lines[place]!),
    policy.value,
    quote.currency,
  );
  if (!settled.ok) return settled;
  for (const [index, place] of places.entries()) {
    lines[place] = { ...lines[place]!, ...settled.value.lines[index]! };
  }
  const { totalMinor, taxMinor, taxes } = settled.value;
  await replaceQuoteTax(tx, quote.id, taxes);
  return done({ lines, totalMinor, taxMinor });
}

function optionRefusal(lines: readonly QuoteLine[], options: readonly number[]): Refused | null {
  const known = new Set(lines.filter((line) => line.isOption).map((line) => line.id));
  const refusals = options.flatMap((id, place) =>
    known.has(id)
      ? []
      : refuse('unknownQuoteLine', 'The quote has no such option.', {
          field: `options[${place}]`,
          value: String(id),
          accepted: known.size === 0 ? 'no options: the quote has none' : `of ${[...known].join(', ')}`,
        }).refusals,
  );
  return refusals.length === 0 ? null : refuseAll(refusals);
}
