import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tx } from './database.ts';
import { listJobs, loadJobs } from './practice/job-records.ts';
import { testDatabase } from './testing/database.ts';
import { testFirm } from './testing/firm.ts';
import { readListedCostEntry } from './work/cost-entries.ts';
import { readListedTimeEntry } from './work/time-entries.ts';

const { database } = await testDatabase();
const firm = await testFirm(database);
type Planned = { readonly statement: string; readonly forValues: number; readonly forAll: number };

function plannedOf(tx: Tx): Promise<Planned[]> {
  return tx.query<Planned>(
    `select statement, custom_plans::int as "forValues", generic_plans::int as "forAll"
     from pg_prepared_statements
     where statement like '%from time_entry e%' or statement like '%from cost_entry c%' or statement like '%from job j%'
     order by generic_plans`,
  );
}

test('what names records by their keys is planned once, for one record and for a page', async () => {
  await database.inFirm(firm.firmId, async (tx) => {
    for (let time = 0; time < 3; time += 1) {
      await readListedTimeEntry(tx, 1n);
      await readListedCostEntry(tx, 1n);
      await loadJobs(tx, [firm.jobId]);
      await listJobs(tx, {}, { sort: 'number', limit: 50 });
    }
    const planned = await plannedOf(tx);
    assert.deepEqual(
      planned.map(({ forValues, forAll }) => [forValues, forAll]),
      [
        [0, 3],
        [0, 3],
        [0, 6],
      ],
      planned.map(({ statement }) => statement).join('\n'),
    );
  });
});

test('how one statement is planned is nothing to the next', async () => {
  await database.inFirm(firm.firmId, async (tx) => {
    const settings = () =>
      tx.query(
        `select name, setting from pg_settings
         where name in ('plan_cache_mode', 'enable_seqscan', 'enable_hashjoin') order by name`,
      );
    const before = await settings();
    await loadJobs(tx, [firm.jobId]);
    assert.deepEqual(await settings(), before);
  });
  await database.inFirm(
    firm.firmId,
    async (tx) => {
      await loadJobs(tx, [firm.jobId]);
      const [mode] = await tx.query<{ plan_cache_mode: string }>('show plan_cache_mode');
      assert.equal(mode!.plan_cache_mode, 'force_generic_plan', 'what the whole transaction asked for stays');
    },
    { byKey: true },
  );
});
