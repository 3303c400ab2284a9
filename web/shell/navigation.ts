// The pages that one can go to, in their groups and order. An entry shows once its page exists (a route with its path)
// and to those who have one of the permissions that it needs. `g` and its letter go there.

import type { SessionFirm } from '../api/session.ts';
import type { IconName } from '../ui/icons.tsx';

type Permission = SessionFirm['permissions'][number];

export type NavEntry = {
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
  readonly key?: string;
  readonly needs: readonly Permission[] | 'operator';
  /** What can be added there, from any page by the palette. */
  readonly adds?: { readonly label: string; readonly href: string; readonly needs: Permission };
};

type HasPage = (path: string) => boolean;

const groups: readonly (readonly NavEntry[])[] = [
  [
    { href: '/home', label: 'Home', icon: 'home', key: 'h', needs: ['wip.read'] },
    { href: '/timesheet', label: 'Timesheet', icon: 'clock', key: 't', needs: ['time.recordOwn'] },
    { href: '/costs', label: 'Costs', icon: 'receipt', key: 'c', needs: ['costs.read', 'costs.recordOwn'] },
  ],
  [
    { href: '/clients', label: 'Clients', icon: 'people', key: 'l', needs: ['clients.read'] },
    {
      href: '/jobs',
      label: 'Jobs',
      icon: 'job',
      key: 'j',
      needs: ['jobs.read'],
      adds: { label: 'Add a job', href: '/jobs?add=job', needs: 'jobs.edit' },
    },
    { href: '/quotes', label: 'Quotes', icon: 'quote', key: 'q', needs: ['quotes.read'] },
  ],
  [
    { href: '/staff', label: 'Staff', icon: 'staff', key: 'f', needs: ['staff.edit'] },
    { href: '/tasks', label: 'Tasks', icon: 'check', key: 'k', needs: ['tasks.edit'] },
    { href: '/rates', label: 'Rates', icon: 'rate', key: 'a', needs: ['rates.read'] },
  ],
  [
    { href: '/wip', label: 'Estimated Billings', icon: 'wip', key: 'w', needs: ['wip.read'] },
    { href: '/billing-runs', label: 'Billing runs', icon: 'run', key: 'b', needs: ['billingRuns.read'] },
    { href: '/invoices', label: 'Invoices', icon: 'invoice', key: 'i', needs: ['invoices.read'] },
    {
      href: '/payments',
      label: 'Payments',
      icon: 'payment',
      key: 'p',
      needs: ['invoices.read'],
      adds: { label: 'Record a payment', href: '/payments?add=payment', needs: 'payments.record' },
    },
    { href: '/mails', label: 'Mail', icon: 'external', key: 'e', needs: ['invoices.read'] },
  ],
  [
    { href: '/reports', label: 'Reports', icon: 'chart', key: 'r', needs: ['reports.read'] },
    { href: '/period-close', label: 'Period close', icon: 'lock', key: 'm', needs: ['reports.read'] },
  ],
  [
    { href: '/imports', label: 'Imports', icon: 'upload', needs: ['imports.read'] },
    {
      href: '/settings',
      label: 'Settings',
      icon: 'settings',
      key: 's',
      needs: ['firm.settings', 'billing.settings', 'people.read'],
    },
    { href: '/operator', label: 'Operator', icon: 'pulse', key: 'o', needs: 'operator' },
  ],
];

/** On a phone these stand in the bar, as many as there are up to three; the others are behind More. */
const barOrder = ['/timesheet', '/costs', '/jobs', '/wip', '/clients', '/invoices'];
const barMax = 3;

/** Whether they operate the installation is no matter of a firm. */
export function navigationFor(firm: SessionFirm, hasPage: HasPage, isOperator = false): NavEntry[][] {
  return groups
    .map((entries) => entries.filter((entry) => hasPage(entry.href) && mayOpen(firm, entry, isOperator)))
    .filter((entries) => entries.length > 0);
}

export function barEntries(entries: readonly NavEntry[]): NavEntry[] {
  return barOrder.flatMap((href) => entries.find((entry) => entry.href === href) ?? []).slice(0, barMax);
}

/** Where a person begins: staff with their week, others with how the firm or their jobs stand, as far as the pages exist. */
export function startPage(firm: SessionFirm | null, hasPage: HasPage): string {
  if (firm === null) return '/wip';
  const entries = navigationFor(firm, hasPage).flat();
  const wanted = firm.role === 'staff' ? ['/timesheet', '/jobs'] : ['/home', '/wip', '/timesheet'];
  return wanted.find((href) => entries.some((entry) => entry.href === href)) ?? entries[0]?.href ?? '/wip';
}

function mayOpen({ permissions }: SessionFirm, { needs }: NavEntry, isOperator: boolean): boolean {
  if (needs === 'operator') return isOperator;
  return needs.some((permission) => permissions.includes(permission));
}
