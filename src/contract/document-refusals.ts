// The ways of saying no that quotes, invoices, credit notes, payments and billing runs have of their own. They stand in
// the catalogue of refusals.ts.

import type { RefusalCode } from '#core/refusal.ts';
import type { ProblemMeaning } from './problem-meaning.ts';

export const documentProblems = {
  wrongState: {
    status: 409,
    title: 'The document is in another state',
    meaning:
      'What was asked is done only to documents in certain states: a draft is changed and approved, an approved document is sent, cancelled, credited and paid.',
    remedy: 'Read the document again; the answer names its state and the states in which this is done.',
  },
  afterCutOff: {
    status: 422,
    title: "Later than the invoice's cut-off",
    meaning: 'An item dated after the cut-off date cannot be on the invoice.',
    remedy: 'Choose a later cut-off date or leave the item for the next invoice.',
  },
  negativeTotal: {
    status: 422,
    title: 'The total would be below zero',
    meaning: 'An invoice asks for money; what is to be given back is a credit note.',
    remedy: 'Absorb less of the interims, or make a credit note.',
  },
  cannotSpread: {
    status: 422,
    title: 'The fixed total cannot be spread',
    meaning:
      'What is set by hand for single items and lines already exceeds the fixed total, or nothing on the invoice can carry the difference.',
    remedy: 'Change the total, or set fewer items by hand.',
  },
  retentionTooLarge: {
    status: 422,
    title: 'More is held back than is billed',
    meaning:
      'A retention stays in WIP, so there must be work or a quote on the invoice that it can be held back from.',
    remedy: 'Hold back less.',
  },
  questionOpen: {
    status: 409,
    title: 'A question is not answered',
    meaning:
      'The preview asks something that has to be decided before the invoice is approved, such as which open entries a typed line covers; or the checklist of a period shows something that has to be seen to or accepted before it is closed.',
    remedy:
      'Answer what the preview asks and approve the new preview; name what is accepted when closing a period.',
  },
  quoteMissing: {
    status: 422,
    title: 'The job has no accepted quote',
    meaning:
      'An invoice from the quote, or for a percentage of it, needs a job that is billed by an accepted quote.',
    remedy: 'Accept a quote for the job, or invoice its recorded work.',
  },
  interimAbsorbed: {
    status: 409,
    title: 'An interim of the document has been absorbed',
    meaning:
      'What was invoiced ahead has been set against work on a later invoice or by a wash-up, so it cannot be taken back.',
    remedy: 'Cancel or undo what absorbed it first; the answer names it.',
  },
  allocationsPresent: {
    status: 409,
    title: 'Payments or credits stand against the document',
    meaning:
      'A document with payments or credit notes against it cannot be cancelled, because the money would hang in the air.',
    remedy: 'Take the payments and credits back first.',
  },
  exceedsOutstanding: {
    status: 422,
    title: 'More than is outstanding',
    meaning:
      'The amount is larger than what is left: of a line to credit, of a payment to allocate, or of an invoice to pay.',
    remedy: 'Use at most the amount that the answer names.',
  },
  reviewPending: {
    status: 409,
    title: 'The draft has not passed its review',
    meaning:
      'The billing run that made the draft has stages of review, and the draft has not passed all of them as it stands now; a draft that is changed begins again at the first stage.',
    remedy: 'Have it passed at the stage that the answer names, then approve it.',
  },
  recipientMissing: {
    status: 422,
    title: 'Nobody to send it to',
    meaning: 'Neither the request nor the client and its contacts name an e-mail address.',
    remedy: 'Name a recipient, or give the client an address for bills.',
  },
  mailNotSetUp: {
    status: 409,
    title: 'Mail is not set up',
    meaning: 'The installation has no mail server to send through.',
    remedy:
      'Have the operator set SMTP_URL and BASE_URL; until then, download documents and mark them as sent, and have the operator give new passwords.',
  },
} as const satisfies Partial<Record<RefusalCode, ProblemMeaning>>;
