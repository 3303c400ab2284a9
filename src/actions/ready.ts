import type { Database } from '#store/database.ts';

/** Whether the database answers within two seconds. */
export async function isDatabaseReady(database: Database): Promise<boolean> {
  try {
    await database.asInstallation((tx) => tx.query('select 1'), {
      readOnly: true,
      statementTimeoutMs: 2_000,
    });
    return true;
  } catch {
    return false;
  }
}
