// The words of billing runs: states, decisions, reasons, warnings and rules.

import type { BillingRun, RunJob, RunUnit, Rules } from '../../api/billing-runs.ts';
import type { Tone } from '../../ui/StatusBadge.tsx';
import type { Formats } from '../../util/formats.ts';

type State = readonly [word: string, tone: Tone];

export const runStates: Readonly<Record<BillingRun['state'], State>> = {
  rehearsed: ['Rehearsal', 'quiet'],
  running: ['Running', 'accent'],
  paused: ['Paused', 'warning'],
  done: ['Done', 'positive'],
  undone: ['Undone', 'quiet'],
  cancelled: ['Cancelled', 'quiet'],
  discarded: ['Discarded', 'quiet'],
};

/** A run that stands still says so. */
export function stateOf({ state, stopped }: Pick<BillingRun, 'state' | 'stopped'>): State {
  return stopped === null ? runStates[state] : ['Stopped', 'negative'];
}

const stopCauses: Readonly<Record<NonNullable<BillingRun['stopped']>['cause'], string>> = {
  diskFull: 'The disk of the database is full. Whoever operates Workledger has to make room first.',
  databaseAway: 'The database could not be reached. It may be there again by now.',
  fault: 'The program failed at it. Its log says more; if it stops again, tell whoever operates Workledger.',
};

export function stoppedWords({ cause, at, attempts }: NonNullable<BillingRun['stopped']>, formats: Formats) {
  return `${stopCauses[cause]} It was tried ${formats.count(attempts)} times, the last time ${formats.instant(at)}. What was made stands.`;
}

export const decisions: Readonly<Record<RunJob['decision'], State>> = {
  bill: ['Bill', 'positive'],
  writeOff: ['Write off', 'warning'],
  hold: ['Held', 'quiet'],
  nothing: ['Left', 'quiet'],
};

export const unitStates: Readonly<Record<RunUnit['state'], State>> = {
  planned: ['Planned', 'quiet'],
  drafted: ['Draft', 'accent'],
  billed: ['Billed', 'positive'],
  nothing: ['Nothing to bill', 'quiet'],
  parked: ['Parked', 'warning'],
  undone: ['Undone', 'quiet'],
};

const reasons: Readonly<Record<NonNullable<RunJob['reason']>, string>> = {
  byPerson: 'Decided by hand',
  carriedByRule: 'Too young, carried',
  worthTooLittle: 'Worth too little',
  belowMinimum: 'Below the minimum',
  notDue: 'Not due yet',
  quoted: 'Billed by a quote',
  negative: 'Negative WIP',
  empty: 'Nothing open',
  onOtherDraft: 'On another draft',
  afterCutOff: 'After the cut-off',
  excluded: 'Not listed',
  clientArchived: 'Client archived',
  otherCurrency: 'Another currency',
  tooManyItems: 'Too many items',
  taxWithoutRate: 'Tax without a rate',
  refused: 'Refused',
};

export function reasonWords(reason: RunJob['reason']): string | null {
  return reason === null ? null : reasons[reason];
}

const warnings: Readonly<Record<RunJob['warnings'][number], string>> = {
  recipientMissing: 'No recipient',
  rateMissing: 'No rate',
  negativeWip: 'Negative WIP',
  onOtherDraft: 'On another draft',
  stale: 'Stale work',
  laterWork: 'Later work',
  jobCompleted: 'Job completed',
  jobCancelled: 'Job cancelled',
  quoteExceeded: 'Over the quote',
};

export function warningWords(warning: RunJob['warnings'][number]): string {
  return warnings[warning];
}

export const decisionChoices = (Object.keys(decisions) as RunJob['decision'][]).map((value) => ({
  value,
  label: decisions[value][0],
}));

export const dayRuleChoices = [
  { value: 'today', label: 'The day it is planned' },
  { value: 'startOfMonth', label: 'First of this month' },
  { value: 'endOfMonth', label: 'End of this month' },
  { value: 'startOfLastMonth', label: 'First of last month' },
  { value: 'endOfLastMonth', label: 'End of last month' },
  { value: 'day', label: 'A certain day' },
] as const;

