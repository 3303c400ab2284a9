// How each figure of the app is computed, in a sentence or two. Whatever explains a figure reads it here: the question
// mark beside it, the report it stands in, and the help page.
//
// A name with a dot belongs to one report or page; a name without one means the same wherever it stands. `made` names
// fields of the record that the figure is in, so that the sum can be shown with its parts.

type Part = readonly [sign: '' | '+' | '−' | '×' | '÷', field: string, name: string];

export type FigureRule = {
  readonly name: string;
  readonly rule: string;
  /** The figures that make it; of several ways, the first whose figures are at hand counts. */
  readonly made?: readonly (readonly Part[])[];
  /** In which setting, where the name alone says something else elsewhere. */
  readonly of?: string;
};

const ages: readonly Part[] = [
  ['', 'ageCurrent', 'Current'],
  ['+', 'ageOneMonth', '1 month'],
  ['+', 'ageTwoMonths', '2 months'],
  ['+', 'ageThreeMonthsPlus', '3 months and older'],
];

const workInProgress = {
  netWip: {
    name: 'Net WIP',
    rule: 'Work in progress, time and costs together, and the interims that are still open, which count below zero. Below zero, more was invoiced than worked.',
    made: [
      [
        ['', 'wipTime', 'WIP time'],
        ['+', 'wipCost', 'WIP cost'],
        ['+', 'interims', 'Interims'],
      ],
      [...ages, ['+', 'interims', 'Interims']],
    ],
  },
  wipTime: {
    name: 'WIP time',
    rule: 'What recorded time is worth to the client, as far as it is neither billed nor written off.',
  },
  wipCost: {
    name: 'WIP cost',
    rule: 'What recorded costs are worth to the client, as far as they are neither billed nor written off.',
  },
  interims: {
    name: 'Interims',
    rule: 'Invoiced ahead of matching work, such as a deposit. It counts below zero until later work absorbs it.',
  },
  uninvoicedQuote: {
    name: 'Uninvoiced quote',
    rule: 'What of an accepted quote was not invoiced yet. It stands beside net WIP and is never added to it.',
  },
  onDraft: {
    name: 'On draft',
    rule: 'What of net WIP stands on invoices that are not approved yet. It is still part of net WIP.',
  },
  age: {
    name: 'Age of WIP',
    rule: 'WIP by the month in which the work was done. Interims have no age: the four ages and the interims together are net WIP.',
    made: [ages],
  },
  ageCurrent: { name: 'Current', of: 'age of WIP', rule: 'WIP of work done in the month of the as-at day.' },
  ageOneMonth: { name: '1 month', of: 'age of WIP', rule: 'WIP of work done in the month before.' },
  ageTwoMonths: { name: '2 months', of: 'age of WIP', rule: 'WIP of work done two months before.' },
  ageThreeMonthsPlus: {
    name: '3 months and older',
    of: 'age of WIP',
    rule: 'WIP of work done three months before or earlier. Interims have no age and are not in it.',
  },
  open: {
    name: 'Open',
    rule: 'What of an entry is neither billed nor written off. An interim counts below zero until it is absorbed.',
  },
  recorded: { name: 'Recorded', rule: 'What was recorded at its value of now, whether billed or not.' },
  ageDays: { name: 'Age in days', rule: 'The days from the work to the day of the report.' },
} satisfies Record<string, FigureRule>;

const jobs = {
  'job.budget': {
    name: 'Budget',
    rule: 'What the work may come to, as typed into the job. Work beyond it shows as over budget.',
  },
  'job.estimate': { name: 'Estimate', rule: 'The hours planned for a task, as typed into it.' },
  'job.hours': {
    name: 'Hours worked',
    rule: 'All hours recorded on the task, billable or not, billed or not.',
  },
  'job.left': { name: 'Hours left', rule: 'Estimate − hours worked. Tasks without an estimate have none.' },
  'job.worked': {
    name: 'Worked',
    of: 'budgets',
    rule: 'Time and costs at their values of now, with what was moved to the job and away from it, whether billed or not.',
  },
  'job.over': {
    name: 'Over budget',
    rule: 'Worked − budget, where that is above zero.',
    made: [
      [
        ['', 'worked', 'Worked'],
        ['−', 'budget', 'Budget'],
      ],
    ],
  },
} satisfies Record<string, FigureRule>;

