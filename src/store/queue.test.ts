// What a worker leaves behind that only seemed to be gone, as when its network was: it comes back later than others took over.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queueRoutines, releaseGoneWorkers, releaseUnheard, reportWorker } from './queue.ts';
import { testDatabase } from './testing/database.ts';
import { testFirm } from './testing/firm.ts';

const { database } = await testDatabase();
const { firmId } = await testFirm(database);
const patience = { silentForMs: 30_000, absentForMs: 5_000 };

const run = <Row extends object>(sql: string, params: unknown[] = []) =>
  database.asInstallation((tx) => tx.query<Row>(sql, params));
const jobs = () => run<{ id: bigint; key: string | null }>('select id, key from graphile_worker.jobs');
const queue = () => database.inFirm(firmId, (tx) => queueRoutines(tx, 'runBillingChunk', [7]));

/** As the queue does for a worker. */
const take = (worker: string) =>
  run(`update graphile_worker._private_jobs set locked_by = $1, locked_at = now(), attempts = 1`, [worker]);
const fail = (worker: string) =>
  run('update graphile_worker._private_jobs set locked_by = null, locked_at = null where locked_by = $1', [
    worker,
  ]);
const complete = (id: bigint) => run('delete from graphile_worker._private_jobs where id = $1', [id]);

async function seemGone(worker: string): Promise<void> {
  await database.asInstallation((tx) => reportWorker(tx, { id: worker, description: 'a test' }));
  await run(`update worker set seen_at = now() - interval '1 minute' where id = $1`, [worker]);
  await database.asInstallation((tx) => releaseGoneWorkers(tx, patience));
}

test('what was queued again by one who seemed to be gone is not lost when he is through with what he had', async () => {
  await queue();
  const [taken] = await jobs();
  await take('slow');
  await seemGone('slow');
  await queue();
  await complete(taken!.id);
  const key = `runBillingChunk:${firmId}:7`;
  assert.deepEqual(
    (await jobs()).map((job) => job.key),
    [key],
  );
});

test('what has a successor in the queue goes with one who is gone', async () => {
  await take('gone');
  await queue();
  assert.equal((await jobs()).length, 2);
  await seemGone('gone');
  assert.equal((await jobs()).length, 1);
});

test('what has a successor in the queue and fails nevertheless does not stand there as given up', async () => {
  await take('unlucky');
  await queue();
  await fail('unlucky');
  assert.equal((await jobs()).length, 2);
  await database.asInstallation((tx) => releaseGoneWorkers(tx, patience));
  assert.deepEqual(
    (await jobs()).map(({ key }) => key === null),
    [false],
  );
});

test('what was taken by a worker that never heard of it is given back; what it has in hand stays', async () => {
  const [job] = await jobs();
  await take('deaf');
  const release = (inHand: bigint[], takenForMs: number) =>
    database.asInstallation((tx) =>
      releaseUnheard(tx, { id: 'deaf', inHand: inHand.map(String), takenForMs }),
    );
  assert.equal(await release([job!.id], 0), 0);
  assert.equal(await release([], 60_000), 0);
  assert.equal(await release([], 0), 1);
  const [back] = await run<{ id: bigint; lockedBy: string | null }>(
    'select id, locked_by as "lockedBy" from graphile_worker.jobs',
  );
  assert.deepEqual([back!.lockedBy, back!.id === job!.id], [null, false]);
});
