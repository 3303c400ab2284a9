// Where one lands, and what concerns the firm as a whole: home, closing a period, imports.

import { createRoute, redirect } from '@tanstack/react-router';
import { preferencesQuery } from '../api/preferences.ts';
import { startPage } from '../shell/navigation.ts';
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
] as const;
