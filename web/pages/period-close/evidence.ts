// Where to see what a point of the checklist has counted, and what to do about it.

import { pageOf } from '../../api/links.ts';
import type { Check } from '../../api/periods.ts';
import { stringifySearch } from '../../util/search.ts';

type Period = { beganOn: string; endedOn: string };

export function evidenceHref({ code, link }: Check, { beganOn, endedOn }: Period): string | undefined {
  switch (code) {
    case 'parkedInvoices':
      return '/billing-runs?state=done';
    case 'estimatedCosts':
      return `/costs${stringifySearch({ actual: 'false', from: beganOn, to: endedOn })}`;
    case 'missingRates':
      return `/reports/unbilled-detail${stringifySearch({ kind: 'time', cutOff: endedOn })}`;
    default:
      return pageOf(link ?? undefined);
  }
}

const help: Readonly<Record<Check['code'], string>> = {
  ledgerRecount: 'Every line of the ledger is added up again and compared with what is kept.',
  documentRecount: 'Every document, payment and number is compared with the ledger.',
  wipControl: 'Opening + movements have to be the closing, per currency.',
  openingsKept: 'What each job had when the last period was closed has to be its opening now.',
  parkedInvoices: 'Open the run, see to the reason, and try it again.',
  draftInvoices: 'Once the period is closed they need a later day: approve or discard them.',
  unsentInvoices: 'Approved, and still with you: send them or mark them as sent.',
  unallocatedPayments: 'Say which invoices they pay.',
  estimatedCosts: 'Enter what they really cost, or accept the estimate.',
  missingRates: 'Time that nothing is charged for, because no rate was found.',
  negativeWip: 'More was invoiced than there is work: interims that are not worked off.',
  staleWip: 'Bill it, write it off, or accept that it waits.',
  oldInterims: 'Invoiced in advance, and no work has come to it.',
  workOnEndedJobs: 'Bill it or write it off: nobody goes on with these jobs.',
  openWeeks: 'Ask whoever has not said that their week is done.',
};

export function helpOf(code: Check['code']): string {
  return help[code];
}
