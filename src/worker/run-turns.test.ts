// Runs of several firms take turns, chunk by chunk, and leave half of a worker to everything else. Turns are counted, not
// timed: a trigger writes down whose chunk each was.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { cancelRun, startRun } from '#actions/billing-runs/control-run.ts';
import { readRun } from '#actions/billing-runs/read-runs.ts';
import { rehearse } from '#actions/billing-runs/rehearse.ts';
import { rulesOf } from '#actions/billing-runs/testing/rules.ts';
import type { Context } from '#actions/context.ts';
import { accepted, contextOf } from '#actions/testing/practice.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { recordMonth } from './testing/month.ts';
import { startWorker, type Worker } from './worker.ts';

let worker: Worker | undefined;
// Before the database is dropped.
after(() => worker?.stop());
const { database, address } = await testDatabase();

async function practiceOf(name: string, jobs: number): Promise<{ context: Context; runId: number }> {
  const firm = await testFirm(database, { name });
  const context = contextOf(database, firm);
  await recordMonth(context, { ...firm, jobs });
  const { id: runId } = accepted(await rehearse(context, { rules: rulesOf() }));
  return { context, runId };
}

type Practice = Awaited<ReturnType<typeof practiceOf>>;

const start = async ({ context, runId }: Practice) =>
  accepted(await startRun(context, { id: runId, version: 1, whenChanged: 'park' }));
const lookAt = async ({ context, runId }: Practice) => accepted(await readRun(context, runId));

/** Whose chunks there were, in their order. */
async function turns(): Promise<number[]> {
  const { rows } = await database.pool.query<{ firm_id: number }>('select firm_id from turn order by id');
  return rows.map((row) => row.firm_id);
}

test('a small run that begins after a large one of another firm ends long before it', async (t) => {
  const [large, small] = [await practiceOf('Large', 2_000), await practiceOf('Small', 20)];
  await database.pool.query(
    `create table turn (id int generated always as identity, firm_id int);
     create function note_turn() returns trigger language plpgsql security definer as $$
       begin insert into turn (firm_id) values (new.firm_id); return null; end $$;
     create trigger note_turn after update of progress on billing_run for each row
       when (new.state = 'running' or old.state = 'running') execute function note_turn()`,
  );
  await start(large);
  worker = await startWorker({
    supplies: { database, clock: large.context.clock, mail: undefined },
    address,
    concurrency: 2,
    description: 'a test',
    log: { warn() {}, error() {} },
  });
  const of = ({ context }: Practice) => context.principal.firmId;
  while ((await turns()).length < 3) await pause(20);
  await start(small);
  const before = (await turns()).length;
  while ((await lookAt(small)).state === 'running') await pause(20);
  const { state, progress } = await lookAt(large);
  const since = (await turns()).slice(before);
  const [first, last] = [since.indexOf(of(small)), since.lastIndexOf(of(small))];
  const atFirst = longestRow(since.slice(0, first), of(large));
  const inRow = longestRow(since.slice(first, last + 1), of(large));
  t.diagnostic(
    `${progress.left} of 2,000 were left; ${atFirst} chunks of the large run before the small one, then ${inRow} in a row at most`,
  );
  assert.deepEqual([state, (await lookAt(small)).state], ['running', 'done']);
  assert.ok(progress.left > 1_000, `only ${progress.left} were left`);
  // Three may be under way when the other is queued.
  assert.ok(atFirst <= 3, `${atFirst} chunks of the large run before the small one began`);
  assert.ok(inRow <= 2, `${inRow} chunks of the large run in a row`);
  accepted(await cancelRun(large.context, large.runId));
});

function longestRow(all: readonly number[], one: number): number {
  let [longest, row] = [0, 0];
  for (const each of all) {
    row = each === one ? row + 1 : 0;
    longest = Math.max(longest, row);
  }
  return longest;
}
