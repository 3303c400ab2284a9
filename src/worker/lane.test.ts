// What becomes of a lane whose queue cannot note that routines have ended: the queue counts what it has to note, wrongly
// once more than one such note has failed, and then waits for the last of them for ever.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import { testDatabase } from '#store/testing/database.ts';
import { openLane } from './lane.ts';
import { usualPace } from './pace.ts';

const { database, address } = await testDatabase();

/** A routine that has begun, and how to let it end. */
type Begun = { readonly end: () => void; readonly fail: () => void };

const routine = 'rehearse';

async function queue(...names: string[]): Promise<void> {
  for (const name of names) {
    await database.asInstallation((tx) =>
      tx.query(`select graphile_worker.add_job($1, json_build_object('name', $2::text))`, [routine, name]),
    );
  }
}

/** No end of a routine can be noted meanwhile, nor can anything be taken from the queue. */
async function withoutQueue(work: () => Promise<void>): Promise<void> {
  const rename = (from: string, to: string) =>
    database.asInstallation((tx) => tx.query(`alter table graphile_worker.${from} rename to ${to}`));
  await rename('_private_jobs', 'away');
  await work();
  await rename('away', '_private_jobs');
}

test('a lane that could not note the end of two routines, and saw a third fail, gives way to another', async (t) => {
  const begun = new Map<string, Begun>();
  const said: string[] = [];
  const replaced: string[] = [];
  const connections = new pg.Pool({ ...address, max: 6 });
  connections.on('error', () => {});
  connections.on('connect', (client) => client.on('error', () => {}));
  const { promise: told, resolve: tell } = Promise.withResolvers<void>();
  const say = ({ err }: { err?: Error }, text: string) => void said.push(`${text} ${err?.message ?? ''}`);
  const lane = openLane({
    tasks: {
      [routine]: (payload) =>
        new Promise<void>((end, reject) => {
          const { name } = payload as { name: string };
          begun.set(name, { end, fail: () => reject(new Error('the paper is gone')) });
        }),
    },
    concurrency: 3,
    connections,
    pace: { ...usualPace, lookEvery: 20, beginAgainAfter: 20, finishWithin: 200, forcedWithin: 200 },
    log: { warn: say, error: say },
    told,
    onReplaced: async (before) => void replaced.push(before),
  });
  t.after(async () => {
    tell();
    begun.get('fourth')?.end();
    await lane.finish();
    await connections.end();
  });
  const until = async (happens: () => boolean) => {
    while (!happens()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const unnoted = () => said.filter((text) => text.startsWith('Failed to complete jobs')).length;

  await queue('first', 'second', 'third');
  await until(() => begun.size === 3);
  const first = lane.id();
  await withoutQueue(async () => {
    begun.get('first')!.end();
    await until(() => unnoted() === 1);
    begun.get('second')!.end();
    await until(() => unnoted() === 2);
  });
  begun.get('third')!.fail();
  await queue('fourth');
  await until(() => begun.has('fourth'));
  assert.deepEqual(replaced, [first]);
  assert.notEqual(lane.id(), first);
});
