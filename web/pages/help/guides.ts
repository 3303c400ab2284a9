// How the work of each role goes, step by step, each step leading to its page.

import type { SessionFirm } from '../../api/session.ts';

type Step = {
  readonly href: string;
  readonly label: string;
  readonly text: string;
  readonly needs: SessionFirm['permissions'][number];
};

export type Guide = {
  readonly title: string;
  readonly roles: readonly SessionFirm['role'][];
  readonly steps: readonly Step[];
};

export const guides: readonly Guide[] = [
  {
    title: 'Record a week',
    roles: ['staff'],
    steps: [
      {
        href: '/timesheet',
        label: 'Timesheet',
        text: 'Type a few letters of a job, press Enter, and type hours: 1.5, 1:30 or 90m. Each cell saves by itself.',
        needs: 'time.recordOwn',
      },
      {
        href: '/costs',
        label: 'Costs',
        text: 'What you spent for a job, with a photo of the receipt.',
        needs: 'costs.record',
      },
      {
        href: '/profile',
        label: 'Your profile',
        text: 'Durations as 1.5 or 1:30, your weekly target, light or dark.',
        needs: 'own.keep',
      },
    ],
  },
  {
    title: 'Keep jobs on course',
    roles: ['projectManager'],
    steps: [
      {
        href: '/jobs',
        label: 'Jobs',
        text: 'Each with what was worked, what is open, and what is left of quote and budget.',
        needs: 'jobs.read',
      },
      {
        href: '/wip',
        label: 'Estimated Billings',
        text: 'What can be billed today. Every figure opens how it came about.',
        needs: 'wip.read',
      },
      {
        href: '/quotes',
        label: 'Quotes',
        text: 'Draw one up, send it, and bill by it once it is accepted.',
        needs: 'quotes.read',
      },
    ],
  },
  {
    title: 'Bill the month and close it',
    roles: ['bookkeeper', 'owner'],
    steps: [
      {
        href: '/billing-runs',
        label: 'Billing runs',
        text: 'Rehearse, decide per job, run, review and send. Nothing is locked while you look.',
        needs: 'billingRuns.read',
      },
      {
        href: '/invoices',
        label: 'Invoices',
        text: 'One by one: bill, write off or carry forward each item, and see what it does to WIP.',
        needs: 'invoices.read',
      },
      {
        href: '/payments',
        label: 'Payments',
        text: 'What clients paid, and which invoices it pays.',
        needs: 'invoices.read',
      },
      {
        href: '/period-close',
        label: 'Period close',
        text: 'The checklist, the lock, and the WIP journal for the accounts.',
        needs: 'reports.read',
      },
    ],
  },
  {
    title: 'Set the firm up',
    roles: ['owner'],
    steps: [
      {
        href: '/welcome',
        label: 'First steps',
        text: 'From an empty firm to the first time recorded.',
        needs: 'firm.settings',
      },
      {
        href: '/settings',
        label: 'Settings',
        text: 'The firm, people, taxes, numbers, templates, locks and keys.',
        needs: 'firm.settings',
      },
      {
        href: '/imports/new',
        label: 'Import',
        text: 'Bring clients, jobs, time and invoices from another system.',
        needs: 'imports.run',
      },
    ],
  },
];
