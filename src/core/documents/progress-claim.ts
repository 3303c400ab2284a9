// A progress claim: the lines of the quote with what was claimed before, what is claimed now, and what that makes; then
// what the invoice has besides them: added costs, retention, interims taken off.

import type { InvoiceData } from './data.ts';
import { entryOfLine, shownMinor } from './entries.ts';
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
      amountMinor: mine.reduce((sum, line) => sum + shownMinor(taxMode, line.amountMinor, line.taxMinor), 0n),
    };
  });
  const others = lines
    .filter((line) => !ofQuote.includes(line))
    .map((line): Entry => ({ ...entryOfLine(line, taxMode), minutes: null, quantityThousandths: null }));
  const total: Row[] = rows.length > 1 ? [{ kind: 'claimTotal', of: rows }] : [];
  if (others.length === 0) return [...rows, ...total];
  return [...rows, ...total, { kind: 'heading', text: 'Other items' }, ...others];
}

/** How much of the contract has been claimed, in tenths of a percent; null of a contract for nothing. */
export function claimedTenths(claims: readonly Claim[]): bigint | null {
  const contractMinor = claims.reduce((sum, claim) => sum + claim.contractMinor, 0n);
  const toDateMinor = claims.reduce((sum, claim) => sum + claim.previousMinor + claim.amountMinor, 0n);
  return contractMinor === 0n ? null : divideHalfUp(toDateMinor * 1000n, contractMinor);
}
