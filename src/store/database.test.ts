import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import pg from 'pg';
import { openDatabase } from './database.ts';
import { testDatabase } from './testing/database.ts';

const { database, address } = await testDatabase({ poolSize: 4 });

before(() =>
  database.asInstallation(async (tx) => {
    await tx.query(`CREATE TABLE scratch_note (firm_id int NOT NULL, text text NOT NULL)`);
    await tx.query(`ALTER TABLE scratch_note ENABLE ROW LEVEL SECURITY`);
    await tx.query(`CREATE POLICY of_firm ON scratch_note
                      USING (firm_id = current_setting('app.firm_id')::int)
                      WITH CHECK (firm_id = current_setting('app.firm_id')::int)`);
    await tx.query(`GRANT SELECT, INSERT, UPDATE ON scratch_note TO workledger_app`);
    await tx.query(`INSERT INTO scratch_note VALUES (1, 'first'), (2, 'second')`);
  }),
);

const notes = (firmId: number) =>
  database.inFirm(firmId, (tx) => tx.query<{ text: string }>('SELECT text FROM scratch_note ORDER BY text'));

test('money arrives as bigint, dates as text, instants as ISO text', async () => {
  const [row] = await database.asInstallation((tx) =>
    tx.query(`SELECT 9007199254740993::int8 AS amount, DATE '2026-03-31' AS day, 1.50::numeric AS share,
                     TIMESTAMPTZ '2026-03-31 09:30:00.125+02' AS instant,
                     ARRAY[1, NULL]::int8[] AS amounts, ARRAY[DATE '2026-01-01'] AS days,
                     ARRAY[TIMESTAMPTZ '2026-03-31 09:30Z'] AS instants, ARRAY[1.50]::numeric[] AS shares,
                     ARRAY[]::int8[] AS none`),
  );
  assert.deepEqual(row, {
    amount: 9007199254740993n,
    day: '2026-03-31',
    share: '1.50',
    instant: '2026-03-31T07:30:00.125Z',
    amounts: [1n, null],
    days: ['2026-01-01'],
    instants: ['2026-03-31T09:30:00Z'],
    shares: ['1.50'],
    none: [],
  });
});

test('instants are read right in a session of another time zone', async () => {
  const [row] = await database.asInstallation(async (tx) => {
    await tx.query(`SET LOCAL timezone TO 'Asia/Kolkata'`);
    return tx.query(`SELECT TIMESTAMPTZ '2026-03-31 00:00Z' AS instant`);
  });
  assert.deepEqual(row, { instant: '2026-03-31T00:00:00Z' });
});

test('a firm sees its own rows and no others', async () => {
  assert.deepEqual(await notes(1), [{ text: 'first' }]);
  assert.deepEqual(await notes(2), [{ text: 'second' }]);
  assert.deepEqual(await notes(3), []);
});

test('a firm cannot write into another', async () => {
  await assert.rejects(
    database.inFirm(1, (tx) => tx.query(`INSERT INTO scratch_note VALUES (2, 'slipped in')`)),
    /row-level security/,
  );
});

test('the role and the firm end with the transaction', async () => {
  const single = openDatabase(address, { poolSize: 1 });
  await single.inFirm(1, (tx) => tx.query('SELECT 1'));
  const [row] = await single.asInstallation((tx) =>
    tx.query<{ role: string; firm: string | null }>(
      `SELECT current_user AS role, nullif(current_setting('app.firm_id', true), '') AS firm`,
    ),
  );
  await single.close();
  assert.notEqual(row?.role, 'workledger_app');
  assert.equal(row?.firm, null);
});

test('what is not a firm id is never sent to the database', () => {
  for (const firmId of [0, -1, 1.5, Number.NaN, 2 ** 31]) {
    assert.throws(() => database.inFirm(firmId, async () => undefined), RangeError);
  }
});

test('an error leaves nothing', async () => {
  await assert.rejects(
    database.inFirm(1, async (tx) => {
      await tx.query(`INSERT INTO scratch_note VALUES (1, 'half done')`);
      throw new Error('stopped half way');
    }),
    /stopped half way/,
  );
  assert.deepEqual(await notes(1), [{ text: 'first' }]);
});

