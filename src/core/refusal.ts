// A refusal is an expected "no": a value that travels back to whoever asked, with the field, the value and what
// would have been accepted. Defects are not refusals; they throw.
//
// The list of codes is closed. contract/refusals.ts gives each its HTTP status and title and docs/errors a page;
// a code without them does not compile or does not pass `npm run check`.

export const refusalCodes = [
  // What was sent
  'invalidRequest',
  'malformedBody',
  'bodyTooLarge',
  'batchTooLarge',
  'invalidCursor',
  'invalidAmount',
  'invalidDate',
  'invalidDuration',
  'invalidCurrency',
  'requestKeyMissing',
  'requestKeyReused',
  'requestInProgress',
  // Who asks
  'signInRequired',
  'signInRefused',
  'codeRequired',
  'twoFactorRequired',
  'notPermitted',
  'limitExceeded',
  'tooManyRequests',
  'setUpDone',
  // What it is about
  'notFound',
  'unknownFirm',
  'unknownClient',
  'unknownContact',
  'unknownStaff',
  'unknownTask',
  'unknownJob',
  'unknownJobTask',
  'unknownJobState',
  'unknownRate',
  'unknownEntry',
  'unknownJournal',
  'unknownReason',
  'unknownMember',
  'unknownApiKey',
  'unknownInvoice',
  'unknownInvoiceLine',
  'unknownQuote',
  'unknownQuoteLine',
  'unknownPayment',
  'unknownTax',
  'unknownSeries',
  'unknownTemplate',
  'unknownBillingRun',
  'unknownBillingDefinition',
  'duplicate',
  'stillInUse',
  'lastOwner',
  'limitReached',
  // Two people at once
  'staleVersion',
  'versionMissing',
  'conflict',
  // Dates and states
  'futureDate',
  'dateTooOld',
  'lockedDate',
  'beforeWork',
  'jobClosed',
  'taskCompleted',
  'staffInactive',
  'excludedFromBilling',
  'wipPresent',
  'weekDone',
  'timerRunning',
  // Amounts and quantities
  'minutesOutOfRange',
  'quantityOutOfRange',
  'amountOutOfRange',
  'currencyMismatch',
  'exceedsOpenAmount',
  'rateMissing',
  // Ledger events
  'alreadyBilled',
  'alreadyAdjusted',
  'notAdjustable',
  'onDraft',
  'alreadyDeleted',
  'alreadyReversed',
  'notReversible',
  'nothingToDo',
  'previewOutdated',
  // Documents
  'wrongState',
  'afterCutOff',
  'negativeTotal',
  'cannotSpread',
  'retentionTooLarge',
  'questionOpen',
  'quoteMissing',
  'interimAbsorbed',
  'allocationsPresent',
  'exceedsOutstanding',
  'reviewPending',
  'recipientMissing',
  'mailNotSetUp',
  // Imports
  'unknownFormat',
  'unreadableFile',
  'fileTooLarge',
  'rowRefused',
  'unconfirmedReading',
  // The installation
  'overloaded',
  'timedOut',
  'unavailable',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

export type Refusal = {
  readonly code: RefusalCode;
  /** One sentence for a person: what is wrong and what to do. */
  readonly detail: string;
  /** Path of the offending field as the caller wrote it, such as `entries[3].minutes`. */
  readonly field?: string;
  /** The offending value, as text. */
  readonly value?: string;
  /** What would have been accepted. */
  readonly accepted?: string;
};

export type Result<T> = { readonly ok: true; readonly value: T } | Refused;
export type Refused = { readonly ok: false; readonly refusals: readonly Refusal[] };

export function done<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function refuse(
  code: RefusalCode,
  detail: string,
  at: Omit<Refusal, 'code' | 'detail'> = {},
): Refused {
  return { ok: false, refusals: [{ code, detail, ...at }] };
}

export function refuseAll(refusals: readonly Refusal[]): Refused {
  return { ok: false, refusals };
}

/** Puts the caller's path before the field of each refusal: `minutes` becomes `entries[3].minutes`. */
export function within(path: string, refused: Refused): Refused {
  return refuseAll(
    refused.refusals.map((refusal) => ({
      ...refusal,
      field: refusal.field === undefined ? path : `${path}.${refusal.field}`,
    })),
  );
}
