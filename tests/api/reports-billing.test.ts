// The reports of billing over HTTP: on a random history against a plain fold over its journals, and on small stories.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { foldBalances } from '#core/ledger/fold.ts';
import { noBalances, type Balances } from '#core/ledger/accounts.ts';
import { postRandomHistory } from '#store/reports/testing/random-history.ts';
import { createApiTest } from './testing.ts';

const api = await createApiTest({ now: '2026-03-31T02:00:00Z' });
const history = await postRandomHistory(api.database, api.firm, { seed: 23, batches: 160, jobs: 6 });
const owner = api.as('owner');

const cents = (text: string | null): number => (text === null ? 0 : Math.round(Number(text) * 100));
const sumOf = (rows: readonly Record<string, string>[], field: string): number =>
  rows.reduce((sum, row) => sum + cents(row[field]!), 0);

async function json(path: string) {
  const answer = await owner.get(path.replace('/api/v1', ''));
  assert.equal(answer.status, 200, `${path}: ${answer.text}`);
  return answer.body;
}

/** The changes of the accounts of each job in a period, from the journals themselves. */
function movedBetween(from: string, to: string, knownAt = '9999'): Map<number, Balances> {
  const found = history.journals.filter(
    ({ journal, recordedAt }) =>
      journal.effectiveOn >= from && journal.effectiveOn <= to && recordedAt <= knownAt,
  );
  return foldBalances(found.map(({ journal }) => journal));
}

const periods = [
  ['2025-08-01', '2026-06-30'],
  ['2025-12-11', '2026-01-20'],
  ['2026-01-01', '2026-01-31'],
  ['2026-02-03', '2026-02-09'],
] as const;

for (const [from, to] of periods) {
  test(`realisation from ${from} to ${to} is what the journals of the period say`, async () => {
    const { items, totals } = await json(`/reports/realisation?from=${from}&to=${to}&groupBy=job`);
    const moved = movedBetween(from, to);
    for (const jobId of history.jobIds) {
      const row = items.find(({ id }: { id: string }) => id === String(jobId));
      const { billed, interim, writtenOff, writtenOn } = moved.get(jobId) ?? noBalances();
      assert.equal(cents(row?.billed ?? null), Number(billed + interim));
      assert.equal(cents(row?.writtenOff ?? null), Number(writtenOff));
      assert.equal(cents(row?.writtenOn ?? null), Number(-writtenOn));
    }
    for (const row of [...items, ...totals]) {
      assert.equal(cents(row.worked), cents(row.billed) + cents(row.writtenOff) - cents(row.writtenOn));
    }
  });

  test(`realisation from ${from} to ${to} has the same totals however it is grouped`, async () => {
    const question = `from=${from}&to=${to}`;
    const { totals } = await json(`/reports/realisation?${question}&groupBy=job`);
    for (const groupBy of ['none', 'client', 'manager', 'partner', 'category', 'staff', 'task', 'month']) {
      const grouped = await json(`/reports/realisation?${question}&groupBy=${groupBy}`);
      assert.deepEqual(grouped.totals, totals, groupBy);
      assert.equal(sumOf(grouped.items, 'billed'), sumOf(totals, 'billed'), groupBy);
    }
  });
}

test('realisation by month puts each line in the month of its day', async () => {
  const { items } = await json('/reports/realisation?from=2025-12-11&to=2026-02-20&groupBy=month');
  for (const { month, billed } of items) {
    const last = month === '2026-02-01' ? '2026-02-20' : `${month.slice(0, 8)}31`;
    const first = month === '2025-12-01' ? '2025-12-11' : month;
    let expected = 0n;
    for (const balances of movedBetween(first, last).values()) expected += balances.billed + balances.interim;
    assert.equal(cents(billed), Number(expected), month);
  }
  assert.ok(items.length >= 2);
});

test('realisation known at a moment leaves out what was recorded later, by staff too', async () => {
  const knownAt = '2026-01-20T12:00:00Z';
  const moved = movedBetween('2025-12-01', '2026-01-31', knownAt);
  const expected = [...moved.values()].reduce((sum, { billed, interim }) => sum + billed + interim, 0n);
  for (const groupBy of ['job', 'staff']) {
    const { totals } = await json(
      `/reports/realisation?from=2025-12&to=2026-01&groupBy=${groupBy}&knownAt=${knownAt}`,
    );
    assert.equal(sumOf(totals, 'billed'), Number(expected), groupBy);
  }
});

