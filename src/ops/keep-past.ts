// Keeps the days of months that are over, so that reports of the past stay quick: some time after the program began, and
// every hour from then on. Where nothing is missing, which is nearly always, that is two small questions per firm. Two
// processes may be at it; a month is kept once, and without any of it reports say the same.

import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '#store/database.ts';
import { keepPastBalances } from '#store/reports/keep-past.ts';
import { listFirms } from './recount.ts';

type Log = { error(detail: object, message: string): void };

type Keeper = { stop(): Promise<void> };

const settleMs = 2 * 60_000;
const everyMs = 60 * 60_000;

export function startKeepingPast(database: Database, clock: () => string, log: Log): Keeper {
  const over = new AbortController();
  const { signal } = over;
  const pause = (ms: number) => delay(ms, undefined, { signal, ref: false }).catch(() => {});
  const ended = (async () => {
    await pause(settleMs);
    while (!signal.aborted) {
      try {
        for (const { id } of await listFirms(database)) await keepPastBalances(database, id, clock(), signal);
      } catch (error) {
        log.error({ err: error }, 'Past days could not be kept; reports read them from the months.');
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
