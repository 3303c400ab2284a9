// A run that has the machine to itself works on several chunks at once. Whatever comes between, its invoices are numbered in the
// order of the plan, and a person who steers it waits for what is under way at most.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { approveRun, pauseRun, resumeRun, startRun } from '#actions/billing-runs/control-run.ts';
import { readRun } from '#actions/billing-runs/read-runs.ts';
import { rehearse } from '#actions/billing-runs/rehearse.ts';
import { runBillingChunk } from '#actions/billing-runs/run-chunk.ts';
import { rulesOf } from '#actions/billing-runs/testing/rules.ts';
import { accepted, contextOf } from '#actions/testing/practice.ts';
import type { RunRules } from '#core/billing-run/rules.ts';
import { countAtWork } from '#store/activity.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { recordMonth } from './testing/month.ts';

const { database } = await testDatabase();
// Writing invoices takes as long as it does with many of them, so that the next chunk is there before they are written; and
// each chunk leaves behind from when to when it was under way.
await database.pool.query(
  `create function take_time() returns trigger language plpgsql as $$
     begin perform pg_sleep(0.2); return null; end $$;
   create trigger take_time before insert or update on invoice for each statement execute function take_time();
   create table slow_job (id int primary key);
   create function be_slow() returns trigger language plpgsql security definer as $$
     begin
       if exists (select from slow_job where id = new.job_id) then perform pg_sleep(0.1); end if;
       return new;
     end $$;
   create trigger be_slow before update on job_balance for each row execute function be_slow();
   create table chunk (firm_id int, began timestamptz, noted timestamptz);
   create function note_chunk() returns trigger language plpgsql security definer as $$
     begin insert into chunk values (new.firm_id, transaction_timestamp(), clock_timestamp()); return null; end $$;
   create trigger note_chunk after update of progress on billing_run for each row
     when (old.state = 'running' and old.began_at = new.began_at) execute function note_chunk()`,
);

async function startedRun(jobs: number, said: Partial<RunRules> = {}) {
  const firm = await testFirm(database);
  const context = contextOf(database, firm);
  await recordMonth(context, { ...firm, jobs });
  const { id } = accepted(await rehearse(context, { rules: rulesOf(said) }));
  accepted(await startRun(context, { id, version: 1, whenChanged: 'park' }));
  const subject = { firmId: firm.firmId, id };
  return {
    context,
    subject,
    /** What a worker does: takes the routine from the queue and runs it. */
    async turn(): Promise<void> {
      await nobodyAtWork();
      await database.pool.query('select graphile_worker.remove_job($1)', [
        `runBillingChunk:${subject.firmId}:${id}`,
      ]);
      await runBillingChunk(context, subject);
    },
  };
}

type Started = Awaited<ReturnType<typeof startedRun>>;

const stateOf = async ({ context, subject }: Started) => accepted(await readRun(context, subject.id)).state;

async function toTheEnd(run: Started): Promise<void> {
  while ((await stateOf(run)) === 'running') await run.turn();
}

/** The places of the plan in the order of the numbers, and what numbers there are. */
async function numbered({ subject: { firmId, id } }: Started) {
  const { rows } = await database.pool.query<{ place: number; value: bigint }>(
    `select u.place, i.series_value as value from billing_run_unit u
     join invoice i on i.firm_id = u.firm_id and i.id = u.invoice_id
     where u.firm_id = $1 and u.run_id = $2 order by i.series_value`,
    [firmId, id],
  );
  return { places: rows.map(({ place }) => place), values: rows.map(({ value }) => Number(value)) };
}

/** Posting on every other ten of a run takes longer than on the ten behind them, which would be first to take numbers. */
async function slowedDown({ subject: { firmId, id } }: Started): Promise<void> {
  await database.pool.query(
    `insert into slow_job select job_id from billing_run_job
     where firm_id = $1 and run_id = $2 and unit_place % 20 in (1, 2)`,
    [firmId, id],
  );
}

const upTo = (count: number) => Array.from({ length: count }, (_, place) => place + 1);

async function atOnce({ subject: { firmId } }: Started): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    `select count(*)::int as count from chunk a join chunk b on b.firm_id = a.firm_id and b.began > a.began and b.began < a.noted
     where a.firm_id = $1`,
    [firmId],
  );
  return rows[0]!.count;
}

