// The owner's page: every figure is that of the report whose address stands beside it, whatever happened in the year.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiTest } from './testing.ts';

const api = await createApiTest();
const owner = api.as('owner');
const jobId = String(api.firm.jobId);
const clientId = String(api.firm.clientId);

async function post(path: string, body: object) {
  const made = await owner.post(path, body);
  assert.ok(made.status < 300, `${path}: ${made.text}`);
  return made.body;
}

/** Sixteen months of a small firm: work, invoices, credit, money, write-offs, and some of it taken back. */
async function live() {
  const reason = await post('/adjustment-reasons', { name: 'Learning' });
  const haste = await post('/adjustment-reasons', { name: 'Haste' });
  let undoNext: string | null = null;
  const yen = await post('/clients', { name: 'Nagoya Works', currency: 'JPY' });
  for (let month = 0; month < 16; month += 1) {
    const day = Temporal.PlainDate.from('2024-12-14').add({ months: month }).toString();
    api.clock.now = `${day}T02:00:00Z`;
    const hours = (minutes: number, workedOn = day) => ({
      jobId,
      jobTaskId: String(api.firm.jobTaskId),
      staffId: String(api.firm.staffId),
      workedOn,
      minutes,
    });
    const { entries } = await post('/time-entries', {
      entries: [hours(300 + month * 10), hours(90, `${day.slice(0, 8)}03`)],
    });
    if (month % 4 === 1) {
      const items = [{ itemId: entries[1].id, amount: '75.00' }];
      await post('/write-offs', { items, reasonId: reason.id, effectiveOn: day });
    }
    if (month === 7) {
      const items = [{ itemId: entries[0].id, amount: '12.00' }];
      await post('/write-offs', { items, note: 'Nobody said why', effectiveOn: day });
    }
    if (month % 6 === 3) {
      // Taken back in the month after, but for the last.
      const items = [{ itemId: entries[0].id, amount: `${40 + month}.00` }];
      undoNext = (await post('/write-offs', { items, reasonId: haste.id, effectiveOn: day })).wipActionId;
    } else if (undoNext !== null) {
      await post(`/wip-actions/${undoNext}/undo`, {});
      undoNext = null;
    }
    if (month % 2 === 0) await invoiceAndSettle(month, day);
    if (month % 5 === 3) {
      await sell(yen.id, '5000');
      await post('/interims', { jobId, amount: '40.00', description: 'Ahead' });
    }
  }
}

async function sell(ofClient: string, amount: string) {
  const lines = [{ kind: 'cost', description: 'Goods', amount }];
  const draft = await post('/invoices', {
    clientId: ofClient,
    type: 'progress',
    basis: 'miscellaneous',
    lines,
  });
  return post(`/invoices/${draft.id}/approval`, { fingerprint: draft.fingerprint });
}

async function invoiceAndSettle(month: number, day: string) {
  const jobs = [{ jobId, select: 'all' }];
  const draft = await post('/invoices', { clientId, type: 'progress', basis: 'actual', jobs });
  const invoice = await post(`/invoices/${draft.id}/approval`, { fingerprint: draft.fingerprint });
  if (month % 8 === 0) {
    await post(`/invoices/${invoice.id}/cancellation`, { reason: 'Wrong client' });
    return;
  }
  const payment = await post('/payments', {
    clientId,
    amount: '200.00',
    paidOn: day,
    invoices: [{ invoiceId: invoice.id, amount: '150.00' }],
  });
  if (month % 6 === 2) await post(`/payments/${payment.id}/refunds`, { amount: '20.00' });
  if (month % 6 === 4) await post(`/payments/${payment.id}/void`, { reason: 'Bounced' });
  if (month % 6 === 0) {
    await post(`/invoices/${invoice.id}/credit-notes`, {
      reason: 'Late',
      lines: [{ lineNumber: 1, amount: '30.00' }],
    });
  }
}

await live();
api.clock.now = '2026-03-20T02:00:00Z';
const answer = await owner.get('/home');
const home = answer.body;

async function totalOf(link: string, currency: string, name = 'totals') {
  const { status, body, text } = await owner.get(link);
  assert.equal(status, 200, `${link}: ${text}`);
  return body[name].find((total: { currency: string }) => total.currency === currency);
}