const accounts = {
  'job-balances.recordedTime': {
    name: 'Recorded time',
    of: 'balances of accounts',
    rule: 'The other side of time as it was recorded, so below zero: what the work was worth before anything was done to it.',
  },
  'job-balances.recordedCost': {
    name: 'Recorded cost',
    of: 'balances of accounts',
    rule: 'The other side of costs as they were recorded, so below zero.',
  },
  'job-balances.revalued': {
    name: 'Revalued',
    of: 'balances of accounts',
    rule: 'The other side of what changes of rate did to work that was not billed: below zero where it is worth more.',
  },
  'job-balances.transferred': {
    name: 'Moved between jobs',
    of: 'balances of accounts',
    rule: 'The other side of what was moved: below zero where work came to the job. Over all jobs it makes zero.',
  },
  'job-balances.billed': {
    name: 'Billed',
    of: 'balances of accounts',
    rule: 'What invoices took out of WIP, with the interims they raised.',
  },
  'job-balances.writtenOff': {
    name: 'Written off',
    of: 'balances of accounts',
    rule: 'What was taken out of WIP without being invoiced.',
  },
  'job-balances.writtenOn': {
    name: 'Written on',
    of: 'balances of accounts',
    rule: 'The other side of what was billed above the recorded value, so below zero.',
  },
  'job-balances.quoted': {
    name: 'Quoted',
    of: 'balances of accounts',
    rule: 'The other side of accepted quotes. It never meets WIP.',
  },
} satisfies Record<string, FigureRule>;

const movements = {
  'wip-control.opening': { name: 'Opening', rule: 'Net WIP at the end of the day before the first.' },
  'wip-control.time': {
    name: 'Time',
    of: 'movements of WIP',
    rule: 'Time recorded, less what was taken back.',
  },
  'wip-control.costs': {
    name: 'Costs',
    of: 'movements of WIP',
    rule: 'Costs recorded, less what was taken back.',
  },
  'wip-control.revalued': { name: 'Revalued', rule: 'Changes of rate applied to work that was not billed.' },
  'wip-control.moved': {
    name: 'Moved',
    rule: 'Work that came from other jobs, less what went to them. Over the firm it makes zero.',
  },
  'wip-control.writtenOn': {
    name: 'Written on',
    of: 'movements of WIP',
    rule: 'Value put on work above what was recorded.',
  },
  'wip-control.writtenOff': {
    name: 'Written off',
    of: 'movements of WIP',
    rule: 'Work taken out of WIP without being invoiced, so below zero.',
  },
  'wip-control.invoiced': {
    name: 'Invoiced',
    of: 'movements of WIP',
    rule: 'Work that invoices took out of WIP, and interims raised and absorbed: below zero where invoices were approved.',
  },
  'wip-control.closing': {
    name: 'Closing',
    rule: 'Net WIP at the end of the last day: what it opened with and every movement between, to the cent.',
    made: [
      [
        ['', 'opening', 'Opening'],
        ['+', 'time', 'Time'],
        ['+', 'costs', 'Costs'],
        ['+', 'revalued', 'Revalued'],
        ['+', 'moved', 'Moved'],
        ['+', 'writtenOn', 'Written on'],
        ['+', 'writtenOff', 'Written off'],
        ['+', 'invoiced', 'Invoiced'],
      ],
    ],
  },
} satisfies Record<string, FigureRule>;

const netWrittenOff: Pick<FigureRule, 'made'> = {
  made: [
    [
      ['', 'writtenOff', 'Written off'],
      ['−', 'writtenOn', 'Written on'],
    ],
  ],
};

const outcomes = {
  'realisation.worked': {
    name: 'Worked',
    of: 'realisation',
    rule: 'The recorded value of the work that left WIP in these days, whether it was billed or written off.',
    made: [
      [
        ['', 'billed', 'Billed'],
        ['+', 'writtenOff', 'Written off'],
        ['−', 'writtenOn', 'Written on'],
      ],
    ],
  },
  'realisation.writtenOff': {
    name: 'Written off',
    of: 'realisation',
    rule: 'What left WIP without being billed.',
  },
  'realisation.writtenOn': {
    name: 'Written on',
    of: 'realisation',
    rule: 'What was billed above the recorded value.',
  },
  'realisation.billed': {
    name: 'Billed',
    of: 'realisation',
    rule: 'Work that left WIP on invoices. An interim counts when work absorbs it, not when it is raised.',
  },
  realisation: {
    name: 'Realisation',
    rule: 'Billed ÷ worked, in percent: what part of the work that left WIP was billed. Above 100, more was billed than the work was recorded at.',
    made: [
      [
        ['', 'billed', 'Billed'],
        ['÷', 'worked', 'Worked'],
      ],
    ],
  },
  'write-offs.entries': { name: 'Entries', rule: 'How many entries of time and costs were touched.' },
  'write-offs.writtenOff': {
    name: 'Written off',
    of: 'write-offs',
    rule: 'WIP taken out without being invoiced, by hand or on an invoice. What was taken back counts against it.',
  },
  'write-offs.writtenOn': {
    name: 'Written on',
    of: 'write-offs',
    rule: 'Value put on work above what was recorded, by hand or on an invoice.',
  },
  'write-offs.net': {
    name: 'Written off, net',
    rule: 'Written off − written on.',
    ...netWrittenOff,
  },
} satisfies Record<string, FigureRule>;

