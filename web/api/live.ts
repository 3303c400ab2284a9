// What colleagues change shows by itself: the server tells topics as things change (GET /live, server-sent events), and
// whatever stands under them is asked again.
//
// A tab that nobody looks at lets go of its connection after a while, for a browser has few of them; back in sight it
// connects again, and the server says whether something may have been missed.

import type { QueryClient } from '@tanstack/react-query';
import { eventsFrom } from './events.ts';
import { Problem } from './problem.ts';
import { refresh } from './resource.ts';

const gatherMs = 150;
const hiddenMs = 60_000;
const waitMinMs = 1_000;
const waitMaxMs = 60_000;

/** Listens until the signal ends it. */
export async function listenForChanges(queryClient: QueryClient, signal: AbortSignal): Promise<void> {
  const heard = gathered(queryClient, signal);
  let waitMs = waitMinMs;
  let wasConnected = false;
  while (!signal.aborted) {
    await inSight(signal);
    try {
      const connection = untilHidden(signal);
      for await (const told of eventsFrom('/live', connection, wasConnected ? 'seen' : null)) {
        waitMs = waitMinMs;
        wasConnected = true;
        if (told.event === 'resync') void queryClient.invalidateQueries();
        if (told.event === 'changed') heard(topicsIn(told.data));
      }
    } catch (error) {
      if (isFinal(error)) return;
    }
    await pause(waitMs * (0.75 + Math.random() / 2), signal);
    waitMs = Math.min(waitMaxMs, waitMs * 2);
  }
}

/** A server that does not know of this, or a person who may not. */
function isFinal(error: unknown): boolean {
  return error instanceof Problem && [401, 403, 404].includes(error.said.status);
}

function topicsIn(data: string): string[] {
  const { topics } = JSON.parse(data) as { topics?: unknown };
  return Array.isArray(topics) ? topics.filter((topic) => typeof topic === 'string') : [];
}

/** Much at once is asked for once. */
function gathered(queryClient: QueryClient, signal: AbortSignal): (topics: readonly string[]) => void {
  let waiting: Set<string> | null = null;
  return (topics) => {
    if (waiting !== null) {
      for (const topic of topics) waiting.add(topic);
      return;
    }
    waiting = new Set(topics);
    setTimeout(() => {
      const all = [...(waiting ?? [])];
      waiting = null;
      if (!signal.aborted) void refresh(queryClient, all);
    }, gatherMs);
  };
}

/** Ends with the given signal, or when the tab was out of sight for a while. */
function untilHidden(signal: AbortSignal): AbortSignal {
  const own = new AbortController();
  let leaving: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(leaving);
    if (document.hidden) leaving = setTimeout(() => own.abort(), hiddenMs);
  };
  document.addEventListener('visibilitychange', look, { signal: own.signal });
  signal.addEventListener('abort', () => own.abort(), { once: true, signal: own.signal });
  look();
  return own.signal;
}

function inSight(signal: AbortSignal): Promise<void> {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    const look = () => {
      if (document.hidden && !signal.aborted) return;
      document.removeEventListener('visibilitychange', look);
      resolve();
    };
    document.addEventListener('visibilitychange', look);
    signal.addEventListener('abort', look, { once: true });
  });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(waiting);
      resolve();
    };
    const waiting = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}
