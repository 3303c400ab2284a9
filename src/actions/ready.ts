// Whether this program can do its work with the database, for load balancers: said within two seconds, whatever happens.

import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '#store/database.ts';
import { lacksMigration } from '#store/migrate.ts';

export type Readiness = 'ready' | 'databaseUnreachable' | 'migrationsMissing';

export type ReadinessCheck = () => Promise<Readiness>;

const answerWithinMs = 2_000;
/** So long a full pool counts as busy. After that it counts as stuck. */
const busyForMsMax = 15_000;

export function readinessCheck(database: Database): ReadinessCheck {
  let isMigrated = false;
  let readyAtMs = -Infinity;

  async function look(): Promise<Readiness> {
    try {
      await database.asInstallation((tx) => tx.query('select 1'), {
        readOnly: true,
        statementTimeoutMs: answerWithinMs,
      });
      // Migrations only run forward: once none is missing, none will be.
      isMigrated ||= !(await lacksMigration(database.pool));
      return isMigrated ? 'ready' : 'migrationsMissing';
    } catch {
      return 'databaseUnreachable';
    }
  }

  // Whoever takes a busy server away from its load balancer makes the others busier.
  function isMerelyBusy(): boolean {
    return database.pool.waitingCount > 0 && performance.now() - readyAtMs < busyForMsMax;
  }

  return async () => {
    const found = await Promise.race([look(), delay(answerWithinMs, undefined, { ref: false })]);
    if (found === 'ready') readyAtMs = performance.now();
    if (found !== undefined) return found;
    return isMerelyBusy() ? 'ready' : 'databaseUnreachable';
  };
}
