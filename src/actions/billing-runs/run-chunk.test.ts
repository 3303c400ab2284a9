// What a chunk does when something other than its parts is in the way: it leaves them as they are, and comes back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilDate } from '#core/calendar/civil-date.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { accepted, contextOf } from '../testing/practice.ts';
import { recordTimeEntries } from '../time/record-time.ts';
import { startRun } from './control-run.ts';
import { rehearse } from './rehearse.ts';
import { runBillingChunk } from './run-chunk.ts';
import { rulesOf } from './testing/rules.ts';
import { toItsEnd } from './testing/to-its-end.ts';

const { database } = await testDatabase();

/** A run of one job that was started. */
async function startedRun() {
  const firm = await testFirm(database);
  const context = contextOf(database, firm);
  const { jobId, jobTaskId, staffId, firmId } = firm;
  const work = { jobId, jobTaskId, staffId, workedOn: civilDate('2026-03-10'), minutes: 60, billable: true };
  accepted(await recordTimeEntries(context, [work]));
  const { id } = accepted(await rehearse(context, { rules: rulesOf() }));
  accepted(await startRun(context, { id, version: 1, whenChanged: 'park' }));
  const subject = { firmId, id };
  const key = `runBillingChunk:${firmId}:${id}`;
  return {
    subject,
    chunk: () => runBillingChunk(context, subject, { parts: 10 }),
    end: () => toItsEnd(context, subject),
    /** Takes the routine from the queue, as a worker does; whether it was there. */
    taken: async (): Promise<boolean> => {
      const rows = await database.asInstallation((tx) =>
        tx.query<{ wasThere: boolean }>(
          'select (graphile_worker.remove_job($1)).id is not null as "wasThere"',
          [key],
        ),
      );
      return rows[0]!.wasThere;
    },
    unit: async () => {
      const rows = await database.inFirm(firmId, (tx) =>
        tx.query<{ state: string; postponed: number }>(
          'select state, postponed from billing_run_unit where firm_id = $1 and run_id = $2',
          [firmId, id],
        ),
      );
      return rows[0]!;
    },
  };
}

test('while somebody else holds the run, its parts wait as they are and the routine is queued again', async () => {
  const { subject, chunk, end, taken, unit } = await startedRun();
  await taken();
  await database.inFirm(subject.firmId, async (tx) => {
    await tx.query('select 1 from billing_run where firm_id = $1 and id = $2 for update', [
      subject.firmId,
      subject.id,
    ]);
    await chunk();
  });
  assert.deepEqual(await unit(), { state: 'planned', postponed: 0 });
  await end();
  assert.equal((await unit()).state, 'billed');
});

test('a full disk parks nothing: the routine fails, and is tried again', async () => {
  const { chunk, taken, unit } = await startedRun();
  await taken();
  await database.pool.query(
    `create function disk_full() returns trigger language plpgsql as $$
       begin raise 'could not extend file' using errcode = 'disk_full'; end $$;
     create trigger disk_full before insert on invoice for each row execute function disk_full()`,
  );
  await assert.rejects(chunk(), { code: '53100' });
  assert.deepEqual(await unit(), { state: 'planned', postponed: 0 });
  await database.pool.query('drop trigger disk_full on invoice');
  await chunk();
  assert.equal((await unit()).state, 'billed');
});

test('a part that cannot be got at is put off, and done once it can', async () => {
  const { subject, chunk, end, taken, unit } = await startedRun();
  await taken();
  await database.inFirm(subject.firmId, async (tx) => {
    await tx.query('select lock_jobs($1, array(select id from job where firm_id = $1))', [subject.firmId]);
    await chunk();
  });
  // Once in a turn: it is parked only when it could not be got at in many of them.
  assert.deepEqual(await unit(), { state: 'planned', postponed: 1 });
  await end();
  assert.equal((await unit()).state, 'billed');
});
