import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importRule } from './rules/layers.ts';
import { migrationRule } from './rules/migrations.ts';
import { sizeRule } from './rules/sizes.ts';
import { wordingRule } from './rules/wording.ts';
import type { Rule } from './rule.ts';

async function found(rule: Rule, path: string, text: string): Promise<string[]> {
  return (await rule.find([{ path, text }]))
    .filter((finding) => finding.path === path)
    .map(({ message }) => message);
}

const imports: readonly [path: string, text: string, isAllowed: boolean][] = [
  ['src/core/wip/a.ts', "import { b } from '../ledger/b.ts';", true],
  ['src/core/wip/a.ts', "import { b } from '../billing/b.ts';", false],
  ['src/core/money/a.ts', "import type { B } from '#core/refusal.ts';", true],
  ['src/core/money/a.ts', "import type { B } from '#core/calendar/b.ts';", false],
  ['src/core/pricing/a.ts', "import { readFile } from 'node:fs';", false],
  ['src/contract/a.ts', "import { z } from 'zod';", true],
  ['src/contract/a.ts', "import pg from 'pg';", false],
  ['src/store/a.ts', "import type { B } from '#contract/b.ts';", false],
  ['src/api/routes/a.ts', "import {\n  b,\n} from '#store/b.ts';", false],
  ['src/api/routes/a.ts', "const b = await import('#store/b.ts');", false],
  ['src/worker/a.ts', "import { b } from '#store/queue.ts';", true],
  ['src/worker/a.ts', "import { b } from '#store/queues.ts';", false],
  ['web/pages/a.tsx', "import { b } from '#core/money/b.ts';", true],
  ['web/pages/a.tsx', "import { b } from '#core/ledger/b.ts';", false],
  ['web/pages/a.tsx', "import './a.css';", true],
  ['src/core/wip/a.test.ts', "import { b } from '#store/b.ts';", true],
  ['src/elsewhere/a.ts', '', false],
];

for (const [path, text, isAllowed] of imports) {
  test(`${path}: ${text.replaceAll(/\s+/g, ' ')} is ${isAllowed ? 'allowed' : 'found'}`, async () => {
    assert.equal((await found(importRule, path, text)).length, isAllowed ? 0 : 1);
  });
}

test('a long file is found, a long file of data is not', async () => {
  const text = 'line\n'.repeat(501);
  assert.match((await found(sizeRule, 'src/store/a.ts', text))[0]!, /501 lines/);
  assert.deepEqual(await found(sizeRule, 'tests/fixtures/a.ts', text), []);
});

test('an exception that is not needed any more is found', async () => {
  const findings = await sizeRule.find([]);
  assert.ok(findings.length > 0);
});

test('the path of a machine is found, a folder of every system and an alias are not', async () => {
  const of = (text: string) => found(wordingRule, 'docs/a.md', text);
  assert.equal((await of(['', 'home', 'ada', 'project'].join('/'))).length, 1);
  assert.deepEqual(await of('/var/lib/workledger, #store/work/a.ts, ../work/a.ts, src/home/a.ts'), []);
});

test('a clock is found inside and allowed at the rim', async () => {
  const text = 'const now = new Date();';
  assert.equal((await found(wordingRule, 'src/actions/a.ts', text)).length, 1);
  assert.deepEqual(await found(wordingRule, 'src/ops/a.ts', text), []);
  assert.deepEqual(await found(wordingRule, 'docs/a.md', text), []);
});

test('the environment is read through its one door', async () => {
  assert.deepEqual(await found(wordingRule, 'src/ops/a.ts', 'serve(readConfig(process.env));'), []);
  assert.equal((await found(wordingRule, 'src/ops/a.ts', "process.env['PORT']")).length, 1);
});

test('a gap between migrations is found', async () => {
  const of = (...names: string[]) =>
    migrationRule.find(names.map((name) => ({ path: `src/store/migrations/${name}`, text: '' })));
  assert.deepEqual(await of('0001_first.sql', '0002_second.sql'), []);
  assert.equal((await of('0001_first.sql', '0003_third.sql')).length, 1);
  assert.equal((await of('0001_first.sql', '0002-second.sql')).length, 1);
});
