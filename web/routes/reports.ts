// Reports.

import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { pageSearch } from '../util/page-search.ts';
import { shellRoute } from './shell.ts';

export const reportsRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/reports',
    staticData: { needs: ['reports.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/reports/ReportsPage.tsx'), 'ReportsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/reports/$name',
    staticData: { needs: ['reports.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/report/ReportPage.tsx'), 'ReportPage'),
  }),
] as const;
