// What is done for the installation as a whole is done by one process at a time, however many servers there are.

import type { DatabaseAddress } from '../address.ts';
import { openCopyConnection } from './connection.ts';

/** Any fixed number will do; it must differ from other programs' locks in the same database. */
const choreLock = 7_305_401_552_321n;

/** Does the work unless another process is at its own; answers whether it did. */
export async function whileAlone(address: DatabaseAddress, work: () => Promise<void>): Promise<boolean> {
  // Held by a transaction, so that it ends with its connection, also behind a pooler that pools by transaction.
  const connection = await openCopyConnection(address, 'begin read only');
  try {
    const [row] = await connection.tx.query<{ free: boolean }>(
      'select pg_try_advisory_xact_lock($1) as free',
      [choreLock],
    );
    if (row!.free) await work();
    return row!.free;
  } finally {
    await connection.end();
  }
}
