// A run that goes on tells how far it has come. Whoever leaves and comes back hears the newest at once; a connection that
// is lost is taken up again where it was.

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { BillingRun, RunProgress } from '../../api/billing-runs.ts';
import { runQuery, runTopics, runsPath } from '../../api/billing-runs.ts';
import { eventsFrom } from '../../api/events.ts';
import { Problem } from '../../api/problem.ts';
import { refresh } from '../../api/resource.ts';

const againAfterMs = 2_000;

export function useRunWatch(run: BillingRun | undefined): void {
  const queryClient = useQueryClient();
  const id = run?.id;
  const goesOn = run?.state === 'running';
  useEffect(() => {
    if (id === undefined || !goesOn) return;
    const leaving = new AbortController();
    const put = (progress: RunProgress) =>
      queryClient.setQueryData(runQuery(id).queryKey, (before: BillingRun | undefined) =>
        before === undefined ? before : withProgress(before, progress),
      );
    void watch(id, leaving.signal, put).then(() => {
      if (!leaving.signal.aborted) void refresh(queryClient, runTopics);
    });
    return () => {
      leaving.abort();
      // It paused or ended while it was watched.
      void refresh(queryClient, runTopics);
    };
  }, [id, goesOn, queryClient]);
}

async function watch(id: string, signal: AbortSignal, put: (progress: RunProgress) => void): Promise<void> {
  let last: string | null = null;
  while (!signal.aborted) {
    try {
      for await (const told of eventsFrom(`${runsPath}/${id}/events`, signal, last)) {
        last = told.id ?? last;
        if (told.data !== '') put(JSON.parse(told.data) as RunProgress);
      }
      return;
    } catch (error) {
      if (error instanceof Problem && !error.isPassing) return;
    }
    await new Promise((resolve) => setTimeout(resolve, againAfterMs));
  }
}

/** One that goes on does not stand still any more. */
function withProgress(run: BillingRun, progress: RunProgress): BillingRun {
  const hasMoved = progress.step !== run.progress.step;
  return { ...run, state: progress.state, progress, stopped: hasMoved ? null : run.stopped };
}
