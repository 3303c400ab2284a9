// The WIP journal over HTTP, on a random history against the journals of that history themselves.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account } from '#core/ledger/accounts.ts';
import type { JournalKind } from '#core/ledger/kinds.ts';
import { postRandomHistory, type Remembered } from '#store/reports/testing/random-history.ts';
import { createApiTest } from './testing.ts';

const api = await createApiTest({ now: '2026-03-31T02:00:00Z' });
const history = await postRandomHistory(api.database, api.firm, { seed: 41, batches: 180, jobs: 6 });
const owner = api.as('owner');

const movements = [
  'time',
  'costs',
  'billed',
  'interimsRaised',
  'interimsAbsorbed',
  'writtenOff',
  'writtenOn',
  'revalued',
  'moved',
] as const;
type Movement = (typeof movements)[number];
type Figures = Record<Movement, string>;

const cents = (text: string): number => Math.round(Number(text) * 100);

async function json(path: string) {
  const answer = await owner.get(path.replace('/api/v1', ''));
  assert.equal(answer.status, 200, `${path}: ${answer.text}`);
  return answer.body;
}

const movementOfKind: Partial<Record<JournalKind, Movement>> = {
  timeRecorded: 'time',
  costRecorded: 'costs',
  wipBilled: 'billed',
  interimRaised: 'interimsRaised',
  interimAbsorbed: 'interimsAbsorbed',
  writtenOff: 'writtenOff',
  writtenOn: 'writtenOn',
  revalued: 'revalued',
  transferred: 'moved',
};
const byId = new Map(history.journals.map(({ journal }) => [journal.id, journal]));

/** What the journals of some days did to net WIP, a reversal under the kind of what it reverses. */
function expected(from: string, to: string, isMine: (found: Remembered, jobId: number) => boolean) {
  const sums = Object.fromEntries(movements.map((movement) => [movement, 0])) as Record<Movement, number>;
  for (const found of history.journals) {
    const { journal } = found;
    if (journal.effectiveOn < from || journal.effectiveOn > to) continue;
    const kind = journal.reverses === null ? journal.kind : byId.get(journal.reverses)!.kind;
    const movement = movementOfKind[kind];
    if (movement === undefined) continue;
    for (const line of journal.lines) {
      if (!isMine(found, line.jobId)) continue;
      const isWip = (account: Account) => ['wipTime', 'wipCost', 'interim'].includes(account);
      if (isWip(line.debit)) sums[movement] += Number(line.amountMinor);
      if (isWip(line.credit)) sums[movement] -= Number(line.amountMinor);
    }
  }
  return sums;
}

const figuresOf = (row: Figures) =>
  Object.fromEntries(movements.map((movement) => [movement, cents(row[movement])]));

const periods = [
  ['2025-08-01', '2026-06-30'],
  ['2025-12-11', '2026-01-20'],
  ['2026-02-03', '2026-02-09'],
] as const;

for (const [from, to] of periods) {
  test(`the months from ${from} to ${to} show each kind as its journals say, whole and by job`, async () => {
    const whole = await json(`/reports/wip-journal?from=${from}&to=${to}`);
    for (const row of whole.items) {
      assert.deepEqual(
        figuresOf(row),
        expected(row.from, row.to, () => true),
        row.from,
      );
    }
    const byJob = await json(`/reports/wip-journal?from=${from}&to=${to}&groupBy=job`);
    for (const row of byJob.items) {
      const mine = expected(row.from, row.to, (_, jobId) => String(jobId) === row.id);
      assert.deepEqual(figuresOf(row), mine, `${row.number} ${row.from}`);
    }
    assert.deepEqual(byJob.totals, whole.totals);
    assert.deepEqual(
      figuresOf(whole.totals[0]),
      expected(from, to, () => true),
    );
  });

  test(`opening and movements make the closing in every row from ${from} to ${to}, and the balances of the ledger`, async () => {
    for (const groupBy of ['none', 'client', 'job', 'manager', 'partner', 'category']) {
      const question = `from=${from}&to=${to}&groupBy=${groupBy}`;
      const { items } = await json(`/reports/wip-journal?${question}`);
      const closings = new Map<string, number>();
      for (const row of items) {
        const moved = movements.reduce((sum, movement) => sum + cents(row[movement]), 0);
        assert.equal(cents(row.opening) + moved, cents(row.closing));
        const group = `${row.id} ${row.currency}`;
        assert.equal(cents(row.opening), closings.get(group) ?? cents(row.opening));
        closings.set(group, cents(row.closing));
      }
    }
    const { totals } = await json(`/reports/wip-journal?from=${from}&to=${to}&groupBy=job`);
    const control = await json(`/reports/wip-control?from=${from}&to=${to}`);
    assert.equal(totals[0].opening, control.totals[0].opening);
    assert.equal(totals[0].closing, control.totals[0].closing);
    const balances = await json(
      `/reports/job-balances?asAt=${to > '2026-03-31' ? '2026-03-31' : to}&limit=10000`,
    );
    if (to <= '2026-03-31') assert.equal(totals[0].closing, balances.totals[0].netWip);
  });
}

