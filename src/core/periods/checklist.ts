// What somebody looks at before a period is closed. Each point has a state: nothing found is ok; what was found calls for
// attention and may be accepted as it is, or stands in the way until it is put right. What stands in the way are
// differences: books that do not add up are not closed, whoever asks.

import type { CurrencyCode } from '#core/money/currencies.ts';
import { done, refuseAll, type Refusal, type Result } from '#core/refusal.ts';

export const checkCodes = [
  'ledgerRecount',
  'documentRecount',
  'wipControl',
  'openingsKept',
  'parkedInvoices',
  'draftInvoices',
  'unsentInvoices',
  'unallocatedPayments',
  'estimatedCosts',
  'missingRates',
  'negativeWip',
  'staleWip',
  'oldInterims',
  'workOnEndedJobs',
  'openWeeks',
] as const;

export type CheckCode = (typeof checkCodes)[number];

/** `atClose`: looked at when the period is closed, because it takes a while. */
export type CheckState = 'ok' | 'attention' | 'blocking' | 'atClose';

export const staleAfterDays = 90;

/** What is counted, and whether it stands in the way. */
export const checks: Readonly<Record<CheckCode, { readonly title: string; readonly blocks: boolean }>> = {
  ledgerRecount: { title: 'Differences between the lines of the ledger and what is kept', blocks: true },
  documentRecount: {
    title: 'Differences between documents, payments, numbers and the ledger',
    blocks: true,
  },
  wipControl: { title: 'Currencies in which opening + movements are not the closing', blocks: true },
  openingsKept: { title: 'Jobs whose opening is not what the last close froze', blocks: true },
  parkedInvoices: { title: 'Invoices that a billing run has parked', blocks: false },
  draftInvoices: { title: 'Draft invoices dated in the period', blocks: false },
  unsentInvoices: { title: 'Approved invoices of the period that were not sent', blocks: false },
  unallocatedPayments: { title: 'Payments that do not pay anything yet', blocks: false },
  estimatedCosts: { title: 'Estimated costs of the period that were never made actual', blocks: false },
  missingRates: { title: 'Time of no value because no rate was found', blocks: false },
  negativeWip: { title: 'Jobs with negative net WIP', blocks: false },
  staleWip: { title: `Unbilled entries older than ${staleAfterDays} days`, blocks: false },
  oldInterims: {
    title: `Interims open for more than ${staleAfterDays} days`,
    blocks: false,
  },
  workOnEndedJobs: { title: 'Unbilled time on completed or cancelled jobs', blocks: false },
  openWeeks: { title: 'Weeks with time in the period that nobody said are done', blocks: false },
};

export type AmountFound = { readonly currency: CurrencyCode; readonly amountMinor: bigint };

/** What was found of one point; currencies are never added together. */
export type Found = {
  readonly code: CheckCode;
  readonly count: number;
  readonly amounts: readonly AmountFound[];
};

export type ChecklistItem = Found & { readonly state: CheckState };

/** Every point with its state, in the order of the list; what was not found is ok. */
export function judge(found: readonly Found[], notYet: readonly CheckCode[] = []): ChecklistItem[] {
  const byCode = new Map(found.map((item) => [item.code, item]));
  return checkCodes.map((code) => {
    const { count, amounts } = byCode.get(code) ?? { count: 0, amounts: [] };
    return { code, count, amounts, state: notYet.includes(code) ? 'atClose' : stateOf(code, count) };
  });
}

function stateOf(code: CheckCode, count: number): CheckState {
  if (count === 0) return 'ok';
  return checks[code].blocks ? 'blocking' : 'attention';
}

/** Whether the period may be closed as it is, by somebody who accepts what these codes stand for. */
export function mayClose(items: readonly ChecklistItem[], accepted: readonly CheckCode[]): Result<null> {
  const refusals = items.flatMap((item): Refusal[] => {
    const said = { value: `${item.code}: ${item.count}` };
    const { title } = checks[item.code];
    if (item.state === 'blocking') {
      return [{ code: 'wrongState', detail: `${title}: ${item.count}. Put them right first.`, ...said }];
    }
    if (item.state !== 'attention' || accepted.includes(item.code)) return [];
    return [
      {
        code: 'questionOpen',
        detail: `${title}: ${item.count}. See to them, or accept them as they are.`,
        field: 'acceptAttention',
        ...said,
        accepted: `${item.code} among the codes`,
      },
    ];
  });
  return refusals.length === 0 ? done(null) : refuseAll(refusals);
}
