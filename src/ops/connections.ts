// How many connections a process may open, and whether the database has them. The same numbers stand in
// docs/operating/several-servers.md, where an operator adds them up over all processes.

import pg from 'pg';
import { workerConnectionsMax } from '#worker/worker.ts';
import type { Installation } from './installation.ts';
import { StartError } from './start-error.ts';

/** What a process is, as far as connections go. */
export type Role = {
  readonly serves: boolean;
  /** How many routines it does at once; 0 for one that does none. */
  readonly routines: number;
};

/** Of a server beside its pool: four to sign people in, one to hear of changes. */
const besideServing = 4 + 1;
/** Of a worker: one to show that it lives, and what a backup takes. */
const besideWorking = 1 + 3;

/** Connections that pass any pooler by, because they keep a session. */
function directConnections({ serves, routines }: Role): number {
  const working = routines === 0 ? 0 : workerConnectionsMax(routines) + besideWorking;
  return (serves ? besideServing : 0) + working;
}

export type Room = {
  /** What the database gives to programs such as this one, all together. */
  readonly accepted: number;
  /** What is held of it now. */
  readonly taken: number;
};

export type Verdict =
  | { readonly kind: 'fits' }
  | { readonly kind: 'tight' | 'tooMany'; readonly message: string };

export function judgeConnections(needed: number, { accepted, taken }: Room): Verdict {
  const facts = `This process may open ${needed} connections, and the database accepts ${accepted}`;
  if (needed > accepted)
    return {
      kind: 'tooMany',
      message: `${facts}. Lower DATABASE_POOL_SIZE, raise max_connections, or put a pooler between them.`,
    };
  if (needed <= accepted - taken) return { kind: 'fits' };
  return {
    kind: 'tight',
    message: `${facts}, of which ${taken} are held now. At the peak some would be refused: lower DATABASE_POOL_SIZE, raise max_connections, or put a pooler between them.`,
  };
}

/** Refuses what can never fit, and warns of what does not fit beside those who are connected now. */
export async function checkConnections(
  { config, address }: Installation,
  role: Role,
  warn: (message: string) => void,
): Promise<void> {
  const isPooled = config.databaseDirectUrl !== undefined;
  const needed = directConnections(role) + (isPooled ? 0 : config.databasePoolSize);
  const verdict = judgeConnections(needed, await readRoom(address));
  if (verdict.kind === 'tooMany') throw new StartError(verdict.message);
  if (verdict.kind === 'tight') warn(verdict.message);
}

async function readRoom(address: pg.ClientConfig): Promise<Room> {
  const client = new pg.Client({ ...address, application_name: 'workledger' });
  client.on('error', () => {});
  await client.connect();
  try {
    // Those kept for administrators are not for us; a limit of the user or of the database counts too where it is lower.
    const { rows } = await client.query<Room>(
      `select least(
           current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
             - coalesce(current_setting('reserved_connections', true), '0')::int,
           (select nullif(rolconnlimit, -1) from pg_roles where rolname = current_user),
           (select nullif(datconnlimit, -1) from pg_database where datname = current_database())) as accepted,
         (select count(*)::int from pg_stat_activity
          where datid is not null and pid <> pg_backend_pid()) as taken`,
    );
    return rows[0]!;
  } finally {
    await client.end().catch(() => {});
  }
}
