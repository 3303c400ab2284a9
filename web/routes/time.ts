// Recording work: the timesheet and costs.

import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { pageSearch } from '../util/page-search.ts';
import { shellRoute } from './shell.ts';

export const timeRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/timesheet',
    staticData: { needs: ['time.readOwn'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/timesheet/TimesheetPage.tsx'), 'TimesheetPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/costs',
    staticData: { needs: ['costs.read', 'costs.readOwn'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/costs/CostsPage.tsx'), 'CostsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/costs/many',
    staticData: { needs: ['costs.record'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/costs/ManyCostsPage.tsx'), 'ManyCostsPage'),
  }),
] as const;