test('a refusal leaves nothing and is handed back', async () => {
  const answer = await database.inFirm(1, async (tx) => {
    await tx.query(`INSERT INTO scratch_note VALUES (1, 'refused')`);
    return { ok: false as const, refusals: [] };
  });
  assert.deepEqual(answer, { ok: false, refusals: [] });
  assert.deepEqual(await notes(1), [{ text: 'first' }]);
});

test('a failed statement cannot be swallowed', async () => {
  await assert.rejects(
    database.inFirm(1, async (tx) => {
      await tx.query(`INSERT INTO scratch_note VALUES (1, 'lost')`);
      await tx.query('SELECT 1 / 0').catch(() => {});
    }),
    /nothing was kept/,
  );
  assert.deepEqual(await notes(1), [{ text: 'first' }]);
});

test('a read-only transaction refuses writes', async () => {
  await assert.rejects(
    database.inFirm(1, (tx) => tx.query(`INSERT INTO scratch_note VALUES (1, 'written')`), {
      readOnly: true,
    }),
    /read-only transaction/,
  );
});

test('a statement that takes too long is ended', async () => {
  await assert.rejects(
    database.inFirm(1, (tx) => tx.query('SELECT pg_sleep(5)'), { statementTimeoutMs: 50 }),
    /statement timeout/,
  );
});

test('of two transactions in a deadlock the victim is repeated', async () => {
  await database.asInstallation(async (tx) => {
    await tx.query(`CREATE TABLE seat (id int PRIMARY KEY, taken int NOT NULL)`);
    await tx.query(`INSERT INTO seat VALUES (1, 0), (2, 0)`);
  });
  const both = Promise.withResolvers<void>();
  let arrived = 0;
  const takeBoth = (order: [number, number]) =>
    database.asInstallation(
      async (tx) => {
        await tx.query('UPDATE seat SET taken = taken + 1 WHERE id = $1', [order[0]]);
        arrived += 1;
        if (arrived === 2) both.resolve();
        await both.promise;
        await tx.query('UPDATE seat SET taken = taken + 1 WHERE id = $1', [order[1]]);
      },
      { retry: true },
    );
  await Promise.all([takeBoth([1, 2]), takeBoth([2, 1])]);
  const rows = await database.asInstallation((tx) => tx.query('SELECT taken FROM seat'));
  assert.deepEqual(rows, [{ taken: 2 }, { taken: 2 }]);
});

test('of statements that travel together the one that failed is heard of, however deep it was asked', async () => {
  const deeper = async (ask: () => Promise<unknown>, depth: number): Promise<unknown> =>
    depth === 0 ? ask() : deeper(ask, depth - 1);
  let attempts = 0;
  const done = await database.inFirm(
    1,
    async (tx) => {
      attempts += 1;
      const victim = `do $$ begin raise exception 'a deadlock' using errcode = '40P01'; end $$`;
      const sql = attempts === 1 ? victim : 'select 1';
      const all = Promise.all([deeper(() => tx.query(sql), 6), tx.query('select 2'), tx.query('select 3')]);
      // The process is busy, and then reads all answers in one go.
      setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 80));
      await all;
      return 'done';
    },
    { retry: true },
  );
  assert.deepEqual([done, attempts], ['done', 2], 'the victim is repeated');
});

test('connections that the server ended are replaced before work begins', async () => {
  let lost = 0;
  const second = openDatabase(address, { poolSize: 3, onConnectionLost: () => (lost += 1) });
  await Promise.all([1, 2, 3].map(() => second.asInstallation((tx) => tx.query('SELECT pg_sleep(0.02)'))));
  const admin = new pg.Client(address);
  await admin.connect();
  await admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  const rows = await second.asInstallation((tx) => tx.query('SELECT 1 AS one'));
  assert.deepEqual(rows, [{ one: 1 }]);
  await admin.end();
  await second.close();
});

test('work that lost its connection half way is not repeated behind the back of its caller', async () => {
  let runs = 0;
  await assert.rejects(
    database.asInstallation(
      async (tx) => {
        runs += 1;
        await tx.query('SELECT pg_terminate_backend(pg_backend_pid())');
      },
      { retry: true },
    ),
  );
  assert.equal(runs, 1);
  assert.deepEqual(await notes(1), [{ text: 'first' }]);
});
