// Closes and their checklist as the API shows them, each point with the address that shows what was counted.

import type { PeriodClose } from '#actions/periods/read-closes.ts';
import type { Checklist } from '#actions/periods/read-checklist.ts';
import { addDays } from '#core/calendar/civil-date.ts';
import { formatMinor } from '#core/money/money.ts';
import { checks, staleAfterDays, type CheckCode, type ChecklistItem } from '#core/periods/checklist.ts';
import type { PeriodOfClose } from '#core/periods/close.ts';
import { presentRows } from './amounts.ts';
import { addressOf } from './drill.ts';

export function presentChecklist({ items, totals, ...period }: Checklist) {
  return {
    ...period,
    closable: items.every(({ state }) => state !== 'blocking'),
    checks: items.map((item) => presentItem(item, period)),
    totals: presentRows(totals),
  };
}

export function presentClose(close: PeriodClose) {
  const { evidence, accepted, totals, wipLockBefore: _wip, periodLockBefore: _period, ...rest } = close;
  const days = new URLSearchParams({ from: close.beganOn, to: close.endedOn });
  return {
    ...rest,
    acceptedAttention: [...accepted],
    checks: evidence.map((item) => presentItem(item, close)),
    totals: presentRows(totals),
    links: {
      openings: addressOf('/reports/period-openings', new URLSearchParams({ closeId: String(close.id) })),
      journal: addressOf('/reports/wip-journal', days),
      entries: addressOf('/reports/wip-journal-lines', days),
    },
  };
}

function presentItem({ code, state, count, amounts }: ChecklistItem, period: PeriodOfClose) {
  return {
    code,
    title: checks[code].title,
    state,
    count,
    amounts: amounts.map(({ currency, amountMinor }) => ({
      currency,
      amount: formatMinor(amountMinor, currency),
    })),
    link: linkOf(code, period),
  };
}

function linkOf(code: CheckCode, { beganOn, endedOn }: PeriodOfClose): string | null {
  const to = (path: string, parameters: Record<string, string>) =>
    addressOf(path, new URLSearchParams(parameters));
  switch (code) {
    case 'ledgerRecount':
    case 'documentRecount':
    case 'parkedInvoices':
      return null;
    case 'wipControl':
      return to('/reports/wip-control', { from: beganOn, to: endedOn });
    case 'openingsKept':
      return to('/reports/job-balances', { asAt: addDays(beganOn, -1) });
    case 'draftInvoices':
      return to('/invoices', { state: 'draft', to: endedOn });
    case 'unsentInvoices':
      return to('/invoices', { state: 'approved', from: beganOn, to: endedOn });
    case 'unallocatedPayments':
      return to('/payments', { unallocated: 'true', to: endedOn });
    case 'estimatedCosts':
      return to('/cost-entries', { actual: 'false', from: beganOn, to: endedOn });
    case 'missingRates':
      return to('/time-entries', { billable: 'true', open: 'true', to: endedOn });
    case 'negativeWip':
      return to('/reports/estimated-billings', { asAt: endedOn, sign: 'negative' });
    case 'staleWip':
      return to('/reports/unbilled-detail', { cutOff: addDays(endedOn, -staleAfterDays - 1) });
    case 'oldInterims':
      return to('/reports/unbilled-detail', {
        kind: 'interim',
        cutOff: addDays(endedOn, -staleAfterDays - 1),
      });
    case 'workOnEndedJobs':
      return to('/reports/unbilled-detail', { kind: 'time', stateType: 'completed', cutOff: endedOn });
    case 'openWeeks':
      return to('/timesheets', { from: beganOn, to: endedOn, submitted: 'false' });
  }
}
