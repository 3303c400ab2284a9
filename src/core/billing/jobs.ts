// What the effects of an invoice come to on a job, beside what stands there before and after.

import type { ChosenJob } from './chosen.ts';
import type { JobEffect } from './composition.ts';
import type { Effect } from './effects.ts';

export function jobEffect({ jobId, book }: ChosenJob, effects: readonly Effect[]): JobEffect {
  const sums = {
    onMinor: 0n,
    offMinor: 0n,
    billedMinor: 0n,
    raisedMinor: 0n,
    absorbedMinor: 0n,
    quotedMinor: 0n,
  };
  let takenMinor = 0n;
  for (const effect of effects) {
    switch (effect.kind) {
      case 'item':
        sums.onMinor += effect.writtenOnMinor;
        sums.offMinor += effect.writtenOffMinor;
        sums.billedMinor += effect.billedMinor;
        takenMinor += effect.billedMinor + effect.writtenOffMinor - effect.writtenOnMinor;
        break;
      case 'writtenOn':
        sums.onMinor += effect.amountMinor;
        sums.billedMinor += effect.amountMinor;
        break;
      case 'interimRaised':
        sums.raisedMinor += effect.amountMinor;
        break;
      case 'interimAbsorbed':
        sums.absorbedMinor += effect.amountMinor;
        break;
      case 'quoteInvoiced':
        sums.quotedMinor += effect.amountMinor;
        break;
    }
  }
  const { onMinor, offMinor, billedMinor, raisedMinor, absorbedMinor, quotedMinor } = sums;
  const work = book.items.filter(({ kind }) => kind !== 'interim');
  const openMinor = work.reduce((sum, item) => sum + item.openMinor, 0n);
  const uninvoicedMinor = book.quote?.uninvoicedMinor ?? 0n;
  return {
    jobId,
    totalMinor: billedMinor + raisedMinor - absorbedMinor,
    beforeMinor: book.netWipMinor,
    billedMinor,
    writtenOnMinor: onMinor,
    writtenOffMinor: offMinor,
    raisedMinor,
    absorbedMinor,
    afterMinor: book.netWipMinor + onMinor - offMinor - billedMinor - raisedMinor + absorbedMinor,
    carriedMinor: openMinor - takenMinor,
    uninvoicedQuoteBeforeMinor: uninvoicedMinor,
    uninvoicedQuoteAfterMinor: uninvoicedMinor - quotedMinor,
  };
}
