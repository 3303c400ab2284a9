// Estimated Billings from kept days against the same report without them, whatever is asked of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays, monthOf, type CivilDate } from '#core/calendar/civil-date.ts';
import type { Journal } from '#core/ledger/journal.ts';
import { recordTime } from '#core/wip/record-time.ts';
import { unallocated } from '#core/wip/lines.ts';
import { post } from '../ledger/post.ts';
import { testDatabase } from '../testing/database.ts';
import { testFirm } from '../testing/firm.ts';
import { readEstimatedBillings, readFirstBillings } from './estimated-billings.ts';
import type { BillingPage, EstimatedBillingsQuestion, EstimatedBillingsRow } from './billing-page.ts';
import { keepPastBalances } from './keep-past.ts';
import { positionOf, type SortKey } from './keyset.ts';
import { cutsFromKept } from './past-balances.ts';
import { historyStart, postRandomHistory } from './testing/random-history.ts';

const { database } = await testDatabase();
const firm = await testFirm(database);
const history = await postRandomHistory(database, firm, { seed: 23, batches: 200, jobs: 9 });
const now = '2026-06-30T00:00:00Z';
await database.inFirm(firm.firmId, async (tx) => {
  const inPractice = (text: string) => tx.query(text, [firm.firmId]);
  await inPractice(
    `insert into client (firm_id, name, currency) values ($1, 'Basalt', 'NZD'), ($1, 'äther', 'NZD')`,
  );
  await inPractice(`update job set client_id = (select id from client where firm_id = $1 and name = 'Basalt')
    where firm_id = $1 and id % 3 = 0`);
  await inPractice(`update job set client_id = (select id from client where firm_id = $1 and name = 'äther'),
    currency = 'USD', category = 'Tender' where firm_id = $1 and id % 4 = 0`);
  await inPractice(
    `update job set manager_id = (select min(id) from staff where firm_id = $1) where firm_id = $1 and id % 2 = 0`,
  );
});
await keepPastBalances(database, firm.firmId, now);

const sorts: readonly SortKey[] = [
  { field: 'jobNumber', type: 'text' },
  { field: 'clientName', type: 'text' },
  { field: 'managerName', type: 'text' },
  { field: 'category', type: 'text' },
  { field: 'currency', type: 'text' },
  { field: 'netWipMinor', type: 'bigint' },
  { field: 'uninvoicedQuoteMinor', type: 'bigint' },
  { field: 'ageThreeMonthsPlusMinor', type: 'bigint' },
  { field: 'ageCurrentMinor', type: 'bigint' },
  { field: 'lastActivityOn', type: 'date' },
  { field: 'lastBilledOn', type: 'date' },
];

const day = fc.integer({ min: -20, max: 190 }).map((days) => addDays(historyStart, days));
const instant = fc
  .tuple(fc.integer({ min: 10, max: 160 }), fc.integer({ min: 0, max: 23 }))
  .map(([days, hour]) => `${addDays(historyStart, days)}T${String(hour).padStart(2, '0')}:30:10.125Z`);
const minor = (least: bigint) => new Map([[2, { currencies: ['NZD', 'USD'] as const, minor: least }]]);

const question = fc
  .record({
    asAt: day,
    knownAt: fc.option(instant, { freq: 2 }),
    sort: fc.constantFrom(...sorts),
    descending: fc.boolean(),
    groupBy: fc.option(fc.constantFrom('client', 'manager', 'state'), { freq: 1 }),
    sign: fc.constantFrom('positive', 'negative', 'zero', undefined, undefined, undefined),
    minimum: fc.constantFrom(undefined, undefined, minor(30_000n)),
    text: fc.constantFrom(undefined, undefined, undefined, 'bas'),
    stateType: fc.constantFrom(undefined, undefined, 'inProgress'),
    limit: fc.constantFrom(3, 50, 10_001),
  })
  .map(({ asAt, knownAt, sort, descending, groupBy, limit, ...filter }): EstimatedBillingsQuestion => ({
    moment: { asAt, knownAt },
    now,
    agesFrom: monthOf(asAt),
    filter,
    groupBy: groupBy as EstimatedBillingsQuestion['groupBy'],
    keys: [
      ...(groupBy === null
        ? []
        : ([
            { field: `${groupBy}Name`, type: 'text' },
            { field: `${groupBy}Id`, type: 'bigint' },
          ] as const)),
      { ...sort, descending },
      { field: 'jobId', type: 'bigint' },
    ],
    limit,
    position: null,
  }));