const billing = {
  'billing.invoiced': {
    name: 'Invoiced',
    rule: 'Invoices by their date, ex tax, whether paid or not. Drafts do not count.',
  },
  'billing.credited': { name: 'Credit notes', rule: 'Credit notes by their date, ex tax.' },
  'billing.cancelled': {
    name: 'Cancelled',
    rule: 'Invoices taken back in these days, ex tax; a credit note that was taken back counts against it.',
  },
  'billing.net': {
    name: 'Net billing',
    rule: 'Invoiced − credit notes − cancelled, each on its own day, ex tax.',
    made: [
      [
        ['', 'invoiced', 'Invoiced'],
        ['−', 'credited', 'Credit notes'],
        ['−', 'cancelled', 'Cancelled'],
      ],
    ],
  },
  'billing.tax': { name: 'Tax', rule: 'The tax of net billing.' },
  'billing.gross': {
    name: 'Gross',
    rule: 'Net billing with its tax.',
    made: [
      [
        ['', 'net', 'Net'],
        ['+', 'tax', 'Tax'],
      ],
    ],
  },
  'billing.outsideWip': {
    name: 'Outside WIP',
    rule: 'Billing over no WIP: miscellaneous invoices, and imported ones whose job is not known yet.',
  },
  'billing.ledger': { name: 'Ledger', rule: 'What documents moved in the billed accounts of the ledger.' },
  'billing.difference': {
    name: 'Difference',
    rule: 'Net − outside WIP − ledger. It is nothing, but where an import left one.',
    made: [
      [
        ['', 'net', 'Net'],
        ['−', 'outsideWip', 'Outside WIP'],
        ['−', 'ledger', 'Ledger'],
      ],
    ],
  },
  'billing.other': {
    name: 'Without a document',
    rule: 'What moved in the billed accounts for other reasons: interims by hand, wash-ups across jobs.',
  },
} satisfies Record<string, FigureRule>;

const debts = {
  outstanding: {
    name: 'Outstanding',
    rule: 'The total of a document with tax, less what was paid and credited on it.',
  },
  'debtors-aged.current': {
    name: 'Not yet due',
    rule: 'Outstanding on invoices that are due that day or later.',
  },
  'debtors-aged.days1To30': {
    name: '1–30 days',
    rule: 'Outstanding with tax on invoices that were due 1 to 30 days before that day.',
  },
  'debtors-aged.days31To60': {
    name: '31–60 days',
    rule: 'Outstanding with tax on invoices that were due 31 to 60 days before that day.',
  },
  'debtors-aged.days61To90': {
    name: '61–90 days',
    rule: 'Outstanding with tax on invoices that were due 61 to 90 days before that day.',
  },
  'debtors-aged.over90Days': {
    name: 'Over 90 days',
    rule: 'Outstanding with tax on invoices that were due more than 90 days before that day.',
  },
  'debtors-aged.credits': {
    name: 'Credits',
    rule: 'Credit notes and payments that are not used yet, so below zero.',
  },
  'debtors-aged.total': {
    name: 'Owed',
    rule: 'What is outstanding with tax, whether due or not, and the credits that are left.',
    made: [
      [
        ['', 'current', 'Not yet due'],
        ['+', 'days1To30', '1–30 days'],
        ['+', 'days31To60', '31–60 days'],
        ['+', 'days61To90', '61–90 days'],
        ['+', 'over90Days', 'Over 90 days'],
        ['+', 'credits', 'Credits'],
      ],
    ],
  },
  'debtor-documents.daysOverdue': { name: 'Days overdue', rule: 'The days since the invoice was due.' },
  'lock-up.debtors': {
    name: 'Debtors',
    rule: 'What clients owe at the end of the day with tax, less credit that is left.',
  },
  'lock-up.billed': {
    name: 'Billed',
    of: 'lock-up',
    rule: 'Invoiced less credited and cancelled in the days over which billing is averaged, ex tax.',
  },
  'lock-up.billedWithTax': {
    name: 'Billed with tax',
    rule: 'Invoiced less credited and cancelled in the days over which billing is averaged, with tax.',
  },
  wipDays: {
    name: 'WIP days',
    rule: 'For how many days of billing unbilled work stands: net WIP ÷ average billing of a day, ex tax.',
    made: [
      [
        ['', 'netWip', 'Net WIP'],
        ['÷', 'billed', 'Billed, ex tax'],
        ['×', 'days', 'Days of billing'],
      ],
    ],
  },
  debtorDays: {
    name: 'Debtor days',
    rule: 'For how many days of billing clients owe: debtors ÷ average billing of a day, with tax.',
    made: [
      [
        ['', 'debtors', 'Debtors'],
        ['÷', 'billedWithTax', 'Billed with tax'],
        ['×', 'days', 'Days of billing'],
      ],
    ],
  },
  lockUpDays: {
    name: 'Lock-up days',
    rule: 'How long the firm’s money is tied up, counted in days of billing. Without billing there are no days.',
    made: [
      [
        ['', 'wipDays', 'WIP days'],
        ['+', 'debtorDays', 'Debtor days'],
      ],
    ],
  },
} satisfies Record<string, FigureRule>;

