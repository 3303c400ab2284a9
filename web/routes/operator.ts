// What is not of a firm: how the installation does, and the page that tells people whether it works.

import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { pageSearch } from '../util/page-search.ts';
import { rootRoute, shellRoute } from './shell.ts';

export const operatorRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/operator',
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/operator/OperatorPage.tsx'), 'OperatorPage'),
  }),
] as const;

export const statusRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/status',
    component: lazyRouteComponent(() => import('../pages/status/StatusPage.tsx'), 'StatusPage'),
  }),
] as const;
