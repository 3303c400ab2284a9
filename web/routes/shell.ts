// The two routes that all others hang on: the root, and the shell around every page of somebody who is signed in.

import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, redirect } from '@tanstack/react-router';
import { preparePreferences } from '../api/preferences.ts';
import { Problem } from '../api/problem.ts';
import { currentFirmId } from '../api/firm.ts';
import { sessionQuery } from '../api/session.ts';
import { MissingPage } from '../shell/FaultPage.tsx';
import { Shell } from '../shell/Shell.tsx';

type RouterContext = {
  queryClient: QueryClient;
  /** Whether there is a page at this path, such as '/jobs'. */
  hasPage: (path: string) => boolean;
};

export const rootRoute = createRootRouteWithContext<RouterContext>()({ notFoundComponent: MissingPage });

export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    try {
      // The firm of last time is most likely that of today: both are asked for together.
      const prepared = currentFirmId() === null ? null : preparePreferences(context.queryClient);
      const session = await context.queryClient.ensureQueryData(sessionQuery);
      await prepared;
      if (session.twoFactorNeeded) {
        throw redirect({ to: '/two-factor', search: { next: location.href }, replace: true });
      }
      if (session.firm !== null) await preparePreferences(context.queryClient);
      return { session };
    } catch (error) {
      if (!(error instanceof Problem) || error.said.status !== 401) throw error;
      throw redirect({ to: '/sign-in', search: { next: location.href }, replace: true });
    }
  },
  component: Shell,
});
