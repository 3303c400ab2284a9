// What has a history, and what one has to be allowed to read it.

import type { Permission } from '../access/permissions.ts';

type SubjectRule = {
  /** Any one of these. */
  readonly permissions: readonly Permission[];
  /** Whether there is one for the whole firm, instead of one per id. */
  readonly ofFirm?: true;
  /** Without it, amounts among what changed are left out. */
  readonly amounts?: Permission;
};

export const historySubjects = {
  client: { permissions: ['clients.read'] },
  contact: { permissions: ['clients.read'] },
  staff: { permissions: ['staff.read'] },
  task: { permissions: ['tasks.read'] },
  job: { permissions: ['jobs.read'], amounts: 'wip.read' },
  rate: { permissions: ['rates.read'] },
  costRate: { permissions: ['costRates.read'] },
  timeEntry: { permissions: ['time.readOwn', 'time.readAny'], amounts: 'rates.read' },
  costEntry: { permissions: ['costs.read'] },
  quote: { permissions: ['quotes.read'] },
  invoice: { permissions: ['invoices.read'] },
  creditNote: { permissions: ['invoices.read'] },
  payment: { permissions: ['invoices.read'] },
  billingRun: { permissions: ['billingRuns.read'] },
  billingDefinition: { permissions: ['billingRuns.read'] },
  period: { permissions: ['reports.read'] },
  tax: { permissions: ['invoices.read'] },
  numberSeries: { permissions: ['invoices.read'] },
  documentTemplate: { permissions: ['invoices.read'] },
  jobState: { permissions: ['firm.read'] },
  reason: { permissions: ['firm.read'] },
  member: { permissions: ['people.read'] },
  apiKey: { permissions: ['people.read'] },
  settings: { permissions: ['people.read'], ofFirm: true },
} as const satisfies Record<string, SubjectRule>;

export type HistorySubject = keyof typeof historySubjects;
export const historySubjectNames = Object.keys(historySubjects) as HistorySubject[];

export function ruleOf(subject: HistorySubject): SubjectRule {
  return historySubjects[subject];
}
