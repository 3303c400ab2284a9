// What drawing up a quote may be refused for, saved or only looked at.

import type { RefusalCode } from '#core/refusal.ts';

export const drawingRefusals: readonly RefusalCode[] = [
  'unknownClient',
  'unknownJob',
  'unknownContact',
  'unknownTask',
  'unknownTax',
  'unknownTemplate',
  'currencyMismatch',
  'invalidAmount',
  'negativeTotal',
  'cannotSpread',
  'conflict',
];
