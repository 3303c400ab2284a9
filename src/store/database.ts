import { setTimeout as pause } from 'node:timers/promises';
import type { Compilable } from 'kysely';
import pg from 'pg';
import { isDistributed } from './citus/is-distributed.ts';
import { openReplica } from './replica.ts';
import { heard, listenTo, waitAtMost } from './silence.ts';
import { statementAnswered } from './signals.ts';
import { codeOf, isUnreachable } from './unreachable.ts';
import { valueTypes } from './values.ts';
import type { DatabaseAddress } from './address.ts';

/**
 * The way to the database. Everything that concerns a firm runs inside `inFirm`: one transaction, in the role
 * `workledger_app` (which owns nothing and is held to one firm by row-level security) with `app.firm_id` set.
 * Both are set locally, so they end with the transaction and a pooled connection never remembers a firm.
 *
 * What must not change:
 * - opening a transaction is one round trip, whatever it sets, and whatever is asked with it;
 * - a refusal (`{ ok: false, … }`) returned by the work rolls the transaction back: a refused command leaves nothing;
 * - COMMIT is believed only when the server says COMMIT; a transaction that failed inside says ROLLBACK. Nobody waits for it
 *   where one snapshot was read and nothing can have been written;
 * - only the opening of a transaction is repeated after a lost connection. Once work has begun, the caller decides,
 *   because after a lost COMMIT nobody knows which way it went (request keys make the repeat safe).
 */

export type TransactionOptions = {
  /** Refuse every write. */
  readOnly?: boolean;
  /** Repeat the whole work after a deadlock or a serialization failure: only for work without outside effects. */
  retry?: boolean;
  /** One snapshot for all statements, for reports made of several queries. */
  snapshot?: boolean;
  /**
   * All that is read is looked up by key: statements are planned once per connection, through indexes, whatever size
   * their tables have by then. For the hot paths, where planning would cost more than reading; not for reports.
   */
  byKey?: boolean;
  /** 0 means no limit. */
  statementTimeoutMs?: number;
  lockTimeoutMs?: number;
  /**
   * Read from the replica when there is one that holds all that was committed by now. Only for work that may be begun
   * again from its start, since the replica may go away in the middle.
   */
  replica?: boolean;
  /** It is the program's own: billing runs, which stand back for people, do not stand back for it. */
  standsBack?: boolean;
  /** A query without parameters that travels with the opening; its rows are `tx.opened`. */
  asks?: string;
};

/** Statements inside a transaction. */
export type Queries = {
  query<Row extends object = Record<string, unknown>>(
    sql: string,
    params?: readonly unknown[],
  ): Promise<Row[]>;
  /** As query, parsed and planned once per connection under its name: for the statements of hot paths. */
  prepared<Row extends object = Record<string, unknown>>(
    name: string,
    sql: string,
    params: readonly unknown[],
  ): Promise<Row[]>;
  /** Runs a query made with `sqlBuilder`. */
  run<Row extends object>(query: Compilable<Row>): Promise<Row[]>;
  /** For COPY and named statements. */
  client: pg.PoolClient;
};

export type Tx = Queries & {
  firmId: number;
  /** What was asked with the opening. */
  opened?: readonly object[];
  /** Whether firms are spread over machines, so that no plan holds for all of them. */
  isSpread?: boolean;
  /** As its options say. */
  byKey?: boolean;
};

