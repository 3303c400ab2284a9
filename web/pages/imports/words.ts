// What imports speak of, in the trade's words.

import type { Formats } from '../../util/formats.ts';

const kinds: Readonly<Record<string, readonly [one: string, many: string]>> = {
  client: ['client', 'clients'],
  contact: ['contact', 'contacts'],
  staff: ['staff member', 'staff'],
  task: ['task', 'tasks'],
  job: ['job', 'jobs'],
  jobTask: ['job task', 'job tasks'],
  timeEntry: ['time entry', 'time entries'],
  cost: ['cost', 'costs'],
  costEntry: ['cost', 'costs'],
  invoice: ['invoice', 'invoices'],
  quote: ['quote', 'quotes'],
  payment: ['payment', 'payments'],
  unbilledWip: ['figure of unbilled WIP', 'figures of unbilled WIP'],
};

export function kindWords(kind: string, count = 2): string {
  const words = kinds[kind];
  if (words === undefined) return spaced(kind);
  return count === 1 ? words[0] : words[1];
}

export function kindTitle(kind: string): string {
  const words = kindWords(kind);
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

const stages: Readonly<Record<string, string>> = {
  reading: 'Reading the files',
  checking: 'Checking the records',
  practice: 'Clients, staff, tasks and jobs',
  reportedJobs: 'Jobs of the reports',
  time: 'Time',
  costs: 'Costs',
  quotes: 'Quotes',
  invoices: 'Invoices, by date',
  marked: 'What invoices billed',
  payments: 'Payments',
  paid: 'What was paid',
  tieOut: 'Holding the figures against each other',
};

export function stageWords(stage: string | null): string {
  return stage === null ? 'Beginning' : (stages[stage] ?? spaced(stage));
}

export const stateWords = {
  reading: ['Not read to the end', 'warning'],
  checked: ['To be decided', 'accent'],
  applying: ['Importing', 'accent'],
  applied: ['Imported', 'positive'],
} as const;

export const severityWords = {
  refused: ['Refused', 'negative'],
  leftOut: ['Left out', 'warning'],
  difference: ['Differs', 'warning'],
  note: ['Note', 'quiet'],
} as const;

export const figureWords = {
  estimatedBillings: 'Estimated billings',
  unbilledWip: 'Unbilled WIP',
} as const;

export function sizeWords(bytes: number, formats: Formats): string {
  const count = (n: number) => formats.count(n);
  if (bytes < 10_000) return `${count(bytes)} bytes`;
  if (bytes < 1_000_000) return `${count(Math.round(bytes / 1000))} kB`;
  return `${count(Math.round(bytes / 1_000_000))} MB`;
}

/** The names by which systems are known. */
export function sourceWords(source: string): string {
  const known: Readonly<Record<string, string>> = {
    workflowmax: 'WorkflowMax',
    toggl: 'Toggl',
    clockify: 'Clockify',
    harvest: 'Harvest',
    generic: 'CSV',
    unknown: 'Not recognised',
  };
  return known[source] ?? source;
}

function spaced(camelCase: string): string {
  return camelCase.replace(/([A-Z])/g, ' $1').toLowerCase();
}
