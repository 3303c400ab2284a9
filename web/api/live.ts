// What colleagues change shows by itself: the server tells topics as things change (GET /live, server-sent events), and
// whatever stands under them is asked again.
//
// A change that only this tab made is told as its own. What was asked again since, after the write itself, has it already.
//
// A tab that nobody looks at lets go of its connection after a while, for a browser has few of them; back in sight it
// connects again, and the server says whether something may have been missed.

import type { QueryClient } from '@tanstack/react-query';
import { eventsFrom } from './events.ts';
import { isWriting, watchAnswers } from './own-writes.ts';
import { Problem } from './problem.ts';
import { changesWith } from './resource.ts';

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
        if (told.event === 'changed') heard(newsIn(told.data));
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

type News = { own: readonly string[]; others: readonly string[] };

function newsIn(data: string): News {
  const { topics = [], own = [] } = JSON.parse(data) as { topics?: string[]; own?: string[] };
  return { own, others: topics.filter((topic) => !own.includes(topic)) };
}

/** Much at once is asked for once; word of own writes waits until they are answered. */
function gathered(queryClient: QueryClient, signal: AbortSignal): (news: News) => void {
  const isOlderThanWrites = watchAnswers(queryClient, signal);
  const [own, others] = [new Set<string>(), new Set<string>()];
  let isWaiting = false;
  const look = () => {
    isWaiting = false;
    if (signal.aborted) return;
    const [byMe, byOthers] = [isWriting() ? [] : [...own], [...others]];
    others.clear();
    if (isWriting() && own.size > 0) wait();
    else own.clear();
    void queryClient.invalidateQueries({
      predicate: (query) =>
        changesWith(query, byOthers) || (changesWith(query, byMe) && isOlderThanWrites(query)),
    });
  };
  const wait = () => {
    if (!isWaiting) setTimeout(look, gatherMs);
    isWaiting = true;
  };
  return (news) => {
    for (const topic of news.own) own.add(topic);
    for (const topic of news.others) others.add(topic);
    wait();
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