export type Database = {
  pool: pg.Pool;
  /** The database without any pooler, for what belongs to a session: listening, locks that outlive a transaction. */
  directAddress: DatabaseAddress;
  /** A transaction that sees one firm. */
  inFirm<T>(firmId: number, work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** A transaction of the installation itself, above all firms: sign-in, set-up, verification. */
  asInstallation<T>(work: (tx: Queries) => Promise<T>, options?: TransactionOptions): Promise<T>;
  close(): Promise<void>;
};

export type DatabaseOptions = {
  poolSize?: number;
  statementTimeoutMs?: number;
  lockTimeoutMs?: number;
  /** Of all its transactions. */
  standsBack?: boolean;
  /** Where the database is without the pooler that the address leads to. */
  directAddress?: DatabaseAddress | undefined;
  /** False where a pooler hands each transaction another connection and does not know the statements of the last one. */
  preparedStatements?: boolean;
  /** A streaming copy of the database, for reports. */
  replica?: DatabaseAddress | undefined;
  /** Told of connections lost while idle; they are replaced by themselves. */
  onConnectionLost?: (error: Error) => void;
};

const statementTimeoutMsDefault = 30_000;
const lockTimeoutMsDefault = 10_000;
/**
 * Long enough for whoever computes between two statements; short, because a transaction whose network or process is gone
 * without a word keeps its locks until then. What may take any time to be done may take longer between statements, too.
 */
const idleTimeoutMs = 30_000;
const idleTimeoutMsUnlimited = 120_000;
const connectTimeoutMs = 10_000;
/** Beyond a statement's own limit, which the database keeps when it is there. */
const answerGraceMs = 5_000;
const openingAttemptsMax = 9;
/** So many may wait for a connection. Requests take turns before they come here, so this is the last bound, not the usual. */
const waitingMax = 2_000;
const workAttemptsMax = 5;
const int4Max = 2_147_483_647;

/**
 * Says of a transaction, as it is opened, that it is nobody's whom others should stand back for. By a function, which does not
 * reach the machines of a cluster: these know by the same name who their coordinator is.
 */
const standingBack = `SELECT set_config('application_name', 'workledger run', true)`;

/** What `byKey` sets; prepared.ts sets it for one statement. */
export const planningByKey = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
} as const;

/** As the database itself says it. */
const outOfConnections = '53300';

/** Deadlock, serialization failure: the work may be repeated from its start. */
const repeatable = new Set(['40P01', '40001']);

export function openDatabase(address: DatabaseAddress, options: DatabaseOptions = {}): Database {
  const pool = new pg.Pool({
    ...address,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'workledger',
    types: valueTypes,
    // Statements issued together (Promise.all) travel together. COPY needs a connection of its own.
    pipeline: true,
  } as pg.PoolConfig);
  const lost = options.onConnectionLost ?? (() => {});
  pool.on('error', lost);
  listenTo(pool);
  // A connection lost while in use fails its own query; without a listener it would also end the process.
  pool.on('connect', (client) => client.on('error', () => {}));

  const replica =
    options.replica &&
    openReplica({ primary: pool, address: options.replica, poolSize: pool.options.max, lost });
  const on = (client: pg.PoolClient) => queriesOn(client, options.preparedStatements ?? true);

  const defaults = {
    statementTimeoutMs: options.statementTimeoutMs ?? statementTimeoutMsDefault,
    lockTimeoutMs: options.lockTimeoutMs ?? lockTimeoutMsDefault,
    standsBack: options.standsBack ?? false,
  };
  // Asked once; a database is distributed only while nobody is connected.
  let asked: Promise<boolean> | undefined;
  const spread = () =>
    (asked ??= transaction(
      pool,
      { statements: ['BEGIN READ ONLY'], patienceMs: connectTimeoutMs },
      {},
      isDistributed,
    ).catch((error: unknown) => {
      asked = undefined;
      throw error;
    }));
  return {
    pool,
    directAddress: options.directAddress ?? address,
    inFirm(firmId, work, transactionOptions = {}) {
      assertFirmId(firmId);
      return spread().then((isSpread) => {
        const inTransaction = (client: pg.PoolClient, opened: readonly object[]) =>
          work({ ...on(client), firmId, opened, isSpread, byKey });
        const { asks, readOnly, snapshot, byKey = false } = transactionOptions;
        const statements = [
          ...openingStatements(transactionOptions, defaults, isSpread),
          ...enterFirmStatements(firmId, isSpread),
          ...(asks === undefined ? [] : [asks]),
        ];
        const opening = {
          // A machine of a cluster is sent the whole text that a SET LOCAL came in, so each comes alone there.
          statements: isSpread ? statements : [statements.join(';')],
          patienceMs: patienceOf(transactionOptions, defaults),
          onlyLooks: readOnly === true && snapshot === true,
        };
        const onPrimary = () => transaction(pool, opening, transactionOptions, inTransaction);
        if (!replica || !transactionOptions.replica) return onPrimary();
        return replica.read((copy) => transactionOnce(copy, opening, inTransaction, 1), onPrimary);
      });
    },
    asInstallation(work, transactionOptions = {}) {
      const opening = {
        statements: [openingStatements(transactionOptions, defaults).join(';')],
        patienceMs: patienceOf(transactionOptions, defaults),
      };
      return transaction(pool, opening, transactionOptions, (client) => work(on(client)));
    },
    async close() {
      await Promise.all([pool.end(), replica?.close()]);
    },
  };
}

