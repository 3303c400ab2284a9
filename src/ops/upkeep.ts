// What a worker does by itself so that an installation stays as quick and as small as it is: some time after it began, and
// every hour from then on. Days of months that are over are kept for reports of the past, payments marked of which nothing is
// left, and request keys forgotten that nobody asks with any more. Several processes may be at it; a month is kept once, and without any of it answers are the same.

import { setTimeout as delay } from 'node:timers/promises';
import { markUsedUpPayments } from '#store/billing/used-up-payments.ts';
import type { Database } from '#store/database.ts';
import { keepPastBalances } from '#store/reports/keep-past.ts';
import { forgetOldRequests } from '#store/requests.ts';
import { listFirms } from './recount.ts';

type Log = { error(detail: object, message: string): void };

export type Upkeep = { stop(): Promise<void> };

const settleMs = 2 * 60_000;
const everyMs = 60 * 60_000;

export function startUpkeep(database: Database, clock: () => string, log: Log): Upkeep {
  const over = new AbortController();
  const { signal } = over;
  const pause = (ms: number) => delay(ms, undefined, { signal, ref: false }).catch(() => {});
  const ended = (async () => {
    await pause(settleMs);
    while (!signal.aborted) {
      try {
        await keepUp(database, clock(), signal);
      } catch (error) {
        log.error({ err: error }, 'The hourly upkeep failed; it is tried again in an hour.');
      }
      await pause(everyMs);
    }
  })();
  return {
    stop() {
      over.abort();
      return ended;
    },
  };
}

async function keepUp(database: Database, now: string, signal: AbortSignal): Promise<void> {
  await forgetOldRequests(database, now);
  for (const { id } of await listFirms(database)) {
    await keepPastBalances(database, id, now, signal);
    await markUsedUpPayments(database, id, signal);
  }
}