test('a month stands for its own first or last day', async () => {
  const byMonths = await json('/reports/realisation?from=2026-01&to=2026-02');
  assert.equal(byMonths.from, '2026-01-01');
  assert.equal(byMonths.to, '2026-02-28');
  assert.deepEqual(byMonths, await json('/reports/realisation?from=2026-01-01&to=2026-02-28'));
  for (const wrong of ['from=2026-13&to=2026-14', 'from=Jan&to=2026-02', 'from=2026-03&to=2026-02']) {
    assert.equal((await owner.get(`/reports/realisation?${wrong}`)).status, 400, wrong);
  }
});

const writeOffGroupings = [
  'none',
  'client',
  'job',
  'manager',
  'partner',
  'category',
  'staff',
  'task',
  'reason',
  'source',
  'author',
  'month',
];

test('write-offs are the changes of their accounts in every grouping, and their lines add up to them', async () => {
  for (const [from, to] of periods) {
    let off = 0n;
    let on = 0n;
    for (const { writtenOff, writtenOn } of movedBetween(from, to).values()) {
      off += writtenOff;
      on -= writtenOn;
    }
    const question = `from=${from}&to=${to}`;
    for (const groupBy of writeOffGroupings) {
      const { items, totals } = await json(`/reports/write-offs?${question}&groupBy=${groupBy}`);
      assert.equal(sumOf(items, 'writtenOff'), Number(off), groupBy);
      assert.equal(sumOf(items, 'writtenOn'), Number(on), groupBy);
      assert.equal(sumOf(totals, 'net'), Number(off - on), groupBy);
    }
    const lines = await json(`/reports/write-off-lines?${question}&limit=10000`);
    assert.equal(sumOf(lines.items, 'writtenOff'), Number(off));
    assert.equal(sumOf(lines.items, 'net'), sumOf(lines.totals, 'net'));
  }
});

test('the lines of write-offs come page by page in one order', async () => {
  const question = 'from=2025-08-01&to=2026-06-30';
  const whole = await json(`/reports/write-off-lines?${question}&limit=10000`);
  assert.ok(whole.items.length > 15);
  const seen: unknown[] = [];
  let cursor = '';
  do {
    const page = await json(`/reports/write-off-lines?${question}&limit=4${cursor}`);
    seen.push(...page.items);
    cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
  } while (cursor !== '');
  assert.deepEqual(seen, whole.items);
  const other = await owner.get(`/reports/write-off-lines?${question}&cursor=WyJ4IiwxXQ`);
  assert.equal(other.body.code, 'invalidCursor');
});

test('each figure leads to rows or lines that add up to it', async () => {
  const period = 'from=2025-12-11&to=2026-02-20';
  for (const groupBy of writeOffGroupings) {
    for (const row of (await json(`/reports/write-offs?${period}&groupBy=${groupBy}`)).items) {
      if (row.links.lines === undefined) continue;
      const lines = await json(`${row.links.lines}&limit=10000`);
      assert.equal(sumOf(lines.items, 'net'), cents(row.net), `${groupBy} ${row.links.lines}`);
    }
  }
  for (const groupBy of ['none', 'client', 'job', 'staff', 'task', 'month']) {
    for (const row of (await json(`/reports/realisation?${period}&groupBy=${groupBy}`)).items) {
      if (row.links.jobs !== undefined) {
        const finer = await json(row.links.jobs);
        assert.equal(sumOf(finer.items, 'billed'), cents(row.billed), row.links.jobs);
      }
      if (row.links.writtenOff !== undefined) {
        const lines = await json(`${row.links.writtenOff}&limit=10000`);
        assert.equal(sumOf(lines.items, 'writtenOff'), cents(row.writtenOff), row.links.writtenOff);
      }
    }
  }
});

