import { join } from 'node:path';
import { type Database, openDatabase } from '#store/database.ts';
import type { DatabaseAddress } from '#store/address.ts';
import { codeOf } from '#store/unreachable.ts';
import type { Config } from './config.ts';
import { keptSecret, lockDataFolder, prepareDataFolder } from './data-folder.ts';
import type { ExclusiveLock } from './exclusive-lock.ts';
import { type EmbeddedPostgres, ensureDatabase, findRunningPostgres, startPostgres } from './postgres.ts';
import { StartError } from './start-error.ts';

/**
 * An open installation: its database, reached, and its secret. A server needs the data folder for itself; a command
 * may work beside a running server, and starts the database for its own duration when there is none.
 */

export type Installation = {
  config: Config;
  database: Database;
  /** Of the database itself, whatever stands before it. */
  address: DatabaseAddress;
  secret: string;
  /** Tells whoever finds the data folder taken where we are. */
  describe: (text: string) => void;
  close(): Promise<void>;
};

export type OpenOptions = {
  /** The command, as shown to whoever finds the folder taken. */
  purpose: string;
  /** Nobody else may use the data folder meanwhile. */
  exclusive: boolean;
  /** Many short transactions: through the pooler where there is one, with reports from the replica. */
  manyTransactions?: boolean;
  log: (message: string) => void;
};

type Source = { address: DatabaseAddress; describe: (text: string) => void; close: () => Promise<void> };

export const databaseName = 'workledger';
const oldestServerVersion = 150_000;
/** The database starts, recovers or stops. */
const notReadyYet = '57P03';
const recoversWithinMs = 10 * 60_000;

export async function openInstallation(config: Config, options: OpenOptions): Promise<Installation> {
  prepareDataFolder(config.dataFolder);
  const source = config.databaseUrl
    ? external(config.databaseDirectUrl ?? config.databaseUrl)
    : await builtIn(config, options);
  let closing = false;
  const database = openDatabase(placeOf(config, options) ?? source.address, {
    directAddress: source.address,
    preparedStatements: !options.manyTransactions || config.databasePrepared,
    replica: options.manyTransactions ? addressIn(config.databaseReplicaUrl) : undefined,
    poolSize: config.databasePoolSize,
    // While closing, the database may end connections before their goodbye has arrived.
    onConnectionLost(error) {
      if (!closing) options.log(`a database connection was lost: ${error.message}`);
    },
  });
  const close = async () => {
    closing = true;
    await database.close();
    await source.close();
  };
  try {
    await checkServer(database, config, options);
    const secret = config.secret ?? keptSecret(config.dataFolder);
    return { config, database, address: source.address, secret, describe: source.describe, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function placeOf(config: Config, { manyTransactions }: OpenOptions): DatabaseAddress | undefined {
  return manyTransactions ? addressIn(config.databaseUrl) : undefined;
}

function addressIn(connectionString: string | undefined): DatabaseAddress | undefined {
  return connectionString === undefined ? undefined : { connectionString };
}

function external(connectionString: string): Source {
  return { address: { connectionString }, describe: () => {}, close: async () => {} };
}

async function builtIn(config: Config, options: OpenOptions): Promise<Source> {
  const folder = join(config.dataFolder, 'postgres');
  let lock: ExclusiveLock;
  try {
    lock = lockDataFolder(config.dataFolder, options.purpose);
  } catch (error) {
    const running = options.exclusive ? undefined : await findRunningPostgres(folder);
    if (running === undefined) throw error;
    return { address: { ...running, database: databaseName }, describe: () => {}, close: async () => {} };
  }
  let postgres: EmbeddedPostgres | undefined;
  try {
    const onGone = (error: Error) => options.log(`PostgreSQL cannot be started again: ${error.message}`);
    postgres = await startPostgres({ folder, log: options.log, onGone });
    const address = await ensureDatabase(postgres, databaseName);
    const server = postgres;
    return {
      address,
      describe: (text) => lock.describe(text),
      async close() {
        await server.stop();
        lock.release();
      },
    };
  } catch (error) {
    await postgres?.stop().catch(() => {});
    lock.release();
    throw error;
  }
}

/**
 * A database that says that it is not ready yet is waited for: after a crash it recovers for as long as there is something to
 * recover. Any other is named at once, for whoever mistyped its address.
 */
async function checkServer(database: Database, config: Config, options: OpenOptions): Promise<void> {
  const giveUpAt = performance.now() + recoversWithinMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await checkVersion(database);
    } catch (error) {
      if (error instanceof StartError) throw error;
      if (codeOf(error) !== notReadyYet || performance.now() > giveUpAt) {
        const { message, code } = error as NodeJS.ErrnoException;
        const reason = message || code;
        const variable =
          options.manyTransactions || config.databaseDirectUrl === undefined
            ? 'DATABASE_URL'
            : 'DATABASE_DIRECT_URL';
        throw new StartError(`The database cannot be used: ${reason}. Check ${variable} and the server.`, {
          cause: error,
        });
      }
      if (attempt === 1) options.log(`waiting for the database: ${(error as Error).message}`);
    }
  }
}

async function checkVersion(database: Database): Promise<void> {
  const [row] = await database.asInstallation((tx) =>
    tx.query<{ version: string }>(`SELECT current_setting('server_version_num') AS version`),
  );
  if (Number(row?.version) < oldestServerVersion)
    throw new StartError('The database server is older than PostgreSQL 15. Workledger needs 15 or newer.');
}
