// The words and tones of the states that documents and jobs are in.

import type { Tone } from './StatusBadge.tsx';

type State = readonly [word: string, tone: Tone];

const jobStates: Readonly<Record<string, Tone>> = {
  planned: 'quiet',
  inProgress: 'accent',
  onHold: 'warning',
  completed: 'positive',
  cancelled: 'quiet',
};

/** A job's state by its type; the word is the firm's own. */
export function jobState(stateType: string, stateName: string): State {
  return [stateName, jobStates[stateType] ?? 'quiet'];
}

const documentStates: Readonly<Record<string, State>> = {
  draft: ['Draft', 'quiet'],
  approved: ['Approved', 'accent'],
  issued: ['Issued', 'accent'],
  sent: ['Sent', 'accent'],
  accepted: ['Accepted', 'positive'],
  declined: ['Declined', 'negative'],
  archived: ['Archived', 'quiet'],
  revised: ['Revised', 'quiet'],
  superseded: ['Superseded', 'quiet'],
  partlyPaid: ['Partly paid', 'warning'],
  partPaid: ['Part paid', 'warning'],
  discarded: ['Discarded', 'quiet'],
  paid: ['Paid', 'positive'],
  credited: ['Credited', 'quiet'],
  cancelled: ['Cancelled', 'quiet'],
  overdue: ['Overdue', 'negative'],
  void: ['Void', 'quiet'],
  failed: ['Failed', 'negative'],
  queued: ['Queued', 'quiet'],
};

/** The state of a quote, an invoice, a payment or a mail. */
export function documentState(state: string): State {
  return documentStates[state] ?? [sentence(state), 'quiet'];
}

const creditStates: Readonly<Record<string, State>> = {
  partPaid: ['Part used', 'warning'],
  paid: ['Used', 'quiet'],
};

/** A credit note is not paid: it is used. */
export function invoiceState({ document, state }: { document: string; state: string }): State {
  return (document === 'creditNote' ? creditStates[state] : undefined) ?? documentState(state);
}

function sentence(camelCase: string): string {
  const words = camelCase.replace(/([A-Z])/g, ' $1').toLowerCase();
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
