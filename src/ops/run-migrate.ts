import { distribute } from '#store/citus/distribute.ts';
import { isDistributed } from '#store/citus/is-distributed.ts';
import { openDatabase } from '#store/database.ts';
import { migrate, type MigrationOutcome } from '#store/migrate.ts';
import type { Config } from './config.ts';
import { openInstallation, type Installation } from './installation.ts';

export async function runMigrate(config: Config, { citus = false } = {}): Promise<void> {
  const installation = await openInstallation(config, {
    purpose: 'migrate',
    exclusive: false,
    log: (message) => console.error(message),
  });
  try {
    const { applied, present, placed } = await bringUpToDate(installation, { citus });
    for (const name of applied) console.log(`applied ${name}`);
    for (const table of placed) console.log(`placed ${table}`);
    const isDone = applied.length > 0 || placed.length > 0;
    console.log(isDone ? 'done' : `nothing to do: all ${present} migrations are in place`);
  } finally {
    await installation.close();
  }
}

/** Past any pooler, because whoever migrates holds a lock of their session. Tables stay distributed where they are. */
export async function bringUpToDate(
  { address }: Installation,
  { citus = false } = {},
): Promise<MigrationOutcome & { placed: readonly string[] }> {
  const database = openDatabase(address, { poolSize: 3 });
  let outcome: MigrationOutcome;
  try {
    outcome = await migrate(database.pool, undefined, { onRetry: (message) => console.error(message) });
    if (!citus && !(await isDistributed(database.pool))) return { ...outcome, placed: [] };
  } finally {
    await database.close();
  }
  const alone = openDatabase(address, { poolSize: 1 });
  try {
    return { ...outcome, ...(await distribute(alone.pool)) };
  } finally {
    await alone.close();
  }
}
