// An import whose process is killed while it posts time: given the same files again it goes on, and in the end every row is
// there once, the ledger recounts and the proof ties.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { inventedFirm } from '#actions/imports/testing/invented-firm.ts';
import { openDatabase } from '#store/database.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { ask, databaseOf, exitOf, hasEnded, kill, leave, newPlace, run, serve } from './program.ts';
import { openOffice } from './storm.ts';

const place = await newPlace();
after(() => leave(place));

const jobs = ['W1', 'W2', 'W3', 'W4', 'W5', 'W6'];
const entries = 15_000;
const valuePerEntry = 150;
/** Killed in turn once so many more entries are committed. */
const strikes = [1, 5_000];

const folder = join(place.base, 'files');

/** Entries of an hour, those of each job spread over all of the file. */
async function writeFiles(): Promise<void> {
  const invented = inventedFirm();
  for (const job of jobs) invented.job(job, { estimatedBillings: (entries / jobs.length) * valuePerEntry });
  for (let entry = 0; entry < entries; entry += 1) invented.time(jobs[entry % jobs.length]!, 'ana', 1);
  mkdirSync(folder);
  for (const file of invented.files()) {
    const pieces = await Array.fromAsync(file.open());
    writeFileSync(join(folder, file.name), Buffer.concat(pieces));
  }
}

async function countOf(table: string): Promise<number> {
  const [row] = await ask(place, `select count(*)::int as count from ${table}`);
  return Number(row!['count']);
}

const importing = () => run(place, ['import', folder, '--confirm', '--json']);

test('an office opens', async () => {
  assert.equal(await exitOf(run(place, 'migrate')), 0);
  await serve(place);
  await openOffice(place, 1);
  await writeFiles();
});

test('killed twice while it posts time, an import goes on and every row is there once', async (t) => {
  for (const many of strikes) {
    const before = await countOf('time_entry');
    const program = importing();
    while ((await countOf('time_entry')) < before + many) {
      assert.ok(!hasEnded(program.child), program.said());
      await pause(5);
    }
    await kill(program, 'SIGKILL');
    const left = entries - (await countOf('time_entry'));
    t.diagnostic(`killed with ${left} entries left`);
    assert.ok(left > 0, 'the import was over before it was killed');
  }
  const last = importing();
  assert.equal(await exitOf(last), 0, last.said());

  const [found] = await ask(
    place,
    `select count(*)::int as entries, count(distinct x.external_key)::int as sources, sum(e.minutes)::int as minutes
     from time_entry e join external_reference x on x.firm_id = e.firm_id and x.kind = 'timeEntry' and x.our_id = e.id`,
  );
  assert.deepEqual(found, { entries, sources: entries, minutes: entries * 60 });
  assert.deepEqual([await countOf('time_entry'), await countOf('journal')], [entries, entries]);
});

test('the proof ties for every job, and the ledger recounts', async () => {
  const proof = await ask(
    place,
    `select count(*)::int as jobs, min(net_wip_minor)::int as least, max(abs(difference_minor))::int as difference
     from import_tie_out`,
  );
  const least = (entries / jobs.length) * valuePerEntry * 100;
  assert.deepEqual(proof, [{ jobs: jobs.length, least, difference: 0 }]);
  const database = openDatabase(await databaseOf(place), { poolSize: 2 });
  try {
    const [firm] = await ask(place, 'select id from firm');
    assert.deepEqual(await verifyFirm(database, Number(firm!['id'])), []);
  } finally {
    await database.close();
  }
});
