import { openDatabase } from '#store/database.ts';
import { migrate, type MigrationOutcome } from '#store/migrate.ts';
import type { Config } from './config.ts';
import { openInstallation, type Installation } from './installation.ts';

export async function runMigrate(config: Config): Promise<void> {
  const installation = await openInstallation(config, {
    purpose: 'migrate',
    exclusive: false,
    log: (message) => console.error(message),
  });
  try {
    const { applied, present } = await bringUpToDate(installation);
    for (const name of applied) console.log(`applied ${name}`);
    console.log(applied.length === 0 ? `nothing to do: all ${present} migrations are in place` : 'done');
  } finally {
    await installation.close();
  }
}

/** Past any pooler, because whoever migrates holds a lock of their session. */
export async function bringUpToDate({ address }: Installation): Promise<MigrationOutcome> {
  const database = openDatabase(address, { poolSize: 3 });
  try {
    return await migrate(database.pool, undefined, { onRetry: (message) => console.error(message) });
  } finally {
    await database.close();
  }
}
