import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { wantedFrom, WrongWords } from './arguments.ts';
import type { Results } from './results.ts';
import { rows } from './rows/index.ts';

const names = rows.map(({ name }) => name);

test('only rows that there are may be asked for, by their whole names', () => {
  assert.deepEqual(wantedFrom(['--rows', 'run, peak'], names).rows, ['run', 'peak']);
  assert.deepEqual(wantedFrom([], names).rows, []);
  for (const word of ['nonsense', 'run,nonsense', 'ru', '']) {
    assert.throws(
      () => wantedFrom(['--rows', word], names),
      (error) => error instanceof WrongWords && names.every((name) => error.message.includes(name)),
      word,
    );
  }
});

test('the benchmark says which rows there are, and measures nothing, when it is asked for another', async () => {
  const words = [join(import.meta.dirname, 'main.ts'), '--small', '--rows', 'nonsense'];
  await assert.rejects(promisify(execFile)(process.execPath, words), {
    code: 2,
    stdout: '',
    stderr: `--rows takes names of rows, not "nonsense". Rows: ${names.join(', ')}.\n`,
  });
});

test('the benchmark measures every row of a small firm, and its ledger is right afterwards', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'workledger-bench-test-'));
  try {
    const [json, page, plans] = ['figures.json', 'page.md', 'plans.md'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const files = ['--json', json, '--results', page, '--plans', plans];
    const words = [join(import.meta.dirname, 'main.ts'), '--small', ...files];
    const { stdout } = await promisify(execFile)(process.execPath, words);
    const { runs } = JSON.parse(readFileSync(json, 'utf8')) as Results;
    const { figures } = runs[0]!;
    for (const { name } of rows) assert.match(stdout, new RegExp(`^${name} \\(.*\\n  .+\\d`, 'm'));
    for (const { name, value } of figures) assert.equal(typeof value, 'number', `${name} has no value`);
    const text = readFileSync(page, 'utf8');
    for (const { name } of figures) assert.ok(text.includes(`| ${name} |`), `${name} is not on the page`);
    const paths = readFileSync(plans, 'utf8').split('\n## ').slice(1);
    assert.ok(paths.length >= 12);
    for (const path of paths) assert.match(path, /```\n.*\n\S.* ms, \d+ rows/, path);
    const differing = figures.filter(({ name }) => /differences|differ from/.test(name));
    assert.equal(differing.length, 7);
    for (const { name, value } of differing) assert.equal(value, 0, name);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
