import { sharesSecret } from '#store/shared-secret.ts';
import type { Installation } from './installation.ts';
import { StartError } from './start-error.ts';

/** A server with another secret would send everybody away whom others have signed in, and read no second factor. */
export async function checkSecret(
  { database, secret, config }: Installation,
  role: 'serve' | 'work',
): Promise<void> {
  const makesItSo = role === 'serve';
  if (await database.asInstallation((tx) => sharesSecret(tx, secret, { makesItSo }))) return;
  const source = config.secret === undefined ? `the file "secret" in ${config.dataFolder}` : 'SECRET';
  throw new StartError(
    `The secret (from ${source}) is not the one that this database is used with. Give all servers and workers the ` +
      'same SECRET; to go on with this one, stop them and run "workledger secret change".',
  );
}
