// Whom the firm works for, and on what: clients, jobs and their ledgers, staff, tasks, rates.

import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { ledgerSearch } from '../pages/job-ledger/search.ts';
import { pageSearch } from '../util/page-search.ts';
import { shellRoute } from './shell.ts';

export const practiceRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/clients',
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/clients/ClientsPage.tsx'), 'ClientsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/clients/$clientId',
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/clients/ClientPage.tsx'), 'ClientPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/jobs',
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/jobs/JobsPage.tsx'), 'JobsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/jobs/$jobId',
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/job/JobPage.tsx'), 'JobPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/jobs/$jobId/ledger',
    validateSearch: ledgerSearch,
    component: lazyRouteComponent(() => import('../pages/job-ledger/JobLedgerPage.tsx'), 'JobLedgerPage'),
  }),
] as const;
