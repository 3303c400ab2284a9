// Where one lands, and what concerns the firm as a whole: home, closing a period, imports.

import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { preferencesQuery } from '../api/preferences.ts';
import { startPage } from '../shell/navigation.ts';
import { pageSearch } from '../util/page-search.ts';
import { shellRoute } from './shell.ts';

export const firmRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/',
    beforeLoad: ({ context }) => {
      const wanted = context.queryClient.getQueryData(preferencesQuery().queryKey)?.startPage;
      if (wanted && context.hasPage(wanted)) throw redirect({ href: wanted, replace: true });
      throw redirect({ to: startPage(context.session.firm, context.hasPage), replace: true });
    },
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/period-close',
    validateSearch: pageSearch,
    component: lazyRouteComponent(
      () => import('../pages/period-close/PeriodClosePage.tsx'),
      'PeriodClosePage',
    ),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/reports/wip-journal',
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/wip-journal/WipJournalPage.tsx'), 'WipJournalPage'),
  }),
] as const;
