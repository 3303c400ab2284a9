// A progress claim: the lines of the quote with what was claimed before, what is claimed now, and what that makes; then
// what the invoice has besides them: added costs, retention, interims taken off.

import type { DocumentLine, InvoiceData, TaxMode } from './data.ts';
import { bareEntry, entryOfLine, shownMinor } from './entries.ts';
import type { Claim, Entry, Row } from './entries.ts';
import { divideHalfUp } from '../money/division.ts';

export function arrangeClaims(invoice: InvoiceData): Row[] {
  const { claims, lines, taxMode } = invoice;
  const quoted = new Set(claims.map(({ quoteLineId }) => quoteLineId));
  const ofQuote = lines.filter(({ quoteLineId }) => quoteLineId !== null && quoted.has(quoteLineId));
  const rows = claims.map((claim): Claim => {
    const mine = ofQuote.filter(({ quoteLineId }) => quoteLineId === claim.quoteLineId);
    return {
      kind: 'claim',
      description: claim.description,
      contractMinor: shownMinor(taxMode, claim.contractMinor, claim.contractTaxMinor),
      previousMinor: shownMinor(taxMode, claim.previousMinor, claim.previousTaxMinor),
      amountMinor: mine.reduce((sum, line) => sum + claimedNow(line, taxMode), 0n),
    };
  });
  const statedAgain = ofQuote.reduce(
    (sum, line) => sum + shownMinor(taxMode, line.amountMinor, line.taxMinor) - claimedNow(line, taxMode),
    0n,
  );
  const others = withoutStatedAgain(
    lines
      .filter((line) => !ofQuote.includes(line))
      .map((line): Entry => ({ ...entryOfLine(line, taxMode), minutes: null, quantityThousandths: null })),
    statedAgain,
  );
  const total: Row[] = rows.length > 1 ? [{ kind: 'claimTotal', of: rows }] : [];
  if (others.length === 0) return [...rows, ...total];
  return [...rows, ...total, { kind: 'heading', text: 'Other items' }, ...others];
}

/** What of a line is claimed on this invoice, as printed; what earlier claims are stated again is left out, half up. */
function claimedNow(line: DocumentLine, taxMode: TaxMode): bigint {
  const shown = shownMinor(taxMode, line.amountMinor, line.taxMinor);
  const { claimedMinor, amountMinor } = line;
  if (claimedMinor === null || claimedMinor === undefined || amountMinor === 0n) return shown;
  return divideHalfUp(shown * claimedMinor, amountMinor);
}

/**
 * Earlier claims stand under "previous", so the interims that take them off again are not printed a second time. Where
 * they take off less than was claimed, what was held back of the claims is released.
 */
function withoutStatedAgain(entries: readonly Entry[], statedAgainMinor: bigint): Entry[] {
  let left = statedAgainMinor;
  const printed = entries.map((entry): Entry => {
    if (entry.amountMinor >= 0n || left <= 0n) return entry;
    const offset = left < -entry.amountMinor ? left : -entry.amountMinor;
    left -= offset;
    return { ...entry, amountMinor: entry.amountMinor + offset };
  });
  const remaining = printed.filter(
    (entry, place) => entry.amountMinor !== 0n || entries[place]!.amountMinor === 0n,
  );
  if (left === 0n) return remaining;
  return [...remaining, { ...bareEntry, description: 'Held back before, released', amountMinor: left }];
}

/** How much of the contract has been claimed, in tenths of a percent; null of a contract for nothing. */
export function claimedTenths(claims: readonly Claim[]): bigint | null {
  const contractMinor = claims.reduce((sum, claim) => sum + claim.contractMinor, 0n);
  const toDateMinor = claims.reduce((sum, claim) => sum + claim.previousMinor + claim.amountMinor, 0n);
  return contractMinor === 0n ? null : divideHalfUp(toDateMinor * 1000n, contractMinor);
}