/** Where the database is, for a connection apart from the pool, with a session of its own. */
export function addressOf({ directAddress }: Database): pg.ClientConfig {
  return { ...directAddress };
}

function queriesOn(client: pg.PoolClient, keepsPrepared: boolean): Queries {
  return {
    client,
    async query<Row extends object>(sql: string, params: readonly unknown[] = []) {
      sendTogether(client);
      return rowsOf<Row>(client, sql, params as unknown[]);
    },
    async prepared<Row extends object>(name: string, text: string, params: readonly unknown[]) {
      sendTogether(client);
      const statement = { text, values: params as unknown[] };
      return rowsOf<Row>(client, keepsPrepared ? { name, ...statement } : statement);
    },
    async run<Row extends object>(query: Compilable<Row>) {
      const { sql, parameters } = query.compile();
      return rowsOf<Row>(client, sql, parameters as unknown[]);
    },
  };
}

const transactionAborted = '25P02';

/** What failed first in the transaction that a connection is in. */
const firstFailures = new WeakMap<pg.PoolClient, unknown>();

/**
 * Of statements that travel together, those behind one that fails are answered that the transaction is aborted, and whoever
 * waits for all of them may hear of that first. So they fail with what failed: the caller has to tell a deadlock, which is
 * repeated, from a mistake.
 */
async function rowsOf<Row extends object>(
  client: pg.PoolClient,
  statement: string | pg.QueryConfig,
  params?: unknown[],
): Promise<Row[]> {
  const begunMs = statementAnswered.isHeard() ? performance.now() : undefined;
  try {
    return (await heard(client, client.query<Row>(statement, params))).rows;
  } catch (error) {
    if (codeOf(error) === transactionAborted && firstFailures.has(client)) throw firstFailures.get(client);
    firstFailures.set(client, error);
    throw error;
  } finally {
    if (begunMs !== undefined) tellAnswered(statement, performance.now() - begunMs);
  }
}

function tellAnswered(statement: string | pg.QueryConfig, durationMs: number): void {
  const { name = null, text } = typeof statement === 'string' ? { text: statement } : statement;
  statementAnswered.tell({ name, text, durationMs });
}

