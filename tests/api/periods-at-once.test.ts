// Four people post into a period at the moment when it is closed: what was accepted is in its openings, and what comes
// late is refused.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiTest } from './testing.ts';

const api = await createApiTest({ now: '2026-03-31T02:00:00Z' });
const owner = api.as('owner');
const { firm } = api;
const jobId = String(firm.jobId);

type Posted = { status: number; code: string | undefined; minor: number };

/** Posts time, costs, interims and payments, dated in the period, until it was refused a few times. */
async function poster(on: string, place: number): Promise<Posted[]> {
  const posted: Posted[] = [];
  const kinds = [
    {
      path: '/time-entries',
      minor: 15000,
      body: {
        entries: [
          {
            jobId,
            jobTaskId: String(firm.jobTaskId),
            staffId: String(firm.staffId),
            workedOn: on,
            minutes: 60,
          },
        ],
      },
    },
    {
      path: '/cost-entries',
      minor: 2000,
      body: {
        costs: [
          {
            jobId,
            incurredOn: on,
            description: 'Prints',
            quantity: '1',
            unitCost: '10.00',
            unitPrice: '20.00',
            billable: true,
            actual: true,
          },
        ],
      },
    },
    {
      path: '/interims',
      minor: -700,
      body: { jobId, amount: '7.00', description: 'Deposit', effectiveOn: on },
    },
    {
      path: '/payments',
      minor: 0,
      body: { clientId: String(firm.clientId), amount: '3.00', paidOn: on },
    },
  ];
  let refused = 0;
  for (let count = place; refused < 8 && count < 2_000; count += 1) {
    const { path, body, minor } = kinds[count % kinds.length]!;
    const answer = await owner.post(path, body);
    posted.push({ status: answer.status, code: answer.body?.code, minor });
    if (answer.status >= 400) refused += 1;
  }
  return posted;
}

const accept = [
  'draftInvoices',
  'unsentInvoices',
  'unallocatedPayments',
  'estimatedCosts',
  'missingRates',
  'negativeWip',
  'staleWip',
  'oldInterims',
  'workOnEndedJobs',
];

for (const [round, end] of ['2026-01-31', '2026-02-28', '2026-03-20'].entries()) {
  test(`nothing late gets into the period up to ${end}`, { timeout: 120_000 }, async () => {
    const day = `${end.slice(0, 8)}1${round}`;
    const [before] = (await owner.get('/reports/wip-control?from=2026-01-01&to=2026-03-31')).body.totals;
    const posters = [0, 1, 2, 3].map((place) => poster(day, place));
    await new Promise((resolve) => setTimeout(resolve, 150));
    const closed = await owner.post('/periods', { end, acceptAttention: accept });
    assert.equal(closed.status, 201, closed.text);
    const posted = (await Promise.all(posters)).flat();

    const refused = posted.filter(({ status }) => status >= 400);
    assert.equal(refused.length, 4 * 8);
    assert.deepEqual([...new Set(refused.map(({ code }) => code))], ['lockedDate']);
    const taken = posted.filter(({ status }) => status < 300);
    assert.ok(taken.length > 8, `only ${taken.length} were posted before the close`);
    const opening = (await owner.get(`/reports/period-openings?closeId=${closed.body.id}`)).body.totals[0];
    const expected = taken.reduce((sum, { minor }) => sum + minor, 0);
    const openedWith = before === undefined ? 0 : Math.round(Number(before.closing) * 100);
    assert.equal(Math.round(Number(opening.netWip) * 100), openedWith + expected);

    const balances = (await owner.get(`/reports/job-balances?asAt=${end}`)).body.totals[0];
    for (const account of ['wipTime', 'wipCost', 'interims', 'netWip', 'uninvoicedQuote']) {
      assert.equal(opening[account], balances[account], account);
    }
    const closing = closed.body.totals[0].closing;
    assert.equal(closing, opening.netWip);
  });
}

test('the openings are what they were, after all that followed', async () => {
  const { items } = (await owner.get('/periods')).body;
  assert.equal(items.length, 3);
  for (const { id, endedOn } of items) {
    const opening = (await owner.get(`/reports/period-openings?closeId=${id}`)).body;
    const balances = (await owner.get(`/reports/job-balances?asAt=${endedOn}`)).body;
    assert.equal(opening.totals[0].netWip, balances.totals[0].netWip, endedOn);
  }
});

test('of two people who close the same period at once, one does', async () => {
  const answers = await Promise.all(
    [1, 2, 3].map(() => owner.post('/periods', { end: '2026-03-25', acceptAttention: accept })),
  );
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [201, 409, 409],
  );
});

test('of two people who re-open a period at once, one does', async () => {
  const { items } = (await owner.get('/periods?limit=1')).body;
  const answers = await Promise.all(
    [1, 2].map(() => owner.post(`/periods/${items[0].id}/reopening`, { reason: 'A cost was forgotten' })),
  );
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [200, 409],
  );
});
