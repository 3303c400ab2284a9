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
/** PostgreSQL plans a statement for its values so often, before it asks whether one plan would do for all. */
const plannedForValues = 5;

type Planned = { readonly statement: string; readonly forValues: number; readonly forAll: number };

function plannedOf(tx: Tx): Promise<Planned[]> {
  return tx.query<Planned>(
    `select statement, custom_plans::int as "forValues", generic_plans::int as "forAll"
     from pg_prepared_statements where name in ('name-time-entries', 'name-cost-entries') or statement like '%from job j%'
     order by statement`,
  );
}

test('what names records by their keys is planned once, for one record and for a page', async () => {
  await database.inFirm(firm.firmId, async (tx) => {
    for (let time = 0; time < 2 * plannedForValues; time += 1) {
      await readListedTimeEntry(tx, 1n);
      await readListedCostEntry(tx, 1n);
      await loadJobs(tx, [firm.jobId]);
      await listJobs(tx, {}, { sort: 'number', limit: 50 });
    }
    const planned = await plannedOf(tx);
    assert.equal(planned.length, 3);
    for (const { statement, forValues, forAll } of planned) {
      assert.equal(forValues, plannedForValues, statement);
      assert.ok(forAll >= plannedForValues, statement);
    }
  });
});
