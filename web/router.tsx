// Every page and its address, put together from the areas in routes/. What a page shows is in its address, as the plain
// parameters that the API takes.

import type { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';
import type { SessionFirm } from './api/session.ts';
import { billingRoutes } from './routes/billing.ts';
import { entryRoutes } from './routes/entry.ts';
import { firmRoutes } from './routes/firm.ts';
import { operatorRoutes, statusRoutes } from './routes/operator.ts';
import { practiceRoutes } from './routes/practice.ts';
import { reportsRoutes } from './routes/reports.ts';
import { settingsRoutes } from './routes/settings.ts';
import { rootRoute, shellRoute } from './routes/shell.ts';
import { timeRoutes } from './routes/time.ts';
import { FaultPage } from './shell/FaultPage.tsx';
import { parseSearch, stringifySearch } from './util/search.ts';

const routeTree = rootRoute.addChildren([
  ...entryRoutes,
  ...statusRoutes,
  shellRoute.addChildren([
    ...firmRoutes,
    ...timeRoutes,
    ...practiceRoutes,
    ...billingRoutes,
    ...reportsRoutes,
    ...settingsRoutes,
    ...operatorRoutes,
  ]),
]);

export function makeRouter(queryClient: QueryClient) {
  const router = createRouter({
    routeTree,
    context: { queryClient, hasPage: (path: string): boolean => path in router.routesByPath },
    parseSearch,
    stringifySearch,
    defaultErrorComponent: FaultPage,
    defaultPreload: 'intent',
    scrollRestoration: false,
  });
  return router;
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** One of these is enough to see anything on the page; without them it is for everybody. */
    needs?: readonly SessionFirm['permissions'][number][];
  }
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
