// What a server of the release before does while the listed jobs get their table.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '../database.ts';
import { verify } from '../ledger/verify.ts';
import { loadMigrations, migrate } from '../migrate.ts';
import { emptyTestDatabase } from '../testing/database.ts';
import { testFirm } from '../testing/firm.ts';

const { address } = await emptyTestDatabase();
const database = openDatabase(address);
after(() => database.close());

const list = `insert into job_balance (firm_id, job_id, version, first_effective_on, last_effective_on, is_listed)
  values ($1, $2, 1, '2026-03-01', '2026-03-01', true)`;

test('jobs that are posted to for the first time, settled or renamed meanwhile stand there as they are', async () => {
  const all = await loadMigrations();
  const before = all.filter(({ name }) => name < '0026');
  await migrate(database.pool, before);
  const firm = await testFirm(database);
  const copy = (number: string) =>
    database.inFirm(firm.firmId, async (tx) => {
      const [job] = await tx.query<{ id: number }>(
        `insert into job (firm_id, number, name, client_id, currency, state_id)
         select firm_id, $3, name, client_id, currency, state_id from job where firm_id = $1 and id = $2 returning id`,
        [firm.firmId, firm.jobId, number],
      );
      return job!.id;
    });
  const [settled, renamed] = [await copy('S-1'), await copy('R-1')];
  for (const jobId of [settled, renamed]) await database.pool.query(list, [firm.firmId, jobId]);

  const old = await database.pool.connect();
  await old.query('begin');
  await old.query(list, [firm.firmId, firm.jobId]);
  await old.query('update job_balance set is_listed = false where firm_id = $1 and job_id = $2', [
    firm.firmId,
    settled,
  ]);
  await old.query(`update job set number = 'R-2' where firm_id = $1 and id = $2`, [firm.firmId, renamed]);
  const migrating = migrate(database.pool, all);
  while (!(await isWaitedFor())) await pause(20);
  await old.query('commit');
  old.release();
  await migrating;

  const rows = await database.inFirm(firm.firmId, (tx) =>
    tx.query<{ jobId: number; number: string }>(
      'select job_id as "jobId", number_key as number from listed_job where firm_id = $1 order by 1',
      [firm.firmId],
    ),
  );
  assert.deepEqual(
    rows.map(({ jobId, number }) => [jobId, number]),
    [
      [firm.jobId, 'j000001'],
      [renamed, 'r-2'],
    ],
  );
  const found = await database.inFirm(firm.firmId, (tx) => verify(tx), { readOnly: true, snapshot: true });
  assert.deepEqual(
    found.filter(({ check }) => check === 'listedJob'),
    [],
  );
});

async function isWaitedFor(): Promise<boolean> {
  const { rows } = await database.pool.query(
    `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.length > 0;
}
