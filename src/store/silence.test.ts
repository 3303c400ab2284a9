// A database that is there and says nothing: a port that lets in and never answers, once it is told to.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { authPool } from './auth-library.ts';
import { openDatabase } from './database.ts';
import { waitAtMost } from './silence.ts';
import { testDatabase } from './testing/database.ts';
import { isUnreachable } from './unreachable.ts';

const { database: reachable } = await testDatabase();
const { host, port, ...names } = reachable.directAddress as {
  host: string;
  port: number;
  user: string;
  database: string;
};

const sockets: Socket[] = [];
const wire = createServer((outer) => {
  const inner = connect(join(host, `.s.PGSQL.${port}`));
  for (const socket of [outer, inner]) socket.on('error', () => {});
  outer.pipe(inner).pipe(outer);
  outer.once('close', () => inner.destroy());
  inner.once('close', () => outer.destroy());
  sockets.push(outer, inner);
});
wire.listen(0, '127.0.0.1');
await once(wire, 'listening');
const address = { ...names, host: '127.0.0.1', port: (wire.address() as AddressInfo).port };
const database = openDatabase(address, { poolSize: 3, statementTimeoutMs: 1 });

after(async () => {
  await database.close();
  for (const socket of sockets) socket.destroy();
  wire.close();
});

function fallSilent(): void {
  for (const socket of sockets) socket.unpipe().pause();
}

test('a statement that is not answered within its limit and five seconds ends as unreachable, and the next one works', async () => {
  const startedAt = performance.now();
  const unanswered = database.asInstallation(async (tx) => {
    fallSilent();
    await tx.query('select 1');
  });
  await assert.rejects(unanswered, (error) => isUnreachable(error));
  const tookMs = performance.now() - startedAt;
  assert.ok(tookMs > 4_500 && tookMs < 15_000, `it took ${tookMs} ms`);
  assert.deepEqual(await database.asInstallation((tx) => tx.query('select 2 as two')), [{ two: 2 }]);
});

test('signing in waits no longer for a lock or an answer than it may, and works again when the database does', async () => {
  const pool = authPool(database);
  after(() => pool.end());
  const { rows } = await pool.query<{ limits: string }>(
    `select concat_ws(' ', current_setting('statement_timeout'), current_setting('lock_timeout'),
       current_setting('idle_in_transaction_session_timeout'), current_setting('search_path')) as limits`,
  );
  assert.equal(rows[0]!.limits, '10s 5s 30s auth');
  const client = await pool.connect();
  fallSilent();
  waitAtMost(client, 200);
  await assert.rejects(client.query('select 1'), (error) => isUnreachable(error));
  client.release();
  assert.deepEqual((await pool.query('select 2 as two')).rows, [{ two: 2 }]);
});
