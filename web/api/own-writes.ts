// What this tab writes, so that word of it is told from word of what others do. The server names the tab whose doing a
// change was; what was asked again since that write was answered has the change already.

import type { Query, QueryClient } from '@tanstack/react-query';

const writes = { underWay: 0, answeredAt: -Infinity };

/** Does a write, and keeps in mind when it was answered. */
export async function asOwnWrite<T>(write: () => Promise<T>): Promise<T> {
  writes.underWay += 1;
  try {
    return await write();
  } finally {
    writes.underWay -= 1;
    writes.answeredAt = performance.now();
  }
}

/** While a write is under way nobody can say whether what is on the screen has it. */
export function isWriting(): boolean {
  return writes.underWay > 0;
}

/** Whether an answer is from before the last write of this tab: it was not asked for since, nor put in its place. */
export function watchAnswers(queryClient: QueryClient, signal: AbortSignal): (query: Query) => boolean {
  const renewedAt = new WeakMap<Query, number>();
  const leave = queryClient.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated') return;
    const { type } = event.action;
    const isPut = type === 'success' && event.action.manual === true;
    if (type === 'fetch' || isPut) renewedAt.set(event.query, performance.now());
  });
  signal.addEventListener('abort', leave, { once: true });
  return (query) => (renewedAt.get(query) ?? -Infinity) < writes.answeredAt;
}
