// A primary and a replica that follows it, from the packaged PostgreSQL. The replica begins as a copy of the primary's
// files while that is stopped, which needs no other program.

import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDatabase, startPostgres, type EmbeddedPostgres } from '#ops/postgres.ts';

export type Cluster = {
  readonly primary: EmbeddedPostgres;
  readonly replica: EmbeddedPostgres;
  /** For DATABASE_URL and the like. */
  readonly primaryUrl: string;
  readonly replicaUrl: string;
  stop(): Promise<void>;
};

const databaseName = 'workledger';
const settings = { shared_buffers: '32MB', max_wal_size: '1GB', fsync: 'off', full_page_writes: 'off' };

export async function startCluster(): Promise<Cluster> {
  const base = mkdtempSync(join(tmpdir(), 'workledger-cluster-'));
  // PostgreSQL may run as another user, who must be able to pass through.
  chmodSync(base, 0o711);
  const folders = { primary: join(base, 'primary'), replica: join(base, 'replica') };
  const first = await startPostgres({ folder: folders.primary, settings, throwAway: true });
  await ensureDatabase(first, databaseName);
  await first.stop();
  copyCluster(folders);

  const primary = await startPostgres({ folder: folders.primary, settings, throwAway: true });
  const { host, port, user } = primary.addressOf(databaseName);
  const following = { ...settings, primary_conninfo: `host=${host} port=${port} user=${user}` };
  const replica = await startPostgres({ folder: folders.replica, settings: following, throwAway: true });
  return {
    primary,
    replica,
    primaryUrl: urlOf(primary),
    replicaUrl: urlOf(replica),
    async stop() {
      await Promise.all([primary.stop(), replica.stop()]);
      rmSync(base, { recursive: true, force: true });
    },
  };
}

function copyCluster({ primary, replica }: { primary: string; replica: string }): void {
  mkdirSync(replica, { mode: 0o711 });
  const cluster = join(replica, 'cluster');
  execFileSync('cp', ['-a', join(primary, 'cluster'), cluster]);
  const signal = join(cluster, 'standby.signal');
  writeFileSync(signal, '', { mode: 0o600 });
  const { uid, gid } = statSync(cluster);
  chownSync(signal, uid, gid);
}

function urlOf(postgres: EmbeddedPostgres): string {
  const { host, port, user, database } = postgres.addressOf(databaseName);
  return `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
}
