// Every page and its address. What a page shows is in its address, as the plain parameters that the API takes.

import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { Problem } from './api/problem.ts';
import { sessionQuery } from './api/session.ts';
import { ledgerSearch } from './pages/job-ledger/search.ts';
import { wipSearch } from './pages/wip/search.ts';
import { FaultPage, MissingPage } from './shell/FaultPage.tsx';
import { Shell } from './shell/Shell.tsx';
import { parseSearch, stringifySearch } from './util/search.ts';

type RouterContext = { queryClient: QueryClient };

const rootRoute = createRootRouteWithContext<RouterContext>()({ notFoundComponent: MissingPage });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search['next'] === 'string' && /^\/(?!\/)/.test(search['next']) ? { next: search['next'] } : {},
  component: lazyRouteComponent(() => import('./pages/sign-in/SignInPage.tsx'), 'SignInPage'),
});

const setUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/set-up',
  component: lazyRouteComponent(() => import('./pages/set-up/SetUpPage.tsx'), 'SetUpPage'),
});

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./pages/invitation/InvitationPage.tsx'), 'InvitationPage'),
});

const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    try {
      return { session: await context.queryClient.ensureQueryData(sessionQuery) };
    } catch (error) {
      if (!(error instanceof Problem) || error.said.status !== 401) throw error;
      throw redirect({ to: '/sign-in', search: { next: location.href }, replace: true });
    }
  },
  component: Shell,
});

const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/wip', replace: true });
  },
});

const wipRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/wip',
  validateSearch: wipSearch,
  component: lazyRouteComponent(() => import('./pages/wip/WipPage.tsx'), 'WipPage'),
});

const jobLedgerRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/jobs/$jobId/ledger',
  validateSearch: ledgerSearch,
  component: lazyRouteComponent(() => import('./pages/job-ledger/JobLedgerPage.tsx'), 'JobLedgerPage'),
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  setUpRoute,
  invitationRoute,
  shellRoute.addChildren([homeRoute, wipRoute, jobLedgerRoute]),
]);

export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultErrorComponent: FaultPage,
    defaultPreload: 'intent',
    scrollRestoration: false,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
