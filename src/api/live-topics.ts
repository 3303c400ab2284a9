// Which topics a change touches, and who may hear of them: both out of the description of the routes.
//
// A topic is what an address begins with (`clients` of /clients/{id}), because that is what a page has read. Whoever may
// read something there may hear that it changed. What a change touches beyond its own address is said here by chapter,
// and by routine.

import { may } from '#core/access/principal.ts';
import type { Permission } from '#core/access/permissions.ts';
import { permissionsOfRoute, type Route } from './route.ts';
import type { Tag } from './tags.ts';
import type { Topics, TopicsRoute } from './topics.ts';

/** What is read out of the ledger: balances, receipts, ledgers of jobs; and reports. */
const posted = ['wip', 'reports'] as const;
const practice = [
  'clients',
  'contacts',
  'staff',
  'tasks',
  'jobs',
  'job-tasks',
  'rates',
  'cost-rates',
] as const;
const work = ['time-entries', 'cost-entries', 'timesheets'] as const;
const documents = ['quotes', 'invoices', 'payments'] as const;

const touched: Readonly<Partial<Record<Tag, readonly string[]>>> = {
  Firm: ['settings'],
  'Billing settings': ['settings'],
  Clients: ['clients', 'contacts'],
  Jobs: ['jobs', 'job-tasks', 'timesheets', ...posted],
  Rates: ['rates', 'cost-rates'],
  Time: ['time-entries', 'timesheets', 'timers', ...posted],
  Costs: ['cost-entries', ...posted],
  WIP: ['wip-actions', ...work, ...posted],
  Quotes: ['quotes', 'jobs', 'job-tasks', 'tasks', ...posted],
  Invoices: [...documents, 'credit-notes', 'billing-runs', 'jobs', ...work, ...posted],
  Payments: ['payments', 'invoices', 'credit-notes', 'allocations', 'reports'],
  'Billing runs': ['billing-runs', 'invoices', 'wip-actions', ...posted],
  Mail: ['mails', 'invoices', 'quotes'],
  Periods: ['periods', 'firm', ...posted],
  Imports: ['imports', 'unmatched-invoices', 'settings', ...practice, ...work, ...documents, ...posted],
};

/** Topics that no address begins with. */
const hearable: Readonly<Record<string, Permission>> = { wip: 'wip.read', settings: 'firm.read' };

export function topicsOf(routes: readonly Route[]): Topics {
  const readers = new Map<string, Set<Permission>>();
  for (const route of routes) {
    if (route.kind !== 'firm' || route.method !== 'GET') continue;
    const known = readers.get(collectionOf(route)) ?? new Set();
    for (const permission of permissionsOfRoute(route)) known.add(permission);
    readers.set(collectionOf(route), known);
  }
  for (const [topic, permission] of Object.entries(hearable)) readers.set(topic, new Set([permission]));
  return {
    of(route) {
      if (isReading(route)) return [];
      return [...new Set([collectionOf(route), ...(touched[route.tag] ?? [])])].filter((topic) =>
        readers.has(topic),
      );
    },
    mayHear: (principal, topic) =>
      [...(readers.get(topic) ?? [])].some((permission) => may(principal, permission)),
  };
}

/** A preview is asked for by POST and changes nothing; what somebody prefers concerns nobody else. */
function isReading({ method, path }: TopicsRoute): boolean {
  return method === 'GET' || path.endsWith('preview') || path === '/preferences';
}

function collectionOf({ path }: TopicsRoute): string {
  return path.split('/')[1] ?? '';
}
