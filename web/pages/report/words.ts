// Words of the trade for what reports are grouped by, and for values that stand in their rows.

import type { UnbilledAge } from '#contract/reports/unbilled-detail.ts';

/** What rows are, and how one of nobody is called. */
export const groupWords: Readonly<Record<string, readonly [by: string, header: string, none: string]>> = {
  none: ['As a whole', 'Of', 'The whole firm'],
  client: ['By client', 'Client', 'No client'],
  job: ['By job', 'Job', 'No job'],
  manager: ['By manager', 'Manager', 'No manager'],
  partner: ['By partner', 'Partner', 'No partner'],
  category: ['By category', 'Category', 'No category'],
  staff: ['By staff member', 'Staff member', 'Nobody’s time'],
  task: ['By task', 'Task', 'No task'],
  month: ['By month', 'Month', 'No month'],
  reason: ['By reason', 'Reason', 'No reason given'],
  source: ['By source', 'Source', 'Other'],
  author: ['By author', 'Written off by', 'Nobody'],
  basis: ['By basis', 'Basis', 'No basis'],
};

export const sourceWords: Readonly<Record<string, string>> = {
  invoice: 'Invoice',
  creditNote: 'Credit note',
  writeOff: 'Write-off by hand',
  writeOn: 'Write-on by hand',
  washUp: 'Wash-up',
  openingAdjustment: 'Opening adjustment',
  other: 'Other',
};

export const basisWords: Readonly<Record<string, string>> = {
  actual: 'Actual',
  quoted: 'Quoted',
  deposit: 'Deposit',
  miscellaneous: 'Miscellaneous',
};

export const kindWords: Readonly<Record<string, string>> = {
  time: 'Time',
  cost: 'Cost',
  interim: 'Interim',
  invoice: 'Invoice',
  creditNote: 'Credit note',
  payment: 'Payment',
};

export const ageWords: Readonly<Record<string, string>> = {
  current: 'Current',
  days1To30: '1–30 days',
  days31To60: '31–60 days',
  days61To90: '61–90 days',
  over90Days: 'Over 90 days',
  credits: 'Credit',
};

export const unbilledAgeWords: Readonly<Record<UnbilledAge, string>> = {
  current: 'This month',
  oneMonth: '1 month',
  twoMonths: '2 months',
  threeMonthsPlus: '3 months and older',
};

const wordsOfKey: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  source: sourceWords,
  basis: basisWords,
  kind: kindWords,
};

/** A value of a column as a person reads it. */
export function wordOf(key: string, value: string | null): string | null {
  return value === null ? null : (wordsOfKey[key]?.[value] ?? value);
}

export function choicesOf(words: Readonly<Record<string, string>>) {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}