/** Holds what is written to the connection until the present turn ends: one packet instead of one per statement. */
function sendTogether(client: pg.PoolClient): void {
  const { stream } = client.connection;
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

function openingStatements(
  options: TransactionOptions,
  defaults: { statementTimeoutMs: number; lockTimeoutMs: number; standsBack: boolean },
  isSpread = false,
): string[] {
  const isolation = options.snapshot ? ' ISOLATION LEVEL REPEATABLE READ' : '';
  const access = options.readOnly ? ' READ ONLY' : '';
  const statementTimeoutMs = Math.trunc(options.statementTimeoutMs ?? defaults.statementTimeoutMs);
  const lockTimeoutMs = Math.trunc(options.lockTimeoutMs ?? defaults.lockTimeoutMs);
  // Machines of a cluster are told of what is set only if that is asked for, and only of SET LOCAL.
  return [
    `BEGIN${isolation}${access}`,
    ...((options.standsBack ?? defaults.standsBack) ? [standingBack] : []),
    ...(isSpread ? [`SET LOCAL citus.propagate_set_commands='local'`] : []),
    `SET LOCAL statement_timeout=${statementTimeoutMs}`,
    `SET LOCAL lock_timeout=${lockTimeoutMs}`,
    `SET LOCAL idle_in_transaction_session_timeout=${statementTimeoutMs === 0 ? idleTimeoutMsUnlimited : idleTimeoutMs}`,
    ...(options.byKey && !isSpread
      ? Object.entries(planningByKey).map(([name, value]) => `SET LOCAL ${name}=${value}`)
      : []),
  ];
}

type Opening = {
  /** Sent together. */
  readonly statements: readonly string[];
  readonly patienceMs: number;
  /** Whether it ends without anybody waiting for it. */
  readonly onlyLooks?: boolean;
};

type Work<T> = (client: pg.PoolClient, opened: readonly object[]) => Promise<T>;

/** How long a statement may be waited for. */
function patienceOf(options: TransactionOptions, defaults: { statementTimeoutMs: number }): number {
  const limitMs = Math.trunc(options.statementTimeoutMs ?? defaults.statementTimeoutMs);
  return limitMs === 0 ? 0 : limitMs + answerGraceMs;
}

function assertFirmId(firmId: number): void {
  if (!Number.isInteger(firmId) || firmId < 1 || firmId > int4Max) {
    throw new RangeError(`not a firm id: ${firmId}`);
  }
}

/** Tables that are distributed have no fences, and are entered as their owner: store/citus/distribute.ts says why. */
function enterFirmStatements(firmId: number, isSpread: boolean): string[] {
  const role = isSpread ? [] : ['SET LOCAL ROLE workledger_app'];
  return [...role, `SET LOCAL app.firm_id='${firmId}'`];
}

async function transaction<T>(
  pool: pg.Pool,
  opening: Opening,
  options: TransactionOptions,
  work: Work<T>,
): Promise<T> {
  const attemptsMax = options.retry ? workAttemptsMax : 1;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transactionOnce(pool, opening, work);
    } catch (error) {
      if (attempt >= attemptsMax || !repeatable.has(codeOf(error))) throw error;
      await pause(5 * 2 ** attempt);
    }
  }
}

async function transactionOnce<T>(
  pool: pg.Pool,
  opening: Opening,
  work: Work<T>,
  openingAttempts = openingAttemptsMax,
): Promise<T> {
  const { client, opened } = await openTransaction(pool, opening, openingAttempts);
  let broken: Error | undefined;
  let isLeaving = false;
  try {
    const value = await work(client, opened);
    if (opening.onlyLooks === true) {
      if (firstFailures.has(client)) throw firstFailures.get(client);
      isLeaving = true;
      void rollBack(client).then((error) => leave(client, error));
      return value;
    }
    if (isRefusal(value)) {
      await heard(client, client.query('ROLLBACK'));
      return value;
    }
    const outcome = await heard(client, client.query('COMMIT'));
    if (outcome.command !== 'COMMIT') {
      throw new Error('a statement of this transaction failed and its error was swallowed: nothing was kept');
    }
    return value;
  } catch (error) {
    broken = await rollBack(client);
    throw error;
  } finally {
    if (!isLeaving) leave(client, broken);
  }
}

function leave(client: pg.PoolClient, broken: Error | undefined): void {
  firstFailures.delete(client);
  client.release(broken);
}

/** Returns the error that makes the connection useless, if any. */
async function rollBack(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await heard(client, client.query('ROLLBACK'));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function openTransaction(
  pool: pg.Pool,
  opening: Opening,
  attemptsMax: number,
): Promise<{ client: pg.PoolClient; opened: readonly object[] }> {
  if (pool.waitingCount >= waitingMax) {
    throw Object.assign(new Error('too many wait for a connection to the database'), {
      code: outOfConnections,
    });
  }
  for (let attempt = 1; ; attempt += 1) {
    let client: pg.PoolClient | undefined;
    try {
      client = await pool.connect();
      // Nothing is done yet, so it is answered as soon as a connection is made, or not at all.
      waitAtMost(client, connectTimeoutMs);
      // An answer per statement; what was asked comes last.
      if (opening.statements.length > 1) sendTogether(client);
      const sent = opening.statements.map((text) => client!.query<object>(text));
      const answers = (await heard(client, Promise.all(sent))).flat();
      waitAtMost(client, opening.patienceMs);
      return { client, opened: answers.at(-1)!.rows };
    } catch (error) {
      client?.release(true);
      if (attempt >= attemptsMax || !isUnreachable(error)) throw error;
      await pause(Math.min(10 * 2 ** attempt, 1_000));
    }
  }
}

function isRefusal(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'ok' in value && value.ok === false;
}
