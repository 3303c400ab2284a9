// Backups and drills that happen by themselves.

import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { contextOf } from '#actions/testing/practice.ts';
import { keepDoing } from '#ops/backup/chores.ts';
import { scratchCluster } from '#ops/backup/drill.ts';
import { backUp, latestBackup, placeOf, tryRestore, type Operator } from '#ops/backup/operate.ts';
import { backupSettingsOf } from '#ops/backup/settings.ts';
import { readTimetable } from '#ops/backup/timetable.ts';
import { whileAlone } from '#store/backup/chore-lock.ts';
import { keepHeartbeat } from '#store/monitoring/availability.ts';
import { listOperations, requestOperation, type OperationKind } from '#store/monitoring/operations.ts';
import { emptyTestDatabase, testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { recordHour, temporaryFolder } from './installations.ts';

const { database, address } = await testDatabase();
const firm = await testFirm(database);
await recordHour(contextOf(database, firm), firm, 'an hour');

const scratch = async () => {
  const { address: there } = await emptyTestDatabase();
  // It goes when the test ends.
  return { address: there, async drop() {} };
};

const now = () => Temporal.Now.instant().toString();
/** The time of day that has just passed. */
const justNow = Temporal.Now.plainTimeISO('UTC').subtract({ minutes: 1 }).toString().slice(0, 5);

function operatorWith(given: Parameters<typeof backupSettingsOf>[0]): Operator {
  const settings = backupSettingsOf(given);
  return {
    database,
    address,
    secret: 'a secret of sessions',
    settings,
    dataFolder: temporaryFolder(),
    clock: now,
    openScratch: scratch,
  };
}

const operations = async (kind: OperationKind) =>
  database.asInstallation((tx) => listOperations(tx, { kind, beforeId: null, limit: 100 }));
/** As if the last operations had been two days ago. */
const longAgo = () =>
  database.asInstallation((tx) =>
    tx.query(`update operation set started_at = started_at - interval '2 days'`),
  );
const quiet = { error() {} };

async function letThemWork(operators: readonly Operator[]): Promise<void> {
  const keepers = operators.map((operator) => keepDoing(operator, quiet, 20));
  let before = -1;
  for (let done = 0; done !== before || before < 1;) {
    before = done;
    await pause(1_500);
    const all = await Promise.all([operations('backup'), operations('restoreDrill')]);
    done = all.flat().filter(({ endedAt }) => endedAt !== null).length;
  }
  await Promise.all(keepers.map((keeper) => keeper.stop()));
}

test('three workers make one backup a night and one drill a week', async () => {
  const target = temporaryFolder();
  const given = {
    BACKUP_TARGET: target,
    BACKUP_AT: justNow,
    BACKUP_DRILL_AT: 'sunday 00:00',
    BACKUP_KEEP: '9 daily',
  };
  const operators = [1, 2, 3].map(() => operatorWith(given));
  const counts = async () => [(await operations('backup')).length, (await operations('restoreDrill')).length];
  await letThemWork(operators);
  assert.deepEqual(await counts(), [1, 1]);
  await letThemWork(operators);
  assert.deepEqual(await counts(), [1, 1]);

  // The night after.
  await database.asInstallation((tx) =>
    tx.query(`update operation set started_at = started_at - interval '1 day' where kind = 'backup'`),
  );
  await letThemWork(operators);
  assert.deepEqual(await counts(), [2, 1]);
  const all = [...(await operations('backup')), ...(await operations('restoreDrill'))];
  assert.ok(all.every(({ outcome }) => outcome === 'succeeded'));
});

test('a backup tells what it was, and a drill what it found', async () => {
  const operator = operatorWith({ BACKUP_TARGET: temporaryFolder() });
  const place = placeOf(operator.settings);
  await backUp(operator, place);
  const [backup] = await operations('backup');
  assert.equal(backup!.detail['place'], place.description);
  assert.ok((backup!.detail['storedBytes'] as number) > 1000);
  await tryRestore(operator, place, (await latestBackup(place)).folder);
  const [drill] = await operations('restoreDrill');
  assert.deepEqual([drill!.outcome, drill!.detail['firms']], ['succeeded', 1]);
  assert.equal(drill!.detail['rows'], backup!.detail['rows']);
});

test('a drill on a PostgreSQL of its own leaves nothing behind', async () => {
  const operator = operatorWith({ BACKUP_TARGET: temporaryFolder() });
  const place = placeOf(operator.settings);
  await backUp(operator, place);
  chmodSync(operator.dataFolder, 0o711);
  // What a drill left behind that was killed goes, too.
  mkdirSync(join(operator.dataFolder, 'drill-4194304-x', 'postgres'), { recursive: true });
  const openScratch = () => scratchCluster(operator.dataFolder);
  await tryRestore({ ...operator, openScratch }, place, (await latestBackup(place)).folder);
  assert.deepEqual(readdirSync(operator.dataFolder), []);
});

test('a drill fails of a ledger that does not agree with its lines', async (t) => {
  const operator = operatorWith({ BACKUP_TARGET: temporaryFolder() });
  const place = placeOf(operator.settings);
  const move = (minor: number) =>
    database.asInstallation((tx) =>
      tx.query(
        'update job_balance set wip_time_minor = wip_time_minor + $1, billed_minor = billed_minor - $1',
        [minor],
      ),
    );
  await move(100);
  t.after(() => move(-100));
  await backUp(operator, place);
  await assert.rejects(
    tryRestore(operator, place, (await latestBackup(place)).folder),
    /does not agree with its lines: differences in Test Firm/,
  );
  assert.equal((await operations('restoreDrill'))[0]!.outcome, 'failed');
});

test('a backup that fails says so and is not tried again at once', async () => {
  await longAgo();
  const file = join(temporaryFolder(), 'a file, where a folder should be');
  writeFileSync(file, '');
  const before = (await operations('backup')).length;
  const operator = operatorWith({ BACKUP_TARGET: file, BACKUP_AT: justNow });
  const keepers = keepDoing(operator, quiet, 20);
  after(() => keepers.stop());
  while ((await operations('backup')).filter(({ outcome }) => outcome === 'failed').length === 0)
    await pause(50);
  await keepers.stop();
  const [failed] = await operations('backup');
  assert.match(String(failed!.detail['error']), /ENOTDIR|EEXIST/);
  assert.equal((await operations('backup')).length, before + 1);
});

test('stopping a worker gives up the backup that is under way', async () => {
  await longAgo();
  const target = temporaryFolder();
  const operator = operatorWith({ BACKUP_TARGET: target, BACKUP_AT: justNow });
  const keeper = keepDoing(operator, quiet, 20);
  while (readdirSync(target).length === 0) await pause(2);
  await keeper.stop();
  assert.deepEqual(readdirSync(target), []);
  assert.equal((await operations('backup'))[0]!.outcome, 'failed');
});

test('ledgers are recounted once a night, whatever the recount says, and at once when an operator wants it', async (t) => {
  const operator = { ...operatorWith({}), recountAt: readTimetable(justNow) };
  const keepers = [1, 2].map(() => keepDoing(operator, quiet, 20));
  t.after(() => Promise.all(keepers.map((keeper) => keeper.stop())));
  const recounts = async () => (await operations('verify')).filter(({ endedAt }) => endedAt !== null);
  const waitFor = async (count: number) => {
    while ((await recounts()).length < count) await pause(20);
    await pause(500);
    assert.equal((await recounts()).length, count);
    return (await recounts())[0]!;
  };
  const first = await waitFor(1);
  assert.deepEqual([first.outcome, first.detail['firms'], first.detail['differences']], ['succeeded', 1, 0]);

  const move = (minor: number) =>
    database.asInstallation((tx) =>
      tx.query(
        'update job_balance set wip_time_minor = wip_time_minor + $1, billed_minor = billed_minor - $1',
        [minor],
      ),
    );
  await move(100);
  t.after(() => move(-100));
  await database.asInstallation((tx) => requestOperation(tx, 'verify'));
  const second = await waitFor(2);
  assert.equal(second.outcome, 'failed');
  assert.ok((second.detail['differences'] as number) > 0);
  assert.equal(second.detail['inFirms'], String(firm.firmId));
});

test('a worker that is told to stop lets go of a recount in the middle, which is then done again', async () => {
  await longAgo();
  const operator = { ...operatorWith({}), recountAt: readTimetable(justNow) };
  // Somebody else holds the ledger of the firm, so a recount would wait.
  const { promise: held, resolve: holds } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const holding = database.asInstallation(async (tx) => {
    await tx.query('lock table job_balance in access exclusive mode');
    holds();
    await released;
  });
  await held;
  const before = (await operations('verify')).length;
  const keeper = keepDoing(operator, quiet, 20);
  while ((await operations('verify')).length === before) await pause(20);
  await pause(200);
  const toldMs = performance.now();
  await keeper.stop();
  assert.ok(performance.now() - toldMs < 3_000);
  release();
  await holding;
  const again = keepDoing({ ...operator, clock: () => now().replace(/^\d{4}/, '2099') }, quiet, 20);
  while ((await operations('verify'))[0]!.outcome !== 'succeeded') await pause(20);
  await again.stop();
});

test('a server can say that it is there while a backup or a recount goes on', async () => {
  let isSaid = false;
  await whileAlone(address, async () => {
    await database.asInstallation((tx) => keepHeartbeat(tx), { lockTimeoutMs: 500 });
    isSaid = true;
  });
  assert.ok(isSaid);
});
