// Reports over HTTP: every figure ties to another one, and files hold what the screen shows.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { z } from 'zod';
import { reportNamed, reports } from '#api/routes/reports/registry.ts';
import { postRandomHistory } from '#store/reports/testing/random-history.ts';
import { createApiTest } from './testing.ts';

const api = await createApiTest({ now: '2026-03-31T02:00:00Z' });
const history = await postRandomHistory(api.database, api.firm, { seed: 11, batches: 120, jobs: 6 });
const owner = api.as('owner');

const cents = (text: string | null): number => (text === null ? 0 : Math.round(Number(text) * 100));

async function json(path: string) {
  const answer = await owner.get(path);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

test('ages and interims of every row add up to its net WIP, and the rows to the totals', async () => {
  const { items, totals, live } = await json('/reports/estimated-billings');
  assert.equal(live, true);
  assert.ok(items.length >= 5);
  for (const row of items) {
    const ages = [row.ageCurrent, row.ageOneMonth, row.ageTwoMonths, row.ageThreeMonthsPlus, row.interims];
    assert.equal(
      ages.reduce((sum: number, age: string) => sum + cents(age), 0),
      cents(row.netWip),
    );
  }
  const sum = items.reduce((total: number, row: { netWip: string }) => total + cents(row.netWip), 0);
  assert.equal(cents(totals[0].netWip), sum);
  assert.equal(totals[0].jobs, items.length);
});

test('a long answer comes in the packing that the caller reads, and says the same in each', async () => {
  const path = '/reports/estimated-billings';
  const plain = await json(path);
  for (const [accepted, packing, unpack] of [
    ['gzip, deflate, br, zstd', 'zstd', zstdDecompressSync],
    ['gzip, deflate, br', 'gzip', gunzipSync],
  ] as const) {
    const answer = await api.server.inject({
      url: `/api/v1${path}`,
      headers: { 'accept-encoding': accepted, authorization: `Bearer ${api.keyOf('owner')}` },
    });
    assert.equal(answer.headers['content-encoding'], packing);
    assert.deepEqual(JSON.parse(unpack(answer.rawPayload).toString()), plain);
  }
});

test('pages of one row hold the same rows in the same order as the whole, whatever they are sorted by', async () => {
  for (const sort of [
    'netWip',
    'uninvoicedQuote',
    'managerName',
    'lastBilledOn',
    'jobNumber',
    'lastActivityOn',
  ]) {
    for (const question of [`sort=${sort}`, `sort=${sort}&order=descending&groupBy=client&asAt=2026-02-10`]) {
      const whole = await json(`/reports/estimated-billings?${question}`);
      const seen: unknown[] = [];
      let cursor = '';
      do {
        const page = await json(`/reports/estimated-billings?${question}&limit=1${cursor}`);
        if (cursor === '') assert.deepEqual(page.totals, whole.totals);
        if (cursor === '') assert.deepEqual(page.groups, whole.groups);
        seen.push(...page.items);
        cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
      } while (cursor !== '');
      assert.deepEqual(seen, whole.items, question);
    }
  }
});

test('a cursor of another order, or one made up, is refused', async () => {
  const { nextCursor } = await json('/reports/estimated-billings?limit=1');
  for (const question of [
    `sort=netWip&cursor=${nextCursor}`,
    'cursor=bm9uZQ',
    `groupBy=client&cursor=${nextCursor}`,
  ]) {
    const answer = await owner.get(`/reports/estimated-billings?${question}`);
    assert.equal(answer.body.code, 'invalidCursor', question);
  }
});

test('filters by sign and least amount find what they say', async () => {
  const all = (await json('/reports/estimated-billings')).items;
  const negative = (await json('/reports/estimated-billings?sign=negative')).items;
  assert.equal(negative.length, all.filter((row: { netWip: string }) => cents(row.netWip) < 0).length);
  const large = (await json('/reports/estimated-billings?minimum=1000')).items;
  assert.equal(
    large.length,
    all.filter((row: { netWip: string }) => Math.abs(cents(row.netWip)) >= 100_000).length,
  );
  const found = (await json('/reports/estimated-billings?text=random%20JOB%201')).items;
  assert.equal(found.length, 1);
  assert.deepEqual((await json('/reports/estimated-billings?text=%25')).items, []);
});

test('WIP control ties: opening and movements make closing, and both ends are the reports of those days', async () => {
  const control = await json('/reports/wip-control?from=2025-12-11&to=2026-02-20&groupBy=job');
  const figures = ['opening', 'time', 'costs', 'revalued', 'moved', 'writtenOn', 'writtenOff', 'invoiced'];
  for (const row of [...control.items, ...control.totals]) {
    assert.equal(
      figures.reduce((sum, figure) => sum + cents(row[figure]), 0),
      cents(row.closing),
    );
  }
  const [total] = control.totals;
  assert.equal(cents(total.moved), 0);
  for (const [day, figure] of [
    ['2025-12-10', 'opening'],
    ['2026-02-20', 'closing'],
  ] as const) {
    const balances = await json(`/reports/job-balances?asAt=${day}`);
    assert.equal(balances.totals[0].netWip, total[figure]);
    const billings = await json(`/reports/estimated-billings?asAt=${day}`);
    assert.equal(billings.totals[0].netWip, total[figure]);
  }
});

test('the receipt of a job leads from opening to what is available', async () => {
  for (const jobId of history.jobIds) {
    const { items } = await json(`/reports/receipt?jobId=${jobId}&from=2026-01-05`);
    const moved = items
      .slice(0, -1)
      .reduce((sum: number, line: { amount: string }) => sum + cents(line.amount), 0);
    assert.equal(moved, cents(items.at(-1).amount));
    const { current } = await json(`/jobs/${jobId}/ledger?limit=1`);
    assert.equal(items.at(-1).amount, current.netWip);
  }
});

test('the running balance is right on every page of a ledger, in both directions', async () => {
  const [jobId] = history.jobIds;
  const whole = await json(`/jobs/${jobId}/ledger?limit=500`);
  assert.ok(whole.items.length > 20);
  let running = 0;
  for (const line of whole.items) {
    running += cents(line.netWipChange);
    assert.equal(cents(line.running.netWip), running);
  }
  assert.equal(whole.items.at(-1).running.netWip, whole.current.netWip);
  for (const [start, follow] of [
    ['oldest', 'nextCursor'],
    ['newest', 'previousCursor'],
  ] as const) {
    const seen: unknown[] = [];
    let page = await json(`/jobs/${jobId}/ledger?limit=7&start=${start}`);
    for (;;) {
      if (start === 'oldest') seen.push(...page.items);
      else seen.unshift(...page.items);
      const before = cents(page.items[0].running.netWip) - cents(page.items[0].netWipChange);
      assert.equal(cents(page.opening.netWip), before);
      if (page[follow] === null) break;
      page = await json(`/jobs/${jobId}/ledger?limit=7&cursor=${page[follow]}`);
    }
    assert.deepEqual(seen, whole.items, start);
  }
});

test('a filtered ledger adds up to the figure it explains and keeps the true running balance', async () => {
  const [jobId] = history.jobIds;
  const whole = await json(`/jobs/${jobId}/ledger?limit=500`);
  const filtered = await json(`/jobs/${jobId}/ledger?account=recordedTime`);
  const { items: receipt } = await json(`/reports/receipt?jobId=${jobId}`);
  assert.equal(cents(filtered.filtered.accountChange), -cents(receipt[1].amount));
  const byKey = new Map(
    whole.items.map((line: { journalId: string; lineNumber: number }) => [
      `${line.journalId}/${line.lineNumber}`,
      line,
    ]),
  );
  for (const line of filtered.items)
    assert.deepEqual(line, byKey.get(`${line.journalId}/${line.lineNumber}`));
  const seen: unknown[] = [];
  let page = await json(`/jobs/${jobId}/ledger?account=recordedTime&limit=3&start=newest`);
  for (;;) {
    seen.unshift(...page.items);
    if (page.previousCursor === null) break;
    page = await json(`/jobs/${jobId}/ledger?account=recordedTime&limit=3&cursor=${page.previousCursor}`);
  }
  assert.deepEqual(seen, filtered.items);
});

test('a ledger in which a filter leaves nothing opens with what stands on the job', async () => {
  const [jobId] = history.jobIds;
  const { items, opening, current, filtered, nextCursor, previousCursor } = await json(
    `/jobs/${jobId}/ledger?from=2099-01-01`,
  );
  assert.deepEqual([items, filtered.lines, nextCursor, previousCursor], [[], 0, null, null]);
  assert.notEqual(current.netWip, '0.00');
  assert.deepEqual(opening, current);
  assert.equal((await owner.get('/jobs/999999/ledger')).body.code, 'unknownJob');
});

test('write-offs of days on which nothing was written are no lines and no totals', async () => {
  const { items, totals, nextCursor } = await json('/reports/write-off-lines?from=2099-01-01&to=2099-01-31');
  assert.deepEqual([items, totals, nextCursor], [[], [], null]);
});

test('a journal says what it did, why, and what reversed it', async () => {
  const reversal = history.journals.find(({ journal }) => journal.kind === 'reversed')!.journal;
  const original = await json(`/journals/${reversal.reverses}`);
  assert.equal(original.reversedBy, String(reversal.id));
  const explained = await json(`/journals/${reversal.id}`);
  assert.equal(explained.reverses, String(reversal.reverses));
  assert.equal(explained.lines[0].debit, original.lines[0].credit);
  const time = history.journals.find(({ journal }) => journal.kind === 'timeRecorded')!.journal;
  assert.match((await json(`/journals/${time.id}`)).cause.label, /^Time: Ana, [\d.]+ h, Design$/);
  assert.equal((await owner.get('/journals/999999')).body.code, 'unknownJournal');
});

test('unbilled items add up to the WIP and interims of Estimated Billings', async () => {
  const { items, totals } = await json('/reports/unbilled-detail?limit=1000');
  const billings = (await json('/reports/estimated-billings')).totals[0];
  assert.equal(totals[0].open, billings.netWip);
  assert.equal(totals[0].interims, billings.interims);
  assert.equal(
    items.reduce((sum: number, row: { open: string }) => sum + cents(row.open), 0),
    cents(totals[0].open),
  );
  const ages = {
    current: 'Current',
    oneMonth: 'OneMonth',
    twoMonths: 'TwoMonths',
    threeMonthsPlus: 'ThreeMonthsPlus',
  };
  let entries = 0;
  for (const [age, name] of Object.entries(ages)) {
    const ofAge = (await json(`/reports/unbilled-detail?age=${age}&limit=1000`)).totals[0];
    assert.equal(ofAge?.open ?? '0.00', billings[`age${name}`], age);
    entries += ofAge?.entries ?? 0;
  }
  const work = items.filter(({ kind }: { kind: string }) => kind !== 'interim');
  assert.equal(entries, work.length);
  const jobIds = [...new Set(items.map(({ jobId }: { jobId: string }) => jobId))].slice(0, 2);
  const ofTwo = await json(`/reports/unbilled-detail?jobIds=${jobIds.join()}&limit=1000`);
  assert.equal(jobIds.length, 2);
  assert.equal(
    ofTwo.items.length,
    items.filter(({ jobId }: { jobId: string }) => jobIds.includes(jobId)).length,
  );
  assert.equal((await owner.get('/reports/unbilled-detail?jobIds=1,two')).status, 400);
  const cut = await json('/reports/unbilled-detail?cutOff=2025-12-31&limit=1000');
  assert.ok(cut.items.length > 0 && cut.items.every((row: { date: string }) => row.date <= '2025-12-31'));
});

test('what time cost the firm is for those who may see it, in JSON and in files', async () => {
  const detail = (await api.as('projectManager').get('/reports/unbilled-detail?kind=time')).body.items[0];
  assert.equal('cost' in detail, false);
  assert.ok((await json('/reports/unbilled-detail?kind=time')).items[0].cost);
  const csv = (await api.as('projectManager').get('/reports/unbilled-detail?format=csv')).text;
  assert.equal(csv.includes('Cost to the firm'), false);
  assert.ok((await owner.get('/reports/unbilled-detail?format=csv')).text.includes('Cost to the firm'));
});

test('what is known at a moment never changes, and the future is not known', async () => {
  const path = '/reports/estimated-billings?asAt=2026-01-31&knownAt=2026-02-03T00:00:00Z';
  const before = await json(path);
  assert.ok(before.items.length > 0);
  const { jobId, jobTaskId, staffId } = api.firm;
  const entry = { jobId: `${jobId}`, jobTaskId: `${jobTaskId}`, staffId: `${staffId}`, minutes: 60 };
  const late = await owner.post('/time-entries', { entries: [{ ...entry, workedOn: '2026-01-15' }] });
  assert.equal(late.status, 201, late.text);
  assert.notDeepEqual(await json('/reports/estimated-billings?asAt=2026-01-31'), {
    ...before,
    knownAt: null,
  });
  assert.deepEqual(await json(path), before);
  const ahead = await owner.get('/reports/estimated-billings?knownAt=2999-01-01T00:00:00Z');
  assert.equal(ahead.body.code, 'futureDate');
});

test('what is encoded without its schema is what the schema would encode', async () => {
  for (const question of ['estimated-billings?limit=3&groupBy=manager', 'job-balances?limit=3']) {
    const sent = await json(`/reports/${question}`);
    const { answer } = reportNamed(question.split('?')[0]!)!;
    assert.ok(sent.items.length > 0 && sent.nextCursor !== null);
    assert.deepEqual(z.encode(answer, z.decode(answer, sent)), sent);
  }
});

test('the ages of a page are those of the whole report', async () => {
  const whole = await json('/reports/estimated-billings?limit=5000&groupBy=state');
  const page = await json('/reports/estimated-billings?limit=1000&groupBy=state');
  const byAge = await json('/reports/estimated-billings?limit=1000&groupBy=state&sort=ageCurrent');
  assert.deepEqual(page, whole);
  assert.deepEqual(byAge.totals, whole.totals);
  assert.deepEqual(byAge.groups, whole.groups);
});

test('every report is a file with a header and as many rows as the answer has', async () => {
  const questions: Record<string, string> = {
    'wip-control': '?from=2025-12-01&to=2026-01-31&groupBy=job',
    receipt: `?jobId=${history.jobIds[0]}`,
    realisation: '?from=2025-12&to=2026-01&groupBy=job',
    billing: '?from=2025-12&to=2026-01&groupBy=job',
    'debtors-aged': '?asAt=2026-01-31',
    'lock-up': '?groupBy=client',
    'write-offs': '?from=2025-12&to=2026-01&groupBy=job',
    'write-off-lines': '?from=2025-12&to=2026-01&limit=1000',
    'wip-journal': '?from=2025-12&to=2026-01',
    'wip-journal-lines': '?from=2025-12&to=2026-01',
  };
  // No period of this firm is closed: there are no openings to read.
  for (const { name, columns } of reports.filter((report) => report.name !== 'period-openings')) {
    const question = questions[name] ?? '?limit=1000';
    const { items } = await json(`/reports/${name}${question}`);
    const csv = await owner.get(`/reports/${name}${question}&format=csv&bom=true`);
    const lines = csv.text
      .replace(/^\uFEFF/, '')
      .trimEnd()
      .split('\r\n');
    assert.equal(lines.length, items.length + 1, name);
    assert.ok(lines[0]!.startsWith(columns[0]!.label), name);
    const xlsx = await owner.get(`/reports/${name}${question}&format=xlsx`);
    assert.equal(xlsx.status, 200);
    assert.ok(xlsx.text.startsWith('PK'));
  }
  const ledger = await owner.get(`/jobs/${history.jobIds[0]}/ledger?format=csv`);
  assert.match(ledger.text, /^Date,Journal,Line,Kind,Cause,Account,Debit,Credit,Currency\r\n/);
});
