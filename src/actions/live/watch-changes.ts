import { setTimeout as pause } from 'node:timers/promises';
import { requirePermission } from '#core/access/principal.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import type { Context } from '../context.ts';
import type { News, Subscription } from './hub.ts';

/** Between two events to one subscriber: at the peak something changes all the time. */
const spacingMs = 500;

export type Watching = { readonly news: AsyncGenerator<News, void, undefined>; readonly end: () => void };

/**
 * What changes in the firm, as topics, until whoever watches ends it. The first news are that it has begun; whoever was
 * cut off is told to look again at everything instead.
 */
export async function watchChanges(
  context: Context,
  {
    wasCutOff,
    ...subscriber
  }: {
    readonly wasCutOff: boolean;
    readonly mayHear: (topic: string) => boolean;
    readonly watcher: string;
  },
): Promise<Result<Watching>> {
  const { principal, live } = context;
  const permitted = requirePermission(principal, 'firm.read');
  if (!permitted.ok) return permitted;
  const subscription = await live?.subscribe({ firmId: principal.firmId, ...subscriber });
  if (subscription === undefined) {
    return refuse(
      'overloaded',
      'As many are watching for changes as this server can serve. Try again later.',
    );
  }
  return done({ news: newsOf(subscription, wasCutOff), end: subscription.end });
}

async function* newsOf(
  subscription: Subscription,
  wasCutOff: boolean,
): AsyncGenerator<News, void, undefined> {
  try {
    yield { kind: wasCutOff ? 'resync' : 'ready' };
    for (;;) {
      const news = await subscription.next();
      if (news === undefined) return;
      yield news;
      await pause(spacingMs, undefined, { ref: false });
    }
  } finally {
    subscription.end();
  }
}
