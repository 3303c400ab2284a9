// Where one lands, and what concerns the firm as a whole: home, closing a period, imports.

import type { QueryClient } from '@tanstack/react-query';
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { preferencesQuery, type Preferences } from '../api/preferences.ts';
import { resourceQuery, type ListPage } from '../api/resource.ts';
import type { Session } from '../api/session.ts';
import { startPage } from '../shell/navigation.ts';
import { pageSearch } from '../util/page-search.ts';
import { shellRoute } from './shell.ts';

type Context = { queryClient: QueryClient; session: Session };

/** An owner whose firm has no job yet begins with the first steps, until they say that they know their way. */
async function beginsFresh(context: Context, preferences: Preferences | undefined): Promise<boolean> {
  if (context.session.firm?.role !== 'owner' || preferences === undefined) return false;
  if (preferences.dismissedHints.includes('welcome')) return false;
  const jobs = await context.queryClient
    .ensureQueryData(resourceQuery<ListPage<unknown>>('/jobs', { limit: 1 }))
    .catch(() => undefined);
  return jobs?.items.length === 0;
}

export const firmRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/',
    beforeLoad: async ({ context }) => {
      const preferences = context.queryClient.getQueryData(preferencesQuery().queryKey);
      const wanted = preferences?.startPage;
      if (wanted && context.hasPage(wanted)) throw redirect({ href: wanted, replace: true });
      if (await beginsFresh(context, preferences)) throw redirect({ to: '/welcome', replace: true });
      const { firm, person } = context.session;
      if (firm === null && person?.operator) throw redirect({ to: '/operator', replace: true });
      throw redirect({ to: startPage(context.session.firm, context.hasPage), replace: true });
    },
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/period-close',
    staticData: { needs: ['reports.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(
      () => import('../pages/period-close/PeriodClosePage.tsx'),
      'PeriodClosePage',
    ),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/reports/wip-journal',
    staticData: { needs: ['wip.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/wip-journal/WipJournalPage.tsx'), 'WipJournalPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/home',
    staticData: { needs: ['wip.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/home/HomePage.tsx'), 'HomePage'),
  }),
] as const;
