// Recounting the ledgers of all firms, one after the other, and writing down what that said, so that whoever watches over
// the installation knows of it.

import type { Duplex } from 'node:stream';
import { verifyFirm } from '#store/ledger/verify.ts';
import type { Difference } from '#store/ledger/recount.ts';
import { openDatabase, type Database } from '#store/database.ts';
import type { DatabaseAddress } from '#store/address.ts';
import { asOperation } from './operation.ts';

export type FirmName = { readonly id: number; readonly name: string };

export type FirmRecounted = {
  readonly firmId: number;
  readonly firmName: string;
  readonly differences: readonly Difference[];
};

type RecountOptions = {
  readonly onProgress?: (done: number, total: number, what: string) => void;
  /** Gives up before the next firm. */
  readonly signal?: AbortSignal;
};

export function listFirms(database: Database): Promise<FirmName[]> {
  return database.asInstallation((tx) => tx.query<FirmName>('select id, name from firm order by id'));
}

export async function recountFirms(
  database: Database,
  firms: readonly FirmName[],
  { onProgress = () => {}, signal }: RecountOptions = {},
): Promise<FirmRecounted[]> {
  const recounts: FirmRecounted[] = [];
  for (const { id, name } of firms) {
    signal?.throwIfAborted();
    const differences = await verifyFirm(database, id, (at, total, what) =>
      onProgress(at, total, `${name}: ${what}`),
    );
    recounts.push({ firmId: id, firmName: name, differences });
  }
  return recounts;
}

/** All firms, as an operation of the installation. */
export async function recountAll(database: Database, options: RecountOptions = {}): Promise<FirmRecounted[]> {
  const startedAt = performance.now();
  return asOperation(database, 'verify', async () => {
    const recounts = await recountFirms(database, await listFirms(database), options);
    const differing = recounts.filter((firm) => firm.differences.length > 0);
    const differences = differing.reduce((sum, firm) => sum + firm.differences.length, 0);
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    const inFirms = differing.map(({ firmId }) => firmId).join(', ') || null;
    const detail = { firms: recounts.length, differences, seconds, inFirms };
    return { value: recounts, outcome: differences === 0 ? 'succeeded' : 'failed', detail };
  });
}

/**
 * As recountAll, over connections of its own, which are broken off when nobody waits any more: one to recount, one to say
 * that it goes on.
 */
export async function recountApart(address: DatabaseAddress, signal: AbortSignal): Promise<void> {
  const database = openDatabase(address, { poolSize: 2 });
  database.pool.on('connect', (client) => {
    // To end it in good manners would be to wait for what it is at.
    const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection;
    signal.addEventListener('abort', () => stream.destroy(), { once: true });
  });
  try {
    await recountAll(database, { signal });
  } finally {
    await database.close();
  }
}
