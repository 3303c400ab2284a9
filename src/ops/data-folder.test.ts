import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { keptSecret, lockDataFolder, prepareDataFolder } from './data-folder.ts';

const base = mkdtempSync(join(tmpdir(), 'workledger-data-'));
after(() => rmSync(base, { recursive: true, force: true }));

function folder(name: string): string {
  const path = join(base, name);
  prepareDataFolder(path);
  return path;
}

const lockModule = JSON.stringify(join(import.meta.dirname, 'data-folder.ts'));

test('a second user of a data folder is told who has it and what to do', () => {
  const path = folder('taken');
  const lock = lockDataFolder(path, 'serve');
  lock.describe('process 4711 (workledger serve, http://127.0.0.1:3000)');
  assert.throws(
    () => lockDataFolder(path, 'serve'),
    /in use by process 4711 \(workledger serve, http:\/\/127\.0\.0\.1:3000\)\. Stop that one first, or set WORKLEDGER_DATA/,
  );
  lock.release();
  lockDataFolder(path, 'serve').release();
});

test('a lock dies with the process that held it', async () => {
  const path = folder('orphaned');
  const program = `import { lockDataFolder } from ${lockModule};
    const lock = lockDataFolder(${JSON.stringify(path)}, 'serve');
    console.log('held');
    setInterval(() => lock, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  assert.throws(() => lockDataFolder(path, 'serve'), new RegExp(`in use by process ${holder.pid}`));
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  lockDataFolder(path, 'serve').release();
});

test('the secret is made once and readable by its owner only', () => {
  const path = folder('secret');
  const secret = keptSecret(path);
  assert.ok(secret.length >= 64);
  assert.equal(keptSecret(path), secret);
  assert.equal(statSync(join(path, 'secret')).mode & 0o777, 0o600);
});

test('a data folder that cannot be made names the variable to set', () => {
  const file = join(base, 'file');
  writeFileSync(file, '');
  assert.throws(
    () => prepareDataFolder(join(file, 'data')),
    /cannot be made \(ENOTDIR\)\. Set WORKLEDGER_DATA/,
  );
});
