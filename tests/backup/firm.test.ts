// A firm that moves to another installation: everything of it is there, and nothing of it is different.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { contextOf } from '#actions/testing/practice.ts';
import { exportFirm } from '#ops/backup/export-firm.ts';
import { importFirm } from '#ops/backup/import-firm.ts';
import { openDatabase } from '#store/database.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { demoFirm, demoFirmId as firmId, smallFirm } from '../demo-firm.ts';
import { recordHour, temporaryFolder } from './installations.ts';

const here = await testDatabase({}, demoFirm(smallFirm));
const there = await testDatabase();
const folder = temporaryFolder();
await decorate();

/** What a demo firm lacks: a logo, odd texts, a change of the firm, closed and reopened months, mail on its way. */
async function decorate(): Promise<void> {
  const logo = Buffer.from('89504e470d0a1a0a00ff', 'hex');
  await here.database.asInstallation(async (tx) => {
    const say = (sql: string, ...params: unknown[]) => tx.query(sql, [firmId, ...params]);
    await say(`update document_template set logo = $2, logo_type = 'image/png' where firm_id = $1`, logo);
    await say(
      `update client set address = $2, phone = '' where firm_id = $1`,
      'Line "one"\nline two, \\N \u{1F40B}\r\n\ttab',
    );
    await say(
      `insert into change (firm_id, subject, subject_id, action, actor_id, recorded_at, after)
       select $1::int, s, $1::int, 'changed', min(id), now(), '{"rate": 9007199254740993, "name": "Kea \\u2028"}'
       from actor, unnest(array['firm', 'locks', 'client']) s where firm_id = $1::int group by s`,
    );
    // January is closed, opened again and closed again, then February.
    const close = (id: number, from: string, to: string, at: string) =>
      say(
        `insert into period_close (firm_id, id, began_on, ended_on, evidence, totals, actor_id, closed_at)
         overriding system value
         select $1, $2, $3, $4, '{}', '{}', min(id), $5 from actor where firm_id = $1`,
        id,
        from,
        to,
        at,
      );
    await close(9, '2020-01-01', '2020-01-31', '2020-02-03T00:00:00Z');
    await say(
      `insert into period_reopening (firm_id, close_id, reason, actor_id, reopened_at)
       select $1, 9, 'A receipt came late.', min(id), '2020-02-04T00:00:00Z' from actor where firm_id = $1`,
    );
    await close(8, '2020-01-01', '2020-01-31', '2020-02-05T00:00:00Z');
    await close(7, '2020-02-01', '2020-02-29', '2020-03-05T00:00:00Z');
    await say(
      `insert into mail (firm_id, document, client_id, recipients, subject, body, actor_id, created_at)
       select $1::int, 'statement', min(c.id), '{a@b.example}', 'S', 'B', min(a.id), now()
       from client c join actor a on a.firm_id = c.firm_id where c.firm_id = $1::int`,
    );
  });
}

const exportTo = (name: string, from = here, id = firmId) => {
  const path = join(folder, name);
  return exportFirm({ address: from.address, firmId: id, path, program: '0.0.0' }).then((contents) => ({
    path,
    contents,
  }));
};

test('a firm that finds no room, or no folder, is not exported, and whoever asked is told why', async () => {
  symlinkSync('/dev/full', join(folder, 'full.zip.part'));
  await assert.rejects(exportTo('full.zip'), { code: 'ENOSPC' });
  for (let time = 0; time < 20; time += 1)
    await assert.rejects(exportTo('nowhere/firm.zip'), { code: 'ENOENT' });
  // What was still being read fails a moment later, and has to do so quietly.
  await pause(200);
  assert.deepEqual(readdirSync(folder), []);
});

