import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readConfig } from '../config.ts';
import { passphraseOf } from './settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'workledger-settings-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('backups are not made by themselves unless asked for', () => {
  const { backup } = readConfig({});
  assert.deepEqual(
    [backup.target, backup.at, backup.drillAt, backup.s3],
    [undefined, undefined, undefined, undefined],
  );
  assert.deepEqual(backup.keep, { daily: 7, weekly: 5, monthly: 12, yearly: 10 });
});

test('the environment says when, where and how long', () => {
  const { backup } = readConfig({
    BACKUP_TARGET: 's3://books/main',
    BACKUP_AT: '02:00',
    BACKUP_DRILL_AT: 'Sunday 04:30',
    BACKUP_KEEP: '3 daily, 1 yearly',
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL_S3: 'https://s3.example.com',
  });
  assert.deepEqual(backup.at, { hour: 2, minute: 0, weekday: null });
  assert.deepEqual(backup.drillAt, { hour: 4, minute: 30, weekday: 7 });
  assert.deepEqual(backup.keep, { daily: 3, weekly: 0, monthly: 0, yearly: 1 });
  assert.deepEqual([backup.s3?.region, backup.s3?.endpoint], ['us-east-1', 'https://s3.example.com']);
});

test('what cannot be used is named with what would be', () => {
  const given = {
    BACKUP_AT: 'at night',
    BACKUP_KEEP: 'everything',
    BACKUP_PASSPHRASE: 'short',
    BACKUP_DRILL_AT: '25:00',
  };
  assert.throws(
    () => readConfig(given),
    ({ message }: Error) =>
      ['BACKUP_AT', 'BACKUP_KEEP', 'BACKUP_PASSPHRASE', 'BACKUP_DRILL_AT'].every((name) =>
        message.includes(name),
      ) && !message.includes('"short"'),
  );
});

test('the passphrase may stand in a file', () => {
  const file = join(folder, 'key');
  const read = () => passphraseOf(readConfig({ BACKUP_KEY_FILE: file }).backup);
  assert.throws(read, /BACKUP_KEY_FILE .* cannot be read/);
  writeFileSync(file, 'short\n');
  assert.throws(read, /holds less than 12 characters/);
  writeFileSync(file, '  four words of mine\n');
  assert.equal(read(), 'four words of mine');
});
