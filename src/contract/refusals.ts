// Every way of saying no, with its HTTP status and what it means. docs/errors has a page for each, written from this
// list; a refusal that is missing here does not compile.

import type { RefusalCode } from '#core/refusal.ts';
import { accessProblems } from './access-refusals.ts';
import { documentProblems } from './document-refusals.ts';
import { lookUp, resend, type ProblemMeaning } from './problem-meaning.ts';

/** Codes that only HTTP knows: they are answered before or instead of any work. */
export type ProblemCode = RefusalCode | 'unsupportedMediaType' | 'internalError';

export const problems: Readonly<Record<ProblemCode, ProblemMeaning>> = {
  // What was sent
  invalidRequest: {
    status: 400,
    title: 'The request is not in the agreed form',
    meaning:
      'A field, a query parameter or a header is missing, unknown, or not of the kind that the API describes.',
    remedy: `${resend} Each error names the field, its value and what would be accepted.`,
  },
  malformedBody: {
    status: 400,
    title: 'The body cannot be read',
    meaning: 'The body is empty or is not valid JSON (or not the form that a file upload needs).',
    remedy: 'Send valid JSON in UTF-8.',
  },
  unsupportedMediaType: {
    status: 415,
    title: 'The body is of a kind that is not accepted here',
    meaning: 'The Content-Type header names something other than what this endpoint reads.',
    remedy: 'Send application/json, or what the reference says for uploads.',
  },
  bodyTooLarge: {
    status: 413,
    title: 'The body is too large',
    meaning: 'The body is larger than this endpoint reads.',
    remedy: 'Send less at a time.',
  },
  batchTooLarge: {
    status: 413,
    title: 'Too many at once',
    meaning: 'The array holds more elements than one request may carry.',
    remedy: 'Send several smaller requests, each with a request key of its own.',
  },
  invalidCursor: {
    status: 400,
    title: 'The cursor is not one that this list gave',
    meaning: 'The cursor was changed, cut off, or comes from another list or another sorting.',
    remedy: 'Begin again without a cursor.',
  },
  invalidAmount: {
    status: 400,
    title: 'Not a number that can be read',
    meaning:
      'The text of an amount, a quantity or a percentage is not a plain decimal number, or has more decimals than it may: an amount, those of its currency.',
    remedy:
      'Send digits and at most one point, such as "1234.50": no commas, no spaces, no sign of a currency.',
  },
  invalidDate: {
    status: 400,
    title: 'Not a date',
    meaning: 'The text is not a day or a moment that exists.',
    remedy: 'Send a day as YYYY-MM-DD, and a moment in ISO 8601 with its offset.',
  },
  invalidDuration: {
    status: 400,
    title: 'Not a duration',
    meaning: 'The text cannot be read as hours and minutes.',
    remedy: 'Send whole minutes, or text such as 1.5, 1:30 or 1h 30m where text is accepted.',
  },
  invalidCurrency: {
    status: 400,
    title: 'Not a currency',
    meaning: 'The text is not the code of a currency in use.',
    remedy: 'Send an ISO 4217 code, such as NZD.',
  },
  requestKeyMissing: {
    status: 400,
    title: 'A request key is needed',
    meaning: 'This request writes, and came without the Idempotency-Key header that makes it safe to repeat.',
    remedy:
      'Send a key that you have not used before, such as a random UUID, and the same key when you repeat it.',
  },
  requestKeyReused: {
    status: 422,
    title: 'The request key stands for something else',
    meaning:
      'A request with this Idempotency-Key was answered before, and it asked for something else or somebody else asked.',
    remedy: 'Use a new key for a new request.',
  },
  requestInProgress: {
    status: 409,
    title: 'The same request is being worked on',
    meaning: 'A request with this Idempotency-Key is running at this moment.',
    remedy: 'Wait a moment and send it again with the same key.',
  },
  // Who asks
  ...accessProblems,
  // What it is about
  notFound: {
    status: 404,
    title: 'Nothing here',
    meaning: 'There is no such address, or what it names does not exist in this firm.',
    remedy: 'Check the address against the reference.',
  },
  unknownFirm: {
    status: 404,
    title: 'Unknown firm',
    meaning:
      'The Workledger-Firm header is missing though you belong to several firms, or names one that you do not belong to.',
    remedy: 'Send the id of one of your firms; GET /api/v1/session lists them.',
  },
  unknownClient: unknownRecord('client'),
  unknownContact: unknownRecord('contact'),
  unknownStaff: unknownRecord('staff member'),
  unknownTask: unknownRecord('task'),
  unknownJob: unknownRecord('job'),
  unknownJobTask: unknownRecord('task on this job'),
  unknownJobState: unknownRecord('job state'),
  unknownRate: unknownRecord('rate'),
  unknownEntry: unknownRecord('entry'),
  unknownJournal: unknownRecord('journal'),
  unknownReason: unknownRecord('adjustment reason'),
  unknownMember: unknownRecord('member'),
  unknownApiKey: unknownRecord('API key'),
  unknownInvoice: {
    status: 404,
    title: 'No such invoice',
    meaning: 'The firm has no invoice or credit note with this id.',
    remedy: lookUp,
  },
  unknownInvoiceLine: {
    status: 404,
    title: 'No such line on the invoice',
    meaning: 'The invoice has no line with this number.',
    remedy: lookUp,
  },
  unknownQuote: {
    status: 404,
    title: 'No such quote',
    meaning: 'The firm has no quote with this id.',
    remedy: lookUp,
  },
  unknownQuoteLine: {
    status: 404,
    title: 'No such line on the quote',
    meaning: 'The quote that the job is billed by has no line with this id.',
    remedy: lookUp,
  },
  unknownPayment: {
    status: 404,
    title: 'No such payment',
    meaning: 'The firm has no payment with this id.',
    remedy: lookUp,
  },
  unknownBillingRun: {
    status: 404,
    title: 'No such billing run',
    meaning: 'The firm has no billing run with this id.',
    remedy: lookUp,
  },
  unknownBillingDefinition: {
    status: 404,
    title: 'No such billing definition',
    meaning: 'The firm has no saved rules for billing runs with this id.',
    remedy: lookUp,
  },
  unknownTax: {
    status: 404,
    title: 'No such tax',
    meaning: 'The firm has no tax with this id, or it has no rate on the day of the document.',
    remedy: lookUp,
  },
  unknownSeries: {
    status: 404,
    title: 'No such number series',
    meaning: 'The firm has no series of numbers with this id for this kind of document.',
    remedy: lookUp,
  },
  unknownTemplate: {
    status: 404,
    title: 'No such template',
    meaning: 'The firm has no document template with this id.',
    remedy: lookUp,
  },
  duplicate: {
    status: 409,
    title: 'It exists already',
    meaning: 'Another record of the firm has the same name, number or address, and two may not.',
    remedy: 'Choose another, or use the one that exists.',
  },
  stillInUse: {
    status: 409,
    title: 'Still in use',
    meaning: 'Other records refer to this one, so it cannot be removed.',
    remedy: 'Archive it instead, or first change what refers to it.',
  },
  lastOwner: {
    status: 409,
    title: 'The last owner stays',
    meaning: 'A firm always has an owner who can sign in, and this is the only one left.',
    remedy: 'Make somebody else an owner first.',
  },
  // Two people at once
  staleVersion: {
    status: 412,
    title: 'Somebody else changed it',
    meaning: 'The record has changed since you read it: If-Match names an older version.',
    remedy: 'Read it again, look at what changed, and send your change with the current version.',
  },
  versionMissing: {
    status: 428,
    title: 'The version is missing',
    meaning: 'An edit must say which version it saw, so that nobody overwrites what they have not seen.',
    remedy: 'Send the version of the record, or the ETag header of its answer, as If-Match.',
  },
  limitReached: {
    status: 409,
    title: 'There are as many as there may be',
    meaning: 'The firm or the person has as many of these, or as much, as is kept for one.',
    remedy: 'Remove what is no longer needed, and repeat the request.',
  },
  conflict: {
    status: 409,
    title: 'It changed meanwhile',
    meaning: 'Something that the request depends on was changed at the same moment.',
    remedy: 'Read again and repeat the request.',
  },
  // Dates and states
  futureDate: {
    status: 422,
    title: 'The date is in the future',
    meaning: 'The date is later than the firm accepts, in the time zone of the firm.',
    remedy: 'Use today or an earlier day, or let an owner allow days ahead in the settings.',
  },
  dateTooOld: {
    status: 422,
    title: 'The date is too far back',
    meaning: 'The date lies before anything that the firm can have recorded.',
    remedy: resend,
  },
  beforeWork: {
    status: 422,
    title: 'The date lies before the work',
    meaning: 'WIP cannot be adjusted, moved or settled on a day before the work that it came from.',
    remedy: 'Use the day of the work or a later one.',
  },
  lockedDate: {
    status: 409,
    title: 'The date is locked',
    meaning: 'The date is on or before the WIP lock date or the period lock date of the firm.',
    remedy: 'Use a later date, or let somebody who may set locks move the lock date.',
  },
  jobClosed: {
    status: 409,
    title: 'The job is closed',
    meaning: 'The state of the job does not accept this.',
    remedy: 'Set the job to an open state first.',
  },
  taskCompleted: {
    status: 409,
    title: 'The task is completed',
    meaning: 'A completed task of a job accepts no new time.',
    remedy: 'Open the task again, or record against another one.',
  },
  staffInactive: {
    status: 409,
    title: 'The staff member is not active',
    meaning: 'Nothing new is recorded for somebody who has left.',
    remedy: 'Make the staff member active again, or choose another one.',
  },
  excludedFromBilling: {
    status: 409,
    title: 'The job accrues no WIP',
    meaning: 'The job is excluded from estimated billings, so there is nothing to do this with.',
    remedy: 'Include the job in estimated billings first.',
  },
  wipPresent: {
    status: 409,
    title: 'The job still has WIP',
    meaning: 'What was asked for is possible only when the WIP and interims of the job are settled.',
    remedy: 'Invoice or wash up the job first.',
  },
  weekDone: {
    status: 409,
    title: 'The week is done',
    meaning: 'Somebody said that the week is done; its timesheet stays as it is until the week is reopened.',
    remedy: 'Reopen the week and send the request again.',
  },
  timerRunning: {
    status: 409,
    title: 'A timer runs already',
    meaning: 'A staff member has one timer at a time.',
    remedy: 'Stop or discard the timer that runs, or let it be stopped along the way.',
  },
  // Amounts and quantities
  minutesOutOfRange: {
    status: 422,
    title: 'The minutes are out of range',
    meaning: 'A time entry has at least one minute and not more than a person can work.',
    remedy: resend,
  },
  quantityOutOfRange: {
    status: 422,
    title: 'The quantity is out of range',
    meaning: 'The quantity is zero, negative or larger than can be kept.',
    remedy: resend,
  },
  amountOutOfRange: {
    status: 422,
    title: 'The amount is out of range',
    meaning: 'The amount is larger than the ledger holds, or has the wrong sign.',
    remedy: resend,
  },
  currencyMismatch: {
    status: 422,
    title: 'Different currencies',
    meaning: 'A job has one currency, that of its client, and everything on it is in that currency.',
    remedy: 'Use the currency of the job.',
  },
  exceedsOpenAmount: {
    status: 409,
    title: 'More than is open',
    meaning: 'The amount is larger than what is still open on the item.',
    remedy: 'Read the open amount again and use at most that.',
  },
  rateMissing: {
    status: 422,
    title: 'No rate applies',
    meaning:
      'Neither the job, the client, the task nor the staff member has a rate for that day in the currency of the job.',
    remedy: 'Add a rate from that day on, or give a rate.',
  },
  // Ledger events
  alreadyBilled: {
    status: 409,
    title: 'Already billed',
    meaning: 'Part of the entry has been invoiced, so it can no longer be changed or removed.',
    remedy: 'Cancel or credit the invoice that the answer names, then try again.',
  },
  alreadyAdjusted: {
    status: 409,
    title: 'Already adjusted',
    meaning: 'The entry has been written off, written on, revalued or moved since it was recorded.',
    remedy: 'Undo that adjustment first.',
  },
  notAdjustable: {
    status: 409,
    title: 'This cannot be adjusted',
    meaning: 'The item is not one whose value can be changed this way.',
    remedy: 'Choose items that carry WIP.',
  },
  onDraft: {
    status: 409,
    title: 'On a draft invoice',
    meaning: 'A draft invoice has reserved the item.',
    remedy: 'Take it off the draft that the answer names, then try again.',
  },
  alreadyDeleted: {
    status: 409,
    title: 'Already deleted',
    meaning: 'The entry was deleted before.',
    remedy: 'Nothing needs to be done, or record it anew.',
  },
  alreadyReversed: {
    status: 409,
    title: 'Already reversed',
    meaning: 'The journal or action was undone before.',
    remedy: 'Nothing needs to be done.',
  },
  notReversible: {
    status: 409,
    title: 'This cannot be undone',
    meaning: 'What was asked to be undone is itself an undo, or later events build on it.',
    remedy: 'Undo the later events first.',
  },
  nothingToDo: {
    status: 409,
    title: 'Nothing to do',
    meaning: 'The request would change nothing: no item is open, or all values are what they were.',
    remedy: 'Check what is open.',
  },
  previewOutdated: {
    status: 409,
    title: 'The preview is out of date',
    meaning: 'What was shown before is no longer what would be posted, because something changed since.',
    remedy: 'Ask for a new preview and confirm that one.',
  },
  ...documentProblems,
  // Imports
  unknownFormat: {
    status: 422,
    title: 'The format is not known',
    meaning: 'Neither the content nor the header of the file is one that can be imported.',
    remedy: 'Compare the header with the formats in the guide to imports.',
  },
  unreadableFile: {
    status: 422,
    title: 'The file cannot be read',
    meaning: 'The file is broken or cut off at the position that the answer names.',
    remedy: 'Export the file again.',
  },
  fileTooLarge: {
    status: 413,
    title: 'The file is too large',
    meaning: 'The file is larger than is read in one import.',
    remedy: 'Split the file, or import it with the command line.',
  },
  rowRefused: {
    status: 422,
    title: 'A row was refused',
    meaning: 'A row of the file cannot be imported as it is.',
    remedy:
      'Put the row right at the line that the answer names, and import the file again; nothing is imported twice.',
  },
  unconfirmedReading: {
    status: 422,
    title: 'A reading has to be confirmed',
    meaning:
      'A file can be read in more than one way, and dates or amounts would be wrong if the way taken is.',
    remedy:
      'Look at the assumptions of the import; then confirm them, or import the file again saying how to read it.',
  },
  // The installation
  overloaded: {
    status: 503,
    title: 'Too busy at the moment',
    meaning:
      'The server or the database has more work than it can do in time, or something that the request needs was held by others for too long. Nothing was kept of the request.',
    remedy: 'Repeat the request, with the same request key, after the time in Retry-After.',
  },
  timedOut: {
    status: 503,
    title: 'It took too long',
    meaning:
      'The request was begun and given up, because it took the database longer than it may. Nothing was kept of it.',
    remedy:
      'Repeat it with the same request key after the time in Retry-After. If that ends the same, ask for less: a narrower filter, a shorter period, a smaller batch.',
  },
  unavailable: {
    status: 503,
    title: 'The database cannot be reached',
    meaning: 'The connection to the database is lost, usually for a moment only.',
    remedy: 'Repeat the request, with the same request key, after the time in Retry-After.',
  },
  internalError: {
    status: 500,
    title: 'A defect',
    meaning: 'Something happened that should be impossible. Nothing was kept of the request.',
    remedy: 'Tell whoever runs this installation the request id: the log says more under it.',
  },
};

function unknownRecord(what: string): ProblemMeaning {
  const article = /^[aeiou]/i.test(what) ? 'an' : 'a';
  return {
    status: 404,
    title: `Unknown ${what}`,
    meaning: `The request refers to ${article} ${what} that does not exist in this firm.`,
    remedy: lookUp,
  };
}
