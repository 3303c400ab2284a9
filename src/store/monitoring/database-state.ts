// How the database is: what a metric or a sample tells of it. Cheap enough to be asked every few seconds; what needs
// more rights than this user has is left out.

import type { Queries } from '../database.ts';

export type DatabaseState = {
  readonly connections: readonly { readonly state: string; readonly count: number }[];
  readonly connectionsMax: number;
  readonly sizeBytes: bigint;
  readonly longestTransactionSeconds: number;
  readonly lockWaits: number;
  readonly cacheHits: bigint;
  readonly cacheReads: bigint;
  readonly commits: bigint;
  readonly rollbacks: bigint;
  readonly deadlocks: bigint;
  readonly deadRows: bigint;
  readonly replicas: readonly {
    readonly name: string;
    readonly lagBytes: bigint | null;
    readonly lagSeconds: number | null;
  }[];
};

type Counters = Omit<DatabaseState, 'connections' | 'replicas'>;

export async function readDatabaseState(tx: Queries): Promise<DatabaseState> {
  const [connections, [counters], replicas] = await Promise.all([
    tx.query<DatabaseState['connections'][number]>(
      `select coalesce(state, 'unknown') as state, count(*)::int as count from pg_stat_activity
       where datname = current_database() and backend_type = 'client backend' group by 1 order by 1`,
    ),
    tx.query<Counters>(
      `select current_setting('max_connections')::int as "connectionsMax",
         pg_database_size(datid) as "sizeBytes", blks_hit as "cacheHits", blks_read as "cacheReads",
         xact_commit as commits, xact_rollback as rollbacks, deadlocks,
         (select coalesce(sum(n_dead_tup), 0)::bigint from pg_stat_user_tables) as "deadRows",
         activity.*
       from pg_stat_database, (
         select coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0)::float8
             as "longestTransactionSeconds",
           count(*) filter (where wait_event_type = 'Lock')::int as "lockWaits"
         from pg_stat_activity
         where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
       ) as activity
       where datname = current_database()`,
    ),
    tx.query<DatabaseState['replicas'][number]>(
      `select coalesce(nullif(application_name, ''), client_addr::text, 'replica') as name,
         case when pg_is_in_recovery() then null
           else pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::bigint end as "lagBytes",
         extract(epoch from replay_lag)::float8 as "lagSeconds"
       from pg_stat_replication where state = 'streaming'`,
    ),
  ]);
  return { ...counters!, connections, replicas };
}

export type RunState = { readonly running: number; readonly paused: number; readonly parked: number };

/** Billing runs of all firms that go on or wait, and how much of them was parked. */
export async function readRunState(tx: Queries): Promise<RunState> {
  // Two statements, since a question to all machines has no other one within.
  const [[runs], [units]] = await Promise.all([
    tx.query<Omit<RunState, 'parked'>>(
      `select count(*) filter (where state = 'running')::int as running,
         count(*) filter (where state = 'paused')::int as paused
       from billing_run where state in ('running', 'paused')`,
    ),
    tx.query<Pick<RunState, 'parked'>>(
      `select count(*)::int as parked
       from billing_run_unit u join billing_run o on o.firm_id = u.firm_id and o.id = u.run_id
       where u.state = 'parked' and o.state in ('running', 'paused')`,
    ),
  ]);
  return { ...runs!, ...units! };
}

export type StatementLoad = {
  readonly statement: string;
  readonly calls: bigint;
  readonly totalMs: number;
  readonly meanMs: number;
  readonly slowestMs: number;
  readonly rows: bigint;
};

/** The statements that took the most time, where pg_stat_statements is installed; undefined where it is not. */
export async function readStatementLoads(tx: Queries, limit: number): Promise<StatementLoad[] | undefined> {
  const [installed] = await tx.query<{ schema: string }>(
    `select quote_ident(n.nspname) as schema from pg_extension e join pg_namespace n on n.oid = e.extnamespace
     -- Its settings are there once its library is loaded; which libraries are, not everybody may read.
     where e.extname = 'pg_stat_statements' and current_setting('pg_stat_statements.max', true) is not null`,
  );
  if (installed === undefined) return undefined;
  return tx.query<StatementLoad>(
    `select left(regexp_replace(query, '\\s+', ' ', 'g'), 400) as statement, calls,
       total_exec_time as "totalMs", mean_exec_time as "meanMs", max_exec_time as "slowestMs", rows
     from ${installed.schema}.pg_stat_statements
     where dbid = (select oid from pg_database where datname = current_database())
       -- Only of these are the values taken out; others might hold a password.
       and query ~* '^\\s*(select|insert|update|delete|merge|with)\\y'
     order by total_exec_time desc limit $1`,
    [limit],
  );
}