test('a period is one row where that is asked, with what its months come to', async () => {
  const question = 'from=2025-11&to=2026-02&groupBy=client';
  const byPeriod = await json(`/reports/wip-journal?${question}&by=period`);
  assert.equal(byPeriod.items.length, 1);
  assert.deepEqual([byPeriod.items[0].from, byPeriod.items[0].to], ['2025-11-01', '2026-02-28']);
  assert.deepEqual(byPeriod.totals, (await json(`/reports/wip-journal?${question}`)).totals);
  for (const link of Object.values<string>(byPeriod.items[0].links)) {
    const finer = await json(link);
    assert.deepEqual(finer.totals, byPeriod.totals);
    for (const row of finer.items) await json(row.links.ledger);
  }
});

test('what is known at a moment leaves out what was recorded later', async () => {
  const knownAt = '2026-01-20T12:00:00Z';
  const { items } = await json(`/reports/wip-journal?from=2025-12&to=2026-01&knownAt=${knownAt}`);
  for (const row of items) {
    const known = expected(row.from, row.to, (found) => found.recordedAt <= knownAt);
    assert.deepEqual(figuresOf(row), known);
  }
});

test('as lines to be booked, debits are as much as credits and name the accounts that the firm has set', async () => {
  const question = 'from=2025-12&to=2026-02';
  const accounts = (await owner.get('/wip-journal-accounts')).body.items;
  assert.deepEqual(
    accounts.map(({ movement }: { movement: string }) => movement),
    movements,
  );
  const time = {
    movement: 'time',
    debit: { code: '620', name: 'WIP' },
    credit: { code: '210', name: 'Change in WIP' },
  };
  const stale = await owner.put('/wip-journal-accounts', time, 7);
  assert.equal(stale.body.code, 'staleVersion');
  const changed = await owner.put('/wip-journal-accounts', time, 1);
  assert.equal(changed.status, 200, changed.text);
  assert.equal(changed.body.version, 2);

  const { items, totals } = await json(`/reports/wip-journal-lines?${question}`);
  assert.equal(totals[0].debit, totals[0].credit);
  const timeLines = items.filter(({ movement }: { movement: string }) => movement === 'time');
  const figures = (await json(`/reports/wip-journal?${question}`)).items;
  assert.deepEqual(
    timeLines.map((line: Record<string, string>) => [
      line['postedOn'],
      line['accountCode'],
      line['debit'],
      line['credit'],
    ]),
    figures.flatMap((row: Record<string, string>) => [
      [row['to'], '620', row['time'], '0.00'],
      [row['to'], '210', '0.00', row['time']],
    ]),
  );
  // What goes to and from "Work in progress" and what is invoiced in advance is what net WIP changed by.
  const change = items
    .filter(({ accountName }: { accountName: string }) =>
      ['WIP', 'Work in progress', 'Invoiced in advance'].includes(accountName),
    )
    .reduce(
      (sum: number, line: Record<string, string>) => sum + cents(line['debit']!) - cents(line['credit']!),
      0,
    );
  const [total] = (await json(`/reports/wip-journal?${question}`)).totals;
  assert.equal(change, cents(total.closing) - cents(total.opening));

  const csv = await owner.get(`/reports/wip-journal-lines?${question}&format=csv`);
  assert.match(
    csv.text,
    /^Date,Reference,Account code,Account,Description,Job,Name,Currency,Debit,Credit\r?\n/,
  );
  assert.match(csv.text, /2025-12-31,WIP 2025-12-31,620,WIP,Time recorded,,,NZD,\d+\.\d\d,0\.00/);
  assert.equal(csv.text.trim().split('\n').length, items.length + 1);
});

test('a movement of which more was taken back than made is booked the other way round', async () => {
  const { firm } = api;
  const time = await owner.post('/time-entries', {
    entries: [
      {
        jobId: String(firm.jobId),
        jobTaskId: String(firm.jobTaskId),
        staffId: String(firm.staffId),
        workedOn: '2026-03-30',
        minutes: 60,
      },
    ],
  });
  const { id, version } = time.body.entries[0];
  const locked = await owner.put('/firm/locks', { wipLockOn: '2026-03-30', periodLockOn: null }, 1);
  assert.equal(locked.status, 200, locked.text);
  const removed = await owner.delete(`/time-entries/${id}`, version);
  assert.ok(removed.status < 300, removed.text);
  const { items } = await json(
    '/reports/wip-journal-lines?from=2026-03-31&to=2026-03-31&by=period&groupBy=job',
  );
  const [debit, credit] = items.filter((line: Record<string, string>) => line['id'] === String(firm.jobId));
  assert.deepEqual([debit.accountCode, debit.debit, debit.movement], ['210', '150.00', 'time']);
  assert.deepEqual([credit.accountCode, credit.credit], ['620', '150.00']);
});

test('ten years of months are the most, and a period ends after it begins', async () => {
  for (const wrong of ['from=2001-01-01&to=2026-01-01', 'from=2026-02-01&to=2026-01-01']) {
    const answer = await owner.get(`/reports/wip-journal?${wrong}`);
    assert.equal(answer.body.code, 'invalidRequest', wrong);
  }
  await json('/reports/wip-journal?from=2001-01-01&to=2026-01-01&by=period');
});
