import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '#store/testing/database.ts';
import { importing, type Importing } from './testing/importing.ts';
import { filesOfScenarios, numberOf, scenarios } from './testing/scenarios.ts';

const { database } = await testDatabase();

const firm: Importing = await importing(database);
const batch = await firm.run(filesOfScenarios());

for (const [index, scenario] of scenarios.entries()) {
  test(scenario.name, async () => {
    const number = numberOf(index);
    const lines = (await firm.ledger(number)).map((line) => line.slice(11));
    assert.deepEqual(
      lines.filter((line) => !/^(time|cost) /.test(line)),
      scenario.lines,
    );
    assert.equal(await firm.netWip(number), scenario.netWip);
    const [balance] = await uninvoiced(number);
    assert.equal(balance, scenario.uninvoicedQuote);
  });
}

test('nothing is left to say of invoices that are clear', async () => {
  const problems = await firm.problems(batch.id);
  assert.deepEqual(
    problems.map(({ code, detail }) => `${code} ${detail}`),
    [],
  );
});

test('the same files again change nothing', async () => {
  const before = [await firm.count('journal'), await firm.count('ledger_line'), await firm.count('invoice')];
  const again = await firm.run(filesOfScenarios());
  assert.notEqual(again.id, batch.id);
  assert.deepEqual(
    [await firm.count('journal'), await firm.count('ledger_line'), await firm.count('invoice')],
    before,
  );
  for (const [kind, counts] of Object.entries(again.counts)) {
    assert.equal(counts.created ?? 0, 0, kind);
    assert.equal(counts.changed ?? 0, 0, kind);
    assert.equal(counts.unchanged, counts.read, kind);
  }
});

test('the verifier finds nothing wrong', async () => {
  assert.deepEqual(await firm.verify(), []);
});

function uninvoiced(number: string): Promise<(string | undefined)[]> {
  return database.inFirm(firm.firm.firmId, async (tx) => {
    const rows = await tx.query<{ minor: bigint; quotes: number }>(
      `select b.uninvoiced_quote_minor as minor, (select count(*)::int from quote q where q.firm_id = $1 and q.job_id = j.id) as quotes
       from job j join job_balance b on b.firm_id = j.firm_id and b.job_id = j.id where j.firm_id = $1 and j.number = $2`,
      [tx.firmId, number],
    );
    return rows.map(({ minor, quotes }) => (quotes === 0 ? undefined : (Number(minor) / 100).toFixed(2)));
  });
}
