import '@fontsource-variable/inter/wght.css';
import './theme/components.ts';
import './theme/global.css';
import { MantineProvider } from '@mantine/core';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { asProblem, Problem } from './api/problem.ts';
import { sessionQuery } from './api/session.ts';
import { makeRouter } from './router.tsx';
import { colorSchemeManager } from './theme/appearance.ts';
import { theme } from './theme/theme.ts';

const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError(error) {
      // The firm has begun to ask for a second factor: the shell leads to it once the session says so.
      if (!(error instanceof Problem) || error.said.code !== 'twoFactorRequired') return;
      void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  }),
  defaultOptions: {
    queries: {
      // Going back shows what was there at once; what may have changed meanwhile is asked again behind it.
      staleTime: 15_000,
      retry: (failures, error) => failures < 2 && asProblem(error).isPassing,
      retryDelay: (failures) => 400 * 2 ** failures,
    },
  },
});
const router = makeRouter(queryClient);
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colorSchemeManager}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
