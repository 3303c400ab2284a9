import { migrate } from '#store/migrate.ts';
import type { Config } from './config.ts';
import { openInstallation } from './installation.ts';

export async function runMigrate(config: Config): Promise<void> {
  const installation = await openInstallation(config, {
    purpose: 'migrate',
    exclusive: false,
    log: (message) => console.error(message),
  });
  try {
    const { applied, present } = await migrate(installation.database.pool);
    for (const name of applied) console.log(`applied ${name}`);
    console.log(applied.length === 0 ? `nothing to do: all ${present} migrations are in place` : 'done');
  } finally {
    await installation.close();
  }
}