test('it is of today, and of the ends of the twelve months before', () => {
  assert.equal(answer.status, 200, answer.text);
  const days = [...new Set(home.wip.map(({ asAt }: { asAt: string }) => asAt))];
  assert.deepEqual(
    [days.length, days[0], days[11], days[12]],
    [13, '2025-03-31', '2026-02-28', '2026-03-20'],
  );
  assert.deepEqual(
    home.realisation
      .map(({ month }: { month: string }) => month)
      .filter((month: string) => month < '2025-04-01'),
    [],
  );
});

test('WIP and its ages are those of Estimated Billings on each day', async () => {
  for (const point of home.wip) {
    const total = await totalOf(point.links.report, point.currency);
    const { netWip, interims, ageCurrent, ageOneMonth, ageTwoMonths, ageThreeMonthsPlus } = total;
    const expected = { netWip, interims, ageCurrent, ageOneMonth, ageTwoMonths, ageThreeMonthsPlus };
    const { asAt, currency, links: _, ...figures } = point;
    assert.deepEqual(figures, expected, `${asAt} ${currency}`);
  }
  assert.ok(home.wip.some(({ netWip }: { netWip: string }) => netWip !== '0.00'));
});

test('lock-up days are those of the report of each day', async () => {
  for (const point of home.lockUp) {
    const total = await totalOf(point.links.report, point.currency);
    const { asAt, links: _, ...figures } = point;
    assert.deepEqual(figures, total, asAt);
  }
  const yen = home.lockUp.filter(({ currency }: { currency: string }) => currency === 'JPY');
  assert.ok(
    yen.some(({ debtors }: { debtors: string }) => debtors !== '0'),
    'debtors in a currency that never had WIP',
  );
  assert.ok(home.lockUp.some(({ debtorDays }: { debtorDays: string | null }) => debtorDays !== null));
});

test('realisation, write-offs and unbilled clients are those of their reports', async () => {
  for (const { month, currency, links, ...figures } of home.realisation) {
    const { currency: _, ...total } = await totalOf(links.report, currency);
    assert.deepEqual(figures, total, month);
  }
  const unexplained = home.writeOffs.find(({ reasonId }: { reasonId: string | null }) => reasonId === null);
  const report = await owner.get(unexplained.links.report);
  const figuresOf = (row: Record<string, string>) => [row['writtenOff'], row['writtenOn'], row['net']].join();
  assert.deepEqual(
    new Map(home.writeOffs.map((row: Record<string, string>) => [row['reason'], figuresOf(row)])),
    new Map(report.body.items.map((row: Record<string, string>) => [row['name'], figuresOf(row)])),
  );
  assert.deepEqual(
    home.writeOffs.map(({ reason, net }: { reason: string; net: string }) => [reason, net]),
    [
      ['Learning', '225.00'],
      ['Haste', '55.00'],
      [null, '12.00'],
    ],
  );
  const [learning] = home.writeOffs.filter(({ reason }: { reason: string | null }) => reason === 'Learning');
  const total = await totalOf(learning.links.report, 'NZD');
  assert.deepEqual([learning.net, learning.writtenOff], [total.net, total.writtenOff]);
  assert.equal(learning.writtenOff, '225.00');
  for (const client of home.unbilledClients) {
    const found = await totalOf(client.links.report, client.currency);
    assert.deepEqual([client.netWip, client.clientName], [found.netWip, 'A Client']);
  }
  assert.equal(home.unbilledClients.length, 1);
});

test('billing to date stands beside the same days of the month before', async () => {
  const [ours] = home.billing;
  assert.deepEqual(
    [ours.currency, ours.thisMonth.from, ours.thisMonth.to],
    ['NZD', '2026-03-01', '2026-03-20'],
  );
  assert.deepEqual([ours.lastMonth.from, ours.lastMonth.to], ['2026-02-01', '2026-02-20']);
  for (const days of [ours.thisMonth, ours.lastMonth]) {
    const total = await totalOf(days.links.report, 'NZD');
    const { invoiced, credited, cancelled } = total ?? { invoiced: 0, credited: 0, cancelled: 0 };
    assert.equal(Number(days.billed), Number(invoiced) - Number(credited) - Number(cancelled));
  }
  assert.notEqual(ours.lastMonth.billed, '0.00');
});

test('it is for those who may read all of it, each of their own firm', async () => {
  assert.equal((await api.as('staff').get('/home')).status, 403);
  assert.equal((await api.as('projectManager').get('/home')).status, 200);
  const empty = await api.asOther().get('/home');
  assert.deepEqual([empty.status, empty.body.wip, empty.body.unbilledClients], [200, [], []]);
});
