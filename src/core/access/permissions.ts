// What somebody may be allowed to do, as a closed list. Every route of the API names one of these, an API key's scopes
// are taken from them, and roles.ts says which role has which. `changes` tells apart what alters something from what
// only looks: an auditor has everything that only looks, and nothing else.

type PermissionMeaning = {
  /** Completes "You may …" for a person. */
  readonly sentence: string;
  readonly changes: boolean;
};

export const permissions = {
  'own.keep': { sentence: 'keep your own preferences and views of lists', changes: true },

  'firm.read': { sentence: "see the firm's name, currency, calendar and lock dates", changes: false },
  'firm.settings': { sentence: "change the firm's settings, job states and reasons", changes: true },
  'people.read': {
    sentence: 'see who belongs to the firm, with which role, and its API keys',
    changes: false,
  },
  'people.manage': {
    sentence: 'invite people, change their roles and limits, and let them go',
    changes: true,
  },
  'apiKeys.manage': { sentence: 'make and revoke API keys', changes: true },

  'clients.read': { sentence: 'see clients and their contacts', changes: false },
  'clients.edit': { sentence: 'add and change clients and their contacts', changes: true },
  'staff.read': { sentence: 'see the list of staff members', changes: false },
  'staff.edit': { sentence: 'add and change staff members', changes: true },
  'tasks.read': { sentence: "see the firm's library of tasks", changes: false },
  'tasks.edit': { sentence: "add and change tasks in the firm's library", changes: true },
  'jobs.read': { sentence: 'see jobs and their tasks, without money', changes: false },
  'jobs.edit': { sentence: 'add and change jobs and their tasks', changes: true },

  'rates.read': { sentence: 'see billable rates and the value of time', changes: false },
  'rates.edit': { sentence: 'add and change billable rates', changes: true },
  'costRates.read': { sentence: 'see cost rates and margins', changes: false },
  'costRates.edit': { sentence: 'add and change cost rates', changes: true },

  'time.readOwn': { sentence: 'see your own time', changes: false },
  'time.recordOwn': { sentence: 'record, change and delete your own time', changes: true },
  'time.readAny': { sentence: "see everybody's time", changes: false },
  'time.recordAny': { sentence: "record, change and delete anybody's time", changes: true },
  'costs.read': { sentence: 'see the costs of jobs', changes: false },
  'costs.record': { sentence: 'record, change and delete the costs of jobs', changes: true },
  'costs.readOwn': { sentence: 'see the costs that you recorded', changes: false },
  'costs.recordOwn': { sentence: 'record costs on jobs, and change and delete your own', changes: true },

  'wip.read': { sentence: 'see WIP, interims and what is available to invoice', changes: false },
  'wip.writeOff': { sentence: 'write WIP off or on by hand, within your limit', changes: true },
  'wip.washUp': { sentence: 'settle jobs without an invoice, within your limit', changes: true },
  'wip.move': { sentence: 'move unbilled work between jobs and tasks', changes: true },
  'wip.revalue': { sentence: 'apply a rate change to unbilled time', changes: true },
  'wip.raiseInterims': { sentence: 'raise interims and take them back', changes: true },

  'quotes.read': { sentence: 'see quotes', changes: false },
  'quotes.edit': { sentence: 'draw up, issue and revise quotes', changes: true },
  'quotes.accept': { sentence: 'accept and decline quotes, and bill jobs by them', changes: true },
  'invoices.read': {
    sentence: 'see invoices, credit notes, payments and how they are set up',
    changes: false,
  },
  'invoices.draft': { sentence: 'draw up draft invoices', changes: true },
  'invoices.approve': { sentence: 'approve, cancel and credit invoices', changes: true },
  'payments.record': { sentence: 'record payments and say what they pay', changes: true },
  'documents.send': { sentence: 'send quotes, invoices and statements', changes: true },
  'billing.settings': { sentence: 'set taxes, numbering, templates and terms of payment', changes: true },
  'billingRuns.read': { sentence: 'see billing runs and what they plan', changes: false },
  'billingRuns.plan': { sentence: 'rehearse billing runs and save their rules', changes: true },
  'billingRuns.review': { sentence: 'pass on, send back and hold drafts of billing runs', changes: true },
  'billingRuns.run': { sentence: 'run billing runs, release and undo them', changes: true },
  'imports.read': { sentence: 'see what was imported and how it tied out', changes: false },
  'imports.run': { sentence: 'import from other systems', changes: true },

  'reports.read': { sentence: 'read and export reports', changes: false },
  'ledger.read': { sentence: 'read the ledger line by line', changes: false },
  'ledger.verify': { sentence: 'have the ledger recounted', changes: false },
  'locks.set': { sentence: 'set the WIP lock date and the period lock date', changes: true },
} as const satisfies Record<string, PermissionMeaning>;

export type Permission = keyof typeof permissions;

/** Every permission, in the order of the list. */
export const allPermissions = Object.keys(permissions) as readonly Permission[];

/** Whether the text names a permission; for scopes that arrive as text. */
export function isPermission(text: string): text is Permission {
  return Object.hasOwn(permissions, text);
}
