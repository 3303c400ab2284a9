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
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/staff',
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/staff/StaffListPage.tsx'), 'StaffListPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/staff/$staffId',
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/staff/StaffPage.tsx'), 'StaffPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/tasks',
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/tasks/TasksPage.tsx'), 'TasksPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/rates',
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/rates/RatesPage.tsx'), 'RatesPage'),
  }),
] as const;
