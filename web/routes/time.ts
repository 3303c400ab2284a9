// Recording work: the timesheet and costs.

import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { pageSearch } from '../util/page-search.ts';
import { shellRoute } from './shell.ts';

export const timeRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/timesheet',
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/timesheet/TimesheetPage.tsx'), 'TimesheetPage'),
  }),
] as const;