test('a firm that moved is the same firm, and works on', async (t) => {
  // The other installation has had other firms before, whose ids are in the way.
  const other = await testFirm(there.database);
  for (let entry = 0; entry < 5; entry += 1)
    await recordHour(contextOf(there.database, other), other, `${entry}`);
  const before = await verifyFirm(there.database, other.firmId);
  const { path, contents } = await exportTo('firm.zip');
  assert.ok(contents.tables.length > 40);
  assert.ok(contents.files.length === 1);

  const imported = await importFirm({ address: there.address, path, settleMs: 0 });
  assert.notEqual(imported.firmId, firmId);
  assert.deepEqual(imported.people, { added: contents.people.length, known: 0 });
  assert.deepEqual(await verifyFirm(there.database, imported.firmId), []);
  assert.deepEqual(await verifyFirm(there.database, other.firmId), before);

  const subjects = await there.database.inFirm(imported.firmId, (tx) =>
    tx.query<{ subject: string; id: bigint }>(
      `select subject, subject_id as id from change where firm_id = $1 and subject in ('firm', 'locks')`,
      [imported.firmId],
    ),
  );
  assert.deepEqual(new Set(subjects.map(({ id }) => Number(id))), new Set([imported.firmId]));
  assert.equal(new Set(subjects.map(({ subject }) => subject)).size, 2);

  // Sent on from there, it is the same again but for what was under way.
  const again = await exportTo('again.zip', there, imported.firmId);
  const different = again.contents.tables.filter(({ sha256 }, at) => sha256 !== contents.tables[at]!.sha256);
  assert.deepEqual(
    different.map(({ name }) => name),
    ['mail'],
  );
  assert.deepEqual(again.contents.totals, contents.totals);

  // New work in both firms gets ids that nothing else has.
  // A server that has held its ids for long enough draws others; this is one that has just been started.
  const restarted = openDatabase(there.address);
  t.after(() => restarted.close());
  await recordHour(contextOf(restarted, other), other, 'later');
  const [row] = await there.database.inFirm(imported.firmId, (tx) =>
    tx.query<Record<string, number>>(
      `select t.job_id as "jobId", t.id as "jobTaskId", s.id as "staffId", a.id as "actorId", m.id as "memberId"
       from job_task t, staff s, actor a, member m
       where t.firm_id = $1 and s.firm_id = $1 and a.firm_id = $1 and m.firm_id = $1 and m.actor_id = a.id
         and m.role = 'owner' and s.active limit 1`,
      [imported.firmId],
    ),
  );
  const moved = { ...other, ...row, firmId: imported.firmId };
  await recordHour(contextOf(restarted, moved), moved, 'after the move');
  assert.deepEqual(await verifyFirm(there.database, imported.firmId), []);
});

test('an import waits until no server holds ids that came with the firm', async () => {
  const fresh = await testDatabase();
  const { path } = await exportTo('waits.zip');
  const import_ = async (settleMs: number) => {
    const startedAt = performance.now();
    await importFirm({ address: fresh.address, path, settleMs });
    return performance.now() - startedAt;
  };
  assert.ok((await import_(60_000)) < 50_000, 'it waited where nobody can hold any');
  assert.ok((await import_(8_000)) > 7_900, 'it did not wait');
  await fresh.close();
});

test('people are who they are by their e-mail address, and bring no password', async () => {
  const third = await testDatabase();
  const { path, contents } = await exportTo('people.zip');
  const [first] = contents.people;
  await third.database.asInstallation((tx) =>
    tx.query(`insert into auth."user" (id, name, email) values ($1, 'Somebody', $2)`, [
      randomUUID(),
      first!.email.toUpperCase(),
    ]),
  );
  const { people } = await importFirm({ address: third.address, path, settleMs: 0 });
  assert.deepEqual(people, { added: contents.people.length - 1, known: 1 });
  const [row] = await third.database.asInstallation((tx) =>
    tx.query(
      `select (select count(*)::int from auth.account) as accounts, (select count(*)::int from api_key) as keys`,
    ),
  );
  assert.deepEqual(row, { accounts: 0, keys: 0 });
  await third.close();
});

