// `workledger check`. It never starts a database: one that does not run is what it is there to find out.

import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CheckName, CheckOptions, Checked } from '#cli/commands/check.ts';
import { availabilityIn } from '#core/monitoring/availability.ts';
import {
  judgeAvailability,
  judgeOperation,
  judgeQueue,
  thresholdsOf,
  usualThresholds,
  type Found,
  type Given,
} from '#core/monitoring/judge.ts';
import { hoursBefore } from '#core/monitoring/moments.ts';
import { openDatabase, type Database, type Queries } from '#store/database.ts';
import type { DatabaseAddress } from '#store/address.ts';
import { readSpans } from '#store/monitoring/availability.ts';
import { readLastOperations } from '#store/monitoring/operations.ts';
import { readQueue } from '#store/queue.ts';
import { readConfig, type Config } from '../config.ts';
import { databaseName } from '../installation.ts';
import { findRunningPostgres } from '../postgres.ts';
import { checkCpu, checkDisk, checkMemory } from './check-machine.ts';
import { checkedOf } from './check-result.ts';
import { clock } from './operator.ts';

export async function runCheck(name: CheckName, options: CheckOptions): Promise<Checked> {
  const [warning, critical] = usualThresholds[name];
  const given = thresholdsOf(options.warning ?? warning, options.critical ?? critical);
  if (!given.ok)
    return unknown(name, `${given.refusals[0]?.detail} Accepted: ${given.refusals[0]?.accepted}.`);
  try {
    const seconds = wholeNumber('--timeout', options.timeout, 10);
    const late = delay(seconds * 1_000, undefined, { ref: false });
    const found = await Promise.race([look(name, options, given.value), late]);
    if (found === undefined) return unknown(name, `no answer within ${seconds} seconds`);
    return checkedOf(name, found, given.value);
  } catch (error) {
    return unknown(name, (error as Error).message);
  }
}

function unknown(name: CheckName, text: string): Checked {
  return checkedOf(name, { state: 'unknown', text, figures: [] });
}

function wholeNumber(option: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new Error(`${option} is "${text}". Accepted: a whole number above 0.`);
}

async function look(name: CheckName, options: CheckOptions, given: Given): Promise<Found> {
  switch (name) {
    case 'cpu':
      return checkCpu(given, wholeNumber('--seconds', options.seconds, 3));
    case 'memory':
      return checkMemory(given);
    case 'disk':
      return checkDisk(given, options.path ?? readConfig(process.env).dataFolder);
    case 'availability': {
      const days = wholeNumber('--days', options.days, 30);
      return inDatabase(async (tx) => {
        const now = clock();
        const window = { from: hoursBefore(now, days * 24), to: now };
        return judgeAvailability(given, availabilityIn(await readSpans(tx, window), window));
      });
    }
    case 'queue':
      return inDatabase(async (tx) => judgeQueue(given, await readQueue(tx), clock()));
    case 'ledger':
    case 'backup':
      return inDatabase(async (tx) => {
        const kind = name === 'ledger' ? 'verify' : 'backup';
        const operations = await readLastOperations(tx);
        return judgeOperation(
          name,
          given,
          operations.find((operation) => operation.kind === kind)!,
          clock(),
        );
      });
  }
}

const statementTimeoutMs = 5_000;

/** A database that cannot be reached is no lack of knowledge but the worst of news. */
async function inDatabase(work: (tx: Queries) => Promise<Found>): Promise<Found> {
  const address = await findAddress(readConfig(process.env));
  if (address === undefined)
    return { state: 'critical', text: 'the database of the data folder does not run', figures: [] };
  const database = openDatabase(address, { poolSize: 1 });
  try {
    await reach(database);
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    await database.close();
    return { state: 'critical', text: `the database cannot be reached: ${message || code}`, figures: [] };
  }
  try {
    return await database.asInstallation(work, { readOnly: true, statementTimeoutMs });
  } finally {
    await database.close();
  }
}

function reach(database: Database): Promise<unknown> {
  return database.asInstallation((tx) => tx.query('select 1'), { readOnly: true, statementTimeoutMs });
}

async function findAddress({ databaseUrl, dataFolder }: Config): Promise<DatabaseAddress | undefined> {
  if (databaseUrl !== undefined) return { connectionString: databaseUrl };
  const running = await findRunningPostgres(join(dataFolder, 'postgres'));
  return running && { ...running, database: databaseName };
}
