// Whom the firm works for, and on what: clients, jobs and their ledgers, staff, tasks, rates.

import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { ledgerSearch } from '../pages/job-ledger/search.ts';
import { pageSearch } from '../util/page-search.ts';
import { shellRoute } from './shell.ts';

export const practiceRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/clients',
    staticData: { needs: ['clients.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/clients/ClientsPage.tsx'), 'ClientsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/clients/$clientId',
    staticData: { needs: ['clients.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/clients/ClientPage.tsx'), 'ClientPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/jobs',
    staticData: { needs: ['jobs.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/jobs/JobsPage.tsx'), 'JobsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/jobs/$jobId',
    staticData: { needs: ['jobs.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/job/JobPage.tsx'), 'JobPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/jobs/$jobId/ledger',
    staticData: { needs: ['ledger.read'] },
    validateSearch: ledgerSearch,
    component: lazyRouteComponent(() => import('../pages/job-ledger/JobLedgerPage.tsx'), 'JobLedgerPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/staff',
    staticData: { needs: ['staff.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/staff/StaffListPage.tsx'), 'StaffListPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/staff/$staffId',
    staticData: { needs: ['staff.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/staff/StaffPage.tsx'), 'StaffPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/tasks',
    staticData: { needs: ['tasks.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/tasks/TasksPage.tsx'), 'TasksPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/rates',
    staticData: { needs: ['rates.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/rates/RatesPage.tsx'), 'RatesPage'),
  }),
] as const;
