// Settings of the firm, what is each person's own, imports, first steps and help.

import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { pageSearch } from '../util/page-search.ts';
import { shellRoute } from './shell.ts';

export const settingsRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/settings',
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/settings/SettingsPage.tsx'), 'SettingsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/settings/$section',
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/settings/SettingsPage.tsx'), 'SettingsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/profile',
    component: lazyRouteComponent(() => import('../pages/profile/ProfilePage.tsx'), 'ProfilePage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/imports',
    staticData: { needs: ['imports.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/imports/ImportsPage.tsx'), 'ImportsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/imports/new',
    staticData: { needs: ['imports.run'] },
    component: lazyRouteComponent(() => import('../pages/imports/NewImportPage.tsx'), 'NewImportPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/imports/unmatched',
    staticData: { needs: ['imports.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/imports/UnmatchedPage.tsx'), 'UnmatchedPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/imports/$importId',
    staticData: { needs: ['imports.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/imports/ImportPage.tsx'), 'ImportPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/help',
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/help/HelpPage.tsx'), 'HelpPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/help/$guideName',
    component: lazyRouteComponent(() => import('../pages/help/GuidePage.tsx'), 'GuidePage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/welcome',
    component: lazyRouteComponent(() => import('../pages/first-run/WelcomePage.tsx'), 'WelcomePage'),
  }),
] as const;