const reviewers: Readonly<Record<Rules['reviewStages'][number]['reviewer'], string>> = {
  manager: 'The job’s manager',
  partner: 'The job’s partner',
  projectManager: 'A project manager',
  bookkeeper: 'A bookkeeper',
  owner: 'An owner',
};

export const reviewerChoices = choicesOf(reviewers);

const layouts: Readonly<Record<NonNullable<Rules['layout']>, string>> = {
  task: 'By task',
  staff: 'By staff member',
  entry: 'Entry by entry',
  job: 'By job',
  summary: 'One sum',
  progressClaim: 'Progress claim',
};

export const layoutChoices = [{ value: '', label: 'As the template' }, ...choicesOf(layouts)] as const;

/** What a run goes by, a sentence each. */
export function rulesInWords(rules: Rules, formats: Formats): string[] {
  const { filters, treatment } = rules;
  const day = (rule: string) =>
    /^\d/.test(rule)
      ? formats.date(rule)
      : (dayRuleChoices.find(({ value }) => value === rule)?.label.toLowerCase() ?? rule);
  const counted = (ids: readonly unknown[] | null, one: string, many: string) =>
    ids === null ? [] : [`Only ${formats.count(ids.length)} ${ids.length === 1 ? one : many}.`];
  return [
    `Work up to ${day(rules.cutOffOn)}, on invoices of ${day(rules.invoicedOn)}.`,
    rules.grouping === 'job' ? 'An invoice for each job.' : 'An invoice for each client, with all its jobs.',
    ...(rules.dueOn === null ? [] : [`Due ${day(rules.dueOn)}.`]),
    ...counted(filters.clientIds, 'client', 'clients'),
    ...counted(filters.jobIds, 'job', 'jobs'),
    ...counted(filters.managerIds, 'manager’s jobs', 'managers’ jobs'),
    ...counted(filters.partnerIds, 'partner’s jobs', 'partners’ jobs'),
    ...counted(filters.categories, 'category', 'categories'),
    ...(filters.schedule === 'due' ? ['Only clients whose billing schedule says that they are due.'] : []),
    ...(filters.minimumAmount === null ? [] : [`No invoice below ${formats.amount(filters.minimumAmount)}.`]),
    ...(filters.sign === 'positive' ? ['Jobs with negative WIP are left out.'] : []),
    ...(treatment.carryYoungerThanDays === null
      ? []
      : [`Work of the last ${treatment.carryYoungerThanDays} days before the cut-off is carried.`]),
    ...(treatment.writeOffBelow === null
      ? []
      : [`Jobs worth less than ${formats.amount(treatment.writeOffBelow)} are written off.`]),
    ...(treatment.interims === 'leave' ? ['Interims stay open.'] : []),
    ...(treatment.finalWhenCompleted ? ['Completed jobs get a final invoice.'] : []),
    ...quotedWords(treatment.quotedJobs),
    reviewWords(rules),
  ];
}

function quotedWords(quotedJobs: Rules['treatment']['quotedJobs']): string[] {
  if (quotedJobs === 'leave') return ['Quoted jobs are left out.'];
  if (quotedJobs === 'actual') return ['Quoted jobs are billed by their work.'];
  return ['Quoted jobs are billed by the rest of the quote once completed.'];
}

function reviewWords({ approval, reviewStages }: Rules): string {
  if (approval === 'immediately') return 'Invoices are approved and numbered as they are made.';
  if (reviewStages.length === 0) return 'Drafts are made, and approved when you say so.';
  return `Drafts pass ${reviewStages.map(({ name }) => name).join(', then ')} before they are approved.`;
}

function choicesOf<Value extends string>(words: Readonly<Record<Value, string>>) {
  return (Object.keys(words) as Value[]).map((value) => ({ value, label: words[value] }));
}
