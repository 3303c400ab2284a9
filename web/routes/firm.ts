// Where one lands, and what concerns the firm as a whole: home, closing a period, imports.

import { createRoute, redirect } from '@tanstack/react-router';
import { startPage } from '../shell/navigation.ts';
import { shellRoute } from './shell.ts';

export const firmRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/',
    beforeLoad: ({ context }) => {
      throw redirect({ to: startPage(context.session.firm, context.hasPage), replace: true });
    },
  }),
] as const;
