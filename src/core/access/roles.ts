// The roles, said in sentences. Each sentence stands beside the permissions it grants, so that what a person reads about
// a role and what the program checks are one text. A role has the permissions of its own sentences and nothing else;
// no role contains another.

import type { Permission } from './permissions.ts';
import { allPermissions, permissions } from './permissions.ts';

export const roleNames = ['owner', 'bookkeeper', 'projectManager', 'staff', 'auditor'] as const;

export type Role = (typeof roleNames)[number];

export type Grant = {
  readonly sentence: string;
  readonly permissions: readonly Permission[];
  /** Granted only where the firm shows cost rates and margins to project managers. */
  readonly whenCostsAreShown?: true;
};

const lookingUp: readonly Permission[] = ['firm.read', 'jobs.read', 'tasks.read'];
const ownThings: readonly Permission[] = ['own.keep'];
const ownTime: readonly Permission[] = ['time.readOwn', 'time.recordOwn'];
const everybodysTime: readonly Permission[] = [...ownTime, 'time.readAny', 'time.recordAny'];
const ownCosts: readonly Permission[] = ['costs.readOwn', 'costs.recordOwn'];
const costs: readonly Permission[] = [...ownCosts, 'costs.read', 'costs.record'];
const adjustments: readonly Permission[] = ['wip.writeOff', 'wip.washUp', 'wip.move', 'wip.revalue'];
const figures: readonly Permission[] = [
  'rates.read',
  'wip.read',
  'quotes.read',
  'invoices.read',
  'billingRuns.read',
  'reports.read',
  'ledger.read',
];

export const roles: Readonly<Record<Role, readonly Grant[]>> = {
  owner: [{ sentence: 'An owner may do everything.', permissions: allPermissions }],

  bookkeeper: [
    {
      sentence: 'A bookkeeper may look up the firm, its people, jobs, tasks and staff.',
      permissions: [...lookingUp, 'staff.read', 'people.read'],
    },
    {
      sentence: "A bookkeeper may record anybody's time and the costs of jobs.",
      permissions: [...everybodysTime, ...costs],
    },
    {
      sentence: 'A bookkeeper may keep clients, jobs, tasks and staff in order.',
      permissions: ['clients.read', 'clients.edit', 'jobs.edit', 'tasks.edit', 'staff.edit'],
    },
    {
      sentence: 'A bookkeeper may see and set billable rates and cost rates.',
      permissions: ['rates.edit', 'costRates.read', 'costRates.edit'],
    },
    {
      sentence: 'A bookkeeper may read WIP, quotes, invoices, billing runs, reports and the ledger.',
      permissions: figures,
    },
    {
      sentence: 'A bookkeeper may write off, wash up, move and revalue WIP, and raise interims.',
      permissions: [...adjustments, 'wip.raiseInterims'],
    },
    {
      sentence: 'A bookkeeper may draw up, accept and send quotes.',
      permissions: ['quotes.edit', 'quotes.accept', 'documents.send'],
    },
    {
      sentence: 'A bookkeeper may draw up, approve, cancel and credit invoices, and record payments.',
      permissions: ['invoices.draft', 'invoices.approve', 'payments.record'],
    },
    {
      sentence: 'A bookkeeper may rehearse, review, run, release and undo billing runs.',
      permissions: ['billingRuns.plan', 'billingRuns.review', 'billingRuns.run'],
    },
    {
      sentence: 'A bookkeeper may set taxes, numbering, templates and terms of payment.',
      permissions: ['billing.settings'],
    },
    {
      sentence: 'A bookkeeper may import, set lock dates and have the ledger recounted.',
      permissions: ['imports.read', 'imports.run', 'locks.set', 'ledger.verify'],
    },
    {
      sentence: 'A bookkeeper may keep their own preferences and views of lists.',
      permissions: ownThings,
    },
  ],

  projectManager: [
    {
      sentence: 'A project manager may look up the firm, jobs, tasks, staff and clients.',
      permissions: [...lookingUp, 'staff.read', 'clients.read'],
    },
    { sentence: 'A project manager may add and change jobs and their tasks.', permissions: ['jobs.edit'] },
    {
      sentence: "A project manager may record anybody's time and the costs of jobs.",
      permissions: [...everybodysTime, ...costs],
    },
    {
      sentence:
        'A project manager may read billable rates, WIP, quotes, invoices, billing runs, reports and the ledger.',
      permissions: figures,
    },
    {
      sentence: 'A project manager may write off, wash up, move and revalue WIP within a limit.',
      permissions: adjustments,
    },
    {
      sentence:
        'A project manager may draw up quotes and draft invoices, and send what is issued or approved.',
      permissions: ['quotes.edit', 'invoices.draft', 'documents.send'],
    },
    {
      sentence: 'A project manager may rehearse billing runs and review their drafts.',
      permissions: ['billingRuns.plan', 'billingRuns.review'],
    },
    {
      sentence: 'A project manager may see cost rates and margins where the firm allows it.',
      permissions: ['costRates.read'],
      whenCostsAreShown: true,
    },
    {
      sentence: 'A project manager may keep their own preferences and views of lists.',
      permissions: ownThings,
    },
  ],

  staff: [
    {
      sentence: 'A staff member may see the firm, and the jobs and tasks to record against, without money.',
      permissions: lookingUp,
    },
    { sentence: 'A staff member may record their own time.', permissions: ownTime },
    {
      sentence: 'A staff member may record what they spend on jobs, and sees no costs of others.',
      permissions: ownCosts,
    },
    {
      sentence: 'A staff member may keep their own preferences and views of lists.',
      permissions: ownThings,
    },
  ],

  auditor: [
    {
      sentence: 'An auditor may see everything, cost rates and margins too, and change nothing of the firm.',
      permissions: allPermissions.filter((permission) => !permissions[permission].changes),
    },
    {
      sentence: 'An auditor may keep their own preferences and views of lists.',
      permissions: ownThings,
    },
  ],
};

/** Whether the text names a role. */
export function isRole(text: string): text is Role {
  return (roleNames as readonly string[]).includes(text);
}