/** What was read last may not have ended yet in the database, and a run that sees it takes it for somebody at work. */
async function nobodyAtWork(): Promise<void> {
  while ((await database.asInstallation(countAtWork)) > 0) await pause(10);
}

/** Waits until somebody waits in the database for something of this name. */
async function waitingFor(what: string): Promise<void> {
  for (;;) {
    const { rowCount } = await database.pool.query(
      'select from pg_stat_activity where wait_event = $1 and datname = current_database()',
      [what],
    );
    if (rowCount! > 0) return;
    await pause(10);
  }
}

test('chunks that are under way at once number their invoices in the order of the plan', async () => {
  const run = await startedRun(60);
  await slowedDown(run);
  await toTheEnd(run);
  assert.ok((await atOnce(run)) > 0, 'no two chunks were under way at once');
  assert.deepEqual(await numbered(run), { places: upTo(60), values: upTo(60) });
  assert.deepEqual(await verifyFirm(database, run.subject.firmId), []);
});

test('drafts that are approved in chunks at once are numbered in the order of the plan, too', async () => {
  const run = await startedRun(40, { approval: 'afterReview' });
  await slowedDown(run);
  await toTheEnd(run);
  const drafting = await atOnce(run);
  assert.ok(drafting > 0, 'no two chunks drew up drafts at once');
  accepted(await approveRun(run.context, { id: run.subject.id, places: null }));
  await toTheEnd(run);
  assert.ok((await atOnce(run)) > drafting, 'no two chunks approved at once');
  assert.deepEqual(await numbered(run), { places: upTo(40), values: upTo(40) });
  assert.deepEqual(await verifyFirm(database, run.subject.firmId), []);
});

test('a pause waits for chunks under way and lets none begin, and what the run gives up leaves nothing behind', async () => {
  // Writing invoices takes until the test lets go, however long a run waits for a lock.
  await database.pool.query(
    `create or replace function take_time() returns trigger language plpgsql set lock_timeout = 0 as $$
       begin perform pg_advisory_xact_lock_shared(1); return null; end $$`,
  );
  const run = await startedRun(60);
  const gate = await database.pool.connect();
  await gate.query('select pg_advisory_lock(1)');
  const turn = run.turn();
  await waitingFor('advisory');
  // Time for chunks behind it, of which there are none if somebody was seen at work in the last seconds.
  await pause(100);
  const paused = pauseRun(run.context, run.subject.id);
  await waitingFor('transactionid');
  await gate.query('select pg_advisory_unlock(1)');
  gate.release();
  accepted(await paused);
  await turn;
  const { places } = await numbered(run);
  assert.equal(await stateOf(run), 'paused');
  // PostgreSQL gives the run to whoever asks first when it is free, which is mostly the one who waits.
  assert.ok([10, 20, 30].includes(places.length), `three chunks of ten parts at most, not ${places.length}`);
  assert.deepEqual(places, upTo(places.length));
  await database.pool.query('drop trigger take_time on invoice');
  accepted(await resumeRun(run.context, run.subject.id));
  await toTheEnd(run);
  assert.deepEqual(await numbered(run), { places: upTo(60), values: upTo(60) });
});

test('a chunk whose predecessor is stopped by somebody at a job waits with it, and nothing is out of its order', async () => {
  const run = await startedRun(60);
  const { firmId, id } = run.subject;
  const { rows } = await database.pool.query<{ job: number }>(
    'select job_id as job from billing_run_job where firm_id = $1 and run_id = $2 and unit_place = 5',
    [firmId, id],
  );
  await database.inFirm(firmId, async (tx) => {
    await tx.query("set local application_name = 'somebody who is not seen'");
    await tx.query('select lock_jobs($1, array[$2::int])', [firmId, rows[0]!.job]);
    await run.turn();
  });
  await toTheEnd(run);
  const { places, values } = await numbered(run);
  assert.deepEqual(values, upTo(60));
  assert.deepEqual(
    places.filter((place) => place !== 5),
    upTo(60).filter((place) => place !== 5),
  );
  assert.ok(places.indexOf(5) > 5, 'what was put off comes later');
});