test('the archive is read by others', async () => {
  const { path, contents } = await exportTo('open.zip');
  const out = join(folder, 'open');
  execFileSync('python3', [
    '-c',
    'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])',
    path,
    out,
  ]);
  const lines = readFileSync(join(out, 'tables/client.jsonl'), 'utf8').trimEnd().split('\n');
  const clients = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.equal(clients.length, contents.tables.find(({ name }) => name === 'client')!.rows);
  assert.equal(clients[0]!['address'], 'Line "one"\nline two, \\N \u{1F40B}\r\n\ttab');
  assert.equal(clients[0]!['phone'], '');
  assert.equal(clients[0]!['tax_number'], null);
  const csv = `import csv, json, sys
sys.stdout.write(json.dumps([r["address"] for r in csv.DictReader(open(sys.argv[1], newline=""))][:1]))`;
  const read = execFileSync('python3', ['-c', csv, join(out, 'tables/client.csv')], { encoding: 'utf8' });
  assert.deepEqual(JSON.parse(read), [clients[0]!['address']]);
  assert.equal(readFileSync(join(out, contents.files[0]!)).toString('hex'), '89504e470d0a1a0a00ff');
});

test('an archive that was changed is refused, and nothing of it is there', async () => {
  const { path } = await exportTo('whole.zip');
  const forged = join(folder, 'forged.zip');
  copyFileSync(path, forged);
  const change = `import sys, zipfile
source = zipfile.ZipFile(sys.argv[1]); target = zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED)
for item in source.infolist():
    data = source.read(item)
    if item.filename == sys.argv[3] and sys.argv[4] == "": continue
    if item.filename == sys.argv[3]: data = data.replace(sys.argv[4].encode(), sys.argv[5].encode(), 1)
    target.writestr(item, data)
target.close()`;
  const forge = (...words: string[]) => execFileSync('python3', ['-c', change, path, forged, ...words]);
  const refused = (wanted: RegExp) =>
    assert.rejects(importFirm({ address: there.address, path: forged, settleMs: 0 }), wanted);
  const firms = () =>
    there.database.asInstallation((tx) =>
      tx.query('select count(*) from firm union all select count(*) from actor'),
    );
  const before = await firms();
  forge('tables/staff.csv', ',t,', ',f,');
  await refused(/tables\/staff\.csv of the archive is damaged/);
  forge('tables/staff.csv', '', '');
  await refused(/tables\/staff\.csv is missing/);
  forge('firm.json', '"checksum": "', '"checksum": "0');
  await refused(/Bring both installations to the same release/);
  forge('firm.json', '"formatVersion": 1', '"formatVersion": 2');
  await refused(/format 2/);
  const name = 'tables/ledger_line.csv';
  // What is broken at once shows before its rows have somewhere to go.
  for (const place of [0, 1, 500]) {
    const bytes = readFileSync(path);
    bytes[bytes.indexOf(name) + name.length + place]! ^= 7;
    writeFileSync(forged, bytes);
    await refused(/tables\/ledger_line\.csv of the archive is damaged/);
  }
  writeFileSync(forged, 'no archive');
  await refused(/cannot be read as an archive/);
  assert.deepEqual(await firms(), before);
});

test('an archive whose ledger does not agree with its lines is refused', async () => {
  const move = (minor: number) =>
    here.database.asInstallation((tx) =>
      tx.query(
        `update job_balance set wip_time_minor = wip_time_minor + $2, billed_minor = billed_minor - $2
         where firm_id = $1 and job_id = (select min(job_id) from job_balance where firm_id = $1)`,
        [firmId, minor],
      ),
    );
  await move(1);
  const { path } = await exportTo('tampered.zip');
  await move(-1);
  await assert.rejects(
    importFirm({ address: there.address, path, settleMs: 0 }),
    /The ledger in the archive does not agree with its lines/,
  );
});
