import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

test('the benchmark measures every row of a small firm, and its ledger is right afterwards', async () => {
  const main = join(import.meta.dirname, 'main.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [main, '--small']);
  for (const name of [
    'Estimated Billings, whole',
    'As at last month end',
    'Bulk, in the store',
    'over HTTP',
    'Billing run of 6 jobs, rehearsed',
    'Billing run of 6 jobs, drafted, approved, numbered',
    'beside a run',
    'Bytes per',
  ]) {
    assert.ok(stdout.includes(name), `no figure of "${name}" in:\n${stdout}`);
  }
  assert.match(stdout, /Verify .* 0 differences/);
});