type Told = BillingPage & { readonly next: EstimatedBillingsRow[] };

/** The report, with the page after the first, and whether a kept day serves; then the same where nothing is kept. */
async function readBothWays(asked: EstimatedBillingsQuestion) {
  const found = {
    isKept: false,
    kept: undefined as Told | undefined,
    reckoned: undefined as Told | undefined,
  };
  await database.inFirm(firm.firmId, async (tx) => {
    const read = async (): Promise<Told> => {
      const first = await readFirstBillings(tx, asked);
      const last = first.rows.at(-1);
      if (last === undefined) return { ...first, next: [] };
      const position = positionOf(asked.keys, last);
      const totals = first.totals.toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
      return {
        rows: first.rows,
        totals: asked.groupBy === null ? totals : first.totals,
        next: await readEstimatedBillings(tx, { ...asked, position }),
      };
    };
    found.isKept = (await cutsFromKept(tx, asked.moment, now)).kept !== null;
    found.kept = await read();
    await tx.query('delete from past_day where firm_id = $1', [firm.firmId]);
    found.reckoned = await read();
    // Rolls back.
    return { ok: false };
  });
  return found;
}

async function holdAgainstReckoned(seed: number, numRuns: number): Promise<number> {
  let fromKept = 0;
  await fc.assert(
    fc.asyncProperty(question, async (asked) => {
      const { isKept, kept, reckoned } = await readBothWays(asked);
      if (isKept && kept!.rows.length > 0) fromKept += 1;
      assert.deepEqual(kept, reckoned);
    }),
    { seed, numRuns },
  );
  return fromKept;
}

test('from kept days the report says what it says without them, to the cent and the day, in the same order', async () => {
  assert.ok((await holdAgainstReckoned(1, 120)) > 35);
});

test('so it does when more is recorded of past months, of worth or of none', async () => {
  const add = (journals: Journal[], recordedAt?: string) =>
    database.inFirm(firm.firmId, (tx) => post(tx, { journals, actorId: firm.actorId, recordedAt }));
  const [, two, three] = history.jobIds as [number, number, number];
  const on = (days: number): CivilDate => addDays(historyStart, days);
  // The last days of November and of January; whole months hide which day it was.
  for (const days of [41, 103]) {
    await add([nilInvoice(two, on(days)), nilInvoice(three, on(days - 8))]);
    await add(history.jobIds.map((jobId) => timeOf(jobId, on(days))));
    for (const asAt of [on(days - 8), on(days), on(days + 2)]) {
      const { isKept, kept, reckoned } = await readBothWays(plainly(asAt));
      assert.equal(isKept, true);
      assert.deepEqual(kept, reckoned);
      const told = new Map(kept!.rows.map((row) => [row.jobId, row]));
      if (asAt !== on(days)) continue;
      assert.deepEqual(
        [...told.values()].map(({ lastActivityOn }) => lastActivityOn),
        kept!.rows.map(() => asAt),
      );
      assert.equal(told.get(two)!.lastBilledOn, asAt);
    }
  }
  assert.ok((await holdAgainstReckoned(2, 60)) > 15);
});

function plainly(asAt: CivilDate): EstimatedBillingsQuestion {
  return {
    moment: { asAt, knownAt: null },
    now,
    agesFrom: monthOf(asAt),
    filter: {},
    groupBy: null,
    keys: [{ field: 'jobId', type: 'bigint' }],
    limit: 50,
    position: null,
  };
}

let nextItem = 30_000_000n;

/** Work without a price. */
function timeOf(jobId: number, workedOn: CivilDate): Journal {
  return recordTime({
    itemId: nextItem++,
    jobId,
    jobTaskId: null as never,
    staffId: firm.staffId,
    workedOn,
    minutes: 30,
    billableMinutes: 0,
    billable: false,
    excluded: false,
    ratePerHourMinor: 0n,
    costPerHourMinor: 6_000n,
  }).journal;
}

function nilInvoice(jobId: number, on: CivilDate): Journal {
  const lines = [unallocated(jobId, 'billed', 'wipTime', 0n, on)];
  return { kind: 'wipBilled', effectiveOn: on, cause: { kind: 'invoice', id: 9n }, reverses: null, lines };
}
