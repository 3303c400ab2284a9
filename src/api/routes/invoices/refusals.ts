import type { RefusalCode } from '#core/refusal.ts';

/** What the content of an invoice may be refused with. */
export const contentRefusals: readonly RefusalCode[] = [
  'invalidAmount',
  'unknownClient',
  'unknownJob',
  'unknownEntry',
  'unknownQuoteLine',
  'wrongState',
  'unknownTax',
  'unknownContact',
  'unknownTemplate',
  'unknownSeries',
  'onDraft',
  'currencyMismatch',
  'excludedFromBilling',
  'afterCutOff',
  'beforeWork',
  'exceedsOpenAmount',
  'amountOutOfRange',
  'cannotSpread',
  'negativeTotal',
  'nothingToDo',
  'quoteMissing',
  'retentionTooLarge',
  'futureDate',
  'dateTooOld',
];
