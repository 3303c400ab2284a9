// One moment of the whole database, read over several connections while people go on working. The first connection
// locks the tables against changes of their shape (not of their rows), and only then looks: what is seen is the same
// for all, for as long as it takes.

import type { DatabaseAddress } from '../address.ts';
import { plainName, qualified, readTables, type Table } from './catalogue.ts';
import { openCopyConnection, type CopyConnection } from './connection.ts';

export type Snapshot = {
  readonly tables: readonly Table[];
  /** The first connection, for questions. */
  readonly first: CopyConnection;
  /** All of them, for copying. */
  readonly connections: readonly CopyConnection[];
  close(): Promise<void>;
};

/** Somebody else is making a backup of this database. */
export class BackupUnderWayError extends Error {}

/** Any fixed number will do; it must differ from other programs' locks in the same database. */
const backupLock = 7_305_401_552_320n;
const readOnly = 'begin isolation level repeatable read, read only';

export async function openSnapshot(address: DatabaseAddress, connectionCount: number): Promise<Snapshot> {
  const first = await openCopyConnection(address, readOnly);
  const connections = [first];
  const close = async () => {
    await Promise.all(connections.map((connection) => connection.end()));
  };
  try {
    const tables = await readTablesBefore(address);
    await first.tx.query(`lock table ${tables.map(qualified).join(', ')} in access share mode`);
    // The first statement that reads decides the moment; this is it.
    const [held] = await first.tx.query<{ free: boolean; snapshot: string }>(
      'select pg_try_advisory_xact_lock($1) as free, pg_export_snapshot() as snapshot',
      [backupLock],
    );
    if (!held!.free) throw new BackupUnderWayError('Another backup of this database is under way.');
    const now = await readTables(first.tx);
    if (shapeOf(now) !== shapeOf(tables))
      throw new Error('The tables changed their shape just now. Begin the backup again.');
    const following = `${readOnly}; set transaction snapshot '${held!.snapshot}'`;
    while (connections.length < connectionCount)
      connections.push(await openCopyConnection(address, following));
    return { tables: now, first, connections, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function readTablesBefore(address: DatabaseAddress): Promise<Table[]> {
  const connection = await openCopyConnection(address, 'begin read only');
  try {
    return await readTables(connection.tx);
  } finally {
    await connection.end();
  }
}

function shapeOf(tables: readonly Table[]): string {
  const shapes = tables.map((table) => JSON.stringify([plainName(table), table.columns]));
  return shapes.toSorted((a, b) => (a < b ? -1 : 1)).join('\n');
}