const afterInvoicing: readonly Part[] = [
  ['', 'before', 'Net WIP before'],
  ['−', 'billed', 'Billed'],
  ['+', 'writtenOn', 'Written on'],
  ['−', 'writtenOff', 'Written off'],
  ['+', 'absorbed', 'Interims absorbed'],
  ['−', 'raised', 'Interims raised'],
];

const effects = {
  'invoice.before': {
    name: 'WIP before',
    rule: 'Net WIP of the job just before the invoice.',
  },
  'invoice.billed': {
    name: 'Billed',
    of: 'an invoice',
    rule: 'Time and costs that the invoice takes out of WIP, ex tax.',
  },
  'invoice.writtenOn': {
    name: 'Written on',
    of: 'an invoice',
    rule: 'What the invoice bills above the recorded value of its time and costs.',
  },
  'invoice.writtenOff': {
    name: 'Written off',
    of: 'an invoice',
    rule: 'What the invoice takes out of WIP without billing it.',
  },
  'invoice.raised': {
    name: 'Interims raised',
    rule: 'What is billed ahead of time and costs. It counts below zero in WIP until work absorbs it.',
  },
  'invoice.absorbed': {
    name: 'Interims absorbed',
    rule: 'What was billed ahead before and is set against the work of this invoice.',
  },
  'invoice.after': {
    name: 'Net WIP after',
    rule: 'What a job has before an invoice, with everything the invoice does to it.',
    made: [afterInvoicing],
  },
  'run.total': {
    name: 'Total of a run',
    rule: 'What the invoices of the run come to with tax.',
  },
  'run.carried': { name: 'Carried', rule: 'What stays in WIP for a later invoice.' },
  'run.after': {
    name: 'WIP left',
    rule: 'Net WIP of the jobs of the run once it is done.',
    made: [afterInvoicing],
  },
} satisfies Record<string, FigureRule>;

export const figures = {
  ...workInProgress,
  ...jobs,
  ...accounts,
  ...movements,
  ...outcomes,
  ...billing,
  ...debts,
  ...effects,
};

export type FigureName = keyof typeof figures;

/** The figure that a column of a report shows; undefined where nothing is computed. */
export function figureOfColumn(report: string, column: string): FigureName | undefined {
  return [`${report}.${column}`, column].find((name): name is FigureName => name in figures);
}

/** The parts of a figure that are all in the record, each with its value. */
export function partsOf(
  figure: FigureName,
  record: Readonly<Record<string, unknown>>,
): readonly { sign: string; name: string; value: string }[] {
  const { made = [] }: FigureRule = figures[figure];
  const way = made.find((parts) => parts.every(([, field]) => typeof record[field] === 'string'));
  return (way ?? []).map(([sign, field, name]) => ({ sign, name, value: String(record[field]) }));
}

/** Figures as words of the trade, for those who read up on them. */
export const figureWords: readonly (readonly [word: string, meaning: string])[] = Object.values(
  figures as Readonly<Record<string, FigureRule>>,
).map(({ name, of, rule }) => [of === undefined ? name : `${name}, ${of}`, rule]);
