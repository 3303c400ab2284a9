// What `workledger restore` restores into, as an operator calls it.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import type { DatabaseAddress } from '#store/address.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { backUp, emptyDatabase, temporaryFolder, temporaryPlace } from './installations.ts';

const program = join(import.meta.dirname, '..', '..', 'bin', 'workledger.js');
const { database, address } = await testDatabase();
await testFirm(database);
const place = temporaryPlace();
await backUp(address, place);

function urlOf(where: DatabaseAddress): string {
  if ('connectionString' in where) return where.connectionString;
  const { host, port, user, database: name } = where;
  return `postgres://${user}@localhost:${port}/${name}?host=${encodeURIComponent(host)}`;
}

test('the database that --into names is filled, also where the installation has one past its pooler', async () => {
  const target = await emptyDatabase();
  const installation = { DATABASE_URL: urlOf(address), DATABASE_DIRECT_URL: urlOf(address) };
  await promisify(execFile)(
    process.execPath,
    [program, 'restore', place.path, '--into', urlOf(target.address)],
    { env: { PATH: process.env['PATH'], WORKLEDGER_DATA: temporaryFolder(), ...installation } },
  );
  const firms = await target.database.asInstallation((tx) => tx.query('select id from firm'));
  assert.equal(firms.length, 1);
});