test('a write-off by hand stands under its reason and author, and nothing is left of it once undone', async () => {
  const { firm } = api;
  const reason = await owner.post('/adjustment-reasons', { name: 'Goodwill' });
  const time = await owner.post('/time-entries', {
    entries: [
      {
        jobId: String(firm.jobId),
        jobTaskId: String(firm.jobTaskId),
        staffId: String(firm.staffId),
        workedOn: '2026-03-30',
        minutes: 120,
      },
    ],
  });
  const itemId = time.body.entries[0].id;
  const written = await api.as('bookkeeper').post('/write-offs', {
    items: [{ itemId, amount: '100.00' }],
    reasonId: reason.body.id,
    note: 'Agreed by phone',
    effectiveOn: '2026-03-30',
  });
  assert.equal(written.status, 201, written.text);
  const question = `from=2026-03-30&to=2026-03-31&reasonId=${reason.body.id}`;
  const [line] = (await json(`/reports/write-off-lines?${question}`)).items;
  assert.equal(line.writtenOff, '100.00');
  assert.equal(line.reason, 'Goodwill');
  assert.equal(line.note, 'Agreed by phone');
  assert.equal(line.source, 'writeOff');
  assert.equal(line.author, 'bookkeeper');
  assert.equal(line.staffName, 'Ana');
  const [byReason] = (await json(`/reports/write-offs?${question}&groupBy=reason`)).items;
  assert.deepEqual([byReason.name, byReason.net, byReason.entries], ['Goodwill', '100.00', 1]);
  assert.equal(
    (await json(`/reports/realisation?from=2026-03-30&to=2026-03-31&groupBy=staff`)).totals[0].realisation,
    '0.00',
  );

  const undone = await owner.post(`/wip-actions/${written.body.wipActionId}/undo`, {});
  assert.ok(undone.status < 300, undone.text);
  assert.deepEqual((await json(`/reports/write-offs?${question}&groupBy=reason`)).items, []);
  const lines = (await json(`/reports/write-off-lines?${question}`)).items;
  assert.deepEqual(
    lines.map(({ net, author }: Record<string, string>) => [net, author]),
    [
      ['100.00', 'bookkeeper'],
      ['-100.00', 'bookkeeper'],
    ],
  );
  assert.equal(lines[1].reverses, line.journalId);
});

test('billing, debtors and lock-up are answered with their links, and to those who may see invoices', async () => {
  const client = String(api.firm.clientId);
  const drafted = await owner.post('/invoices', {
    clientId: client,
    type: 'progress',
    basis: 'miscellaneous',
    invoicedOn: '2026-03-10',
    dueOn: '2026-03-20',
    pricing: 'calculated',
    jobs: [],
    lines: [{ kind: 'cost', description: 'Scanning', amount: '120.00' }],
    lineSettings: [],
  });
  assert.equal(drafted.status, 201, drafted.text);
  const { id, fingerprint } = drafted.body;
  const approved = await owner.post(`/invoices/${id}/approval`, { fingerprint });
  assert.ok(approved.status < 300, approved.text);

  const [billed] = (await json('/reports/billing?from=2026-03&to=2026-03&groupBy=client')).items;
  assert.deepEqual([billed.invoiced, billed.outsideWip], ['120.00', '120.00']);
  assert.deepEqual((await json(billed.links.documents)).items.length, 1);
  await json(billed.links.jobs);

  const [owing] = (await json('/reports/debtors-aged')).items;
  assert.deepEqual([owing.days1To30, owing.total, owing.invoices], ['120.00', '120.00', 1]);
  const [document] = (await json(owing.links.documents)).items;
  assert.deepEqual([document.id, document.outstanding, document.daysOverdue], [id, '120.00', 11]);
  await json(document.links.document);

  for (const groupBy of ['none', 'client', 'manager']) {
    const { items } = await json(`/reports/lock-up?groupBy=${groupBy}`);
    for (const row of items) for (const link of Object.values<string>(row.links)) await json(link);
  }
  const early = await api.as('owner').get('/reports/lock-up?asAt=1900-01-01');
  assert.deepEqual([early.status, early.body.errors[0].field], [400, 'asAt']);
  for (const name of ['billing?from=2026-03&to=2026-03', 'debtors-aged', 'debtor-documents', 'lock-up']) {
    assert.equal((await api.as('staff').get(`/reports/${name}`)).status, 403, name);
    assert.equal((await api.as('projectManager').get(`/reports/${name}`)).status, 200, name);
  }
});

test('who may not see WIP is refused', async () => {
  for (const name of ['realisation', 'write-offs', 'write-off-lines']) {
    const answer = await api.as('staff').get(`/reports/${name}?from=2026-01&to=2026-02`);
    assert.equal(answer.status, 403, name);
  }
});
