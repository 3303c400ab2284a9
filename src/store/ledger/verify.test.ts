// Every table that the verifier looks at is tampered with, as only a superuser could, and exactly that is found.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { postRandomHistory } from '../reports/testing/random-history.ts';
import { testDatabase } from '../testing/database.ts';
import { testFirm } from '../testing/firm.ts';
import { proveInShort } from './verify-short.ts';
import { verify, verifyFirm } from './verify.ts';
import type { Difference } from './recount.ts';

const { database } = await testDatabase();
const firm = await testFirm(database);
await postRandomHistory(database, firm, { seed: 21, batches: 120 });
// The generator moves items and takes journals back as the ledger allows, without touching entries: put those right.
await database.pool.query(`
  update time_entry e set job_id = o.job_id, job_task_id = t.id from open_item o join job_task t on t.job_id = o.job_id
  where o.item_id = e.id and o.job_id <> e.job_id`);
await database.pool.query(`
  update time_entry e set deleted = true where id in (
    select o.cause_id from journal r join journal o on o.id = r.reverses where o.kind = 1)`);
await database.pool.query(`
  update cost_entry e set deleted = true where id in (
    select o.cause_id from journal r join journal o on o.id = r.reverses where o.kind = 2)`);

/** Runs one change beneath every fence, verifies, and takes the change back. */
async function after(change: string): Promise<Difference[]> {
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    await client.query("set local session_replication_role = 'replica'");
    const changed = [await client.query(change)].flat().at(-1)!;
    assert.notEqual(changed.rowCount, 0, change);
    await client.query('set local role workledger_app');
    await client.query(`set local app.firm_id = '${firm.firmId}'`);
    const query = async <Row>(text: string, params: readonly unknown[] = []) =>
      (await client.query(text, [...params])).rows as Row[];
    return await verify({ query, firmId: firm.firmId, client } as never);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

test('a ledger that nobody tampered with agrees in everything', async () => {
  assert.deepEqual(await verifyFirm(database, firm.firmId), []);
});

test('of such a ledger the short proof says so by itself, with whatever weights it draws', async () => {
  for (let run = 0; run < 20; run += 1) {
    const proof = await database.inFirm(firm.firmId, async (tx) => {
      await tx.query("set local timezone = 'UTC'");
      return proveInShort(tx);
    });
    assert.deepEqual(proof, { sums: true, items: true });
  }
});

const someMonth = `(select ctid from job_month where wip_time_minor <> 0 order by job_id, effective_month limit 1)`;
const someLine = (where: string) =>
  `(select ctid from ledger_line where ${where} order by journal_id limit 1)`;

/** A revaluation and its contrary, recorded in a month in which nothing else was. */
const upAndDown = `
  insert into journal select firm_id, first_effective_on, 0, '1999-01-02', 1, (select min(id) from actor), 8, 4, null
    from job_balance where job_id = (select min(job_id) from job_balance);
  insert into ledger_line (firm_id, effective_on, journal_id, amount_minor, cost_minor, job_id, origin_on, quantity, line_number, kind, debit, credit)
  select b.firm_id, first_effective_on, 0, 7, 0, job_id, first_effective_on, 0, v.number, 8, v.debit, v.credit
    from job_balance b, (values (1, 1, 6), (2, 6, 1)) v (number, debit, credit)
    where job_id = (select min(job_id) from job_balance)`;

for (const [what, change, expected] of [
  [
    'a balance',
    'update job_balance set wip_time_minor = wip_time_minor + 1, recorded_time_minor = recorded_time_minor - 1 where ctid = (select ctid from job_balance limit 1)',
    ['jobBalance wipTimeMinor', 'jobBalance recordedTimeMinor'],
  ],
  [
    'the newest day of a balance',
    `update job_balance set last_activity_on = '2024-01-01' where ctid = (select ctid from job_balance limit 1)`,
    ['jobBalance lastActivityOn'],
  ],
  [
    'an open amount that is off by a prime that one might reckon with,',
    'update open_item set open_minor = open_minor + 2147483647 where ctid = (select ctid from open_item where item_kind = 1 order by item_id limit 1)',
    ['openItem openMinor'],
  ],
  [
    'a balance that is gone',
    'delete from job_balance where ctid = (select ctid from job_balance limit 1)',
    ['jobBalance row', 'listedJob row'],
  ],
  [
    'an open job that is not listed',
    'update job_balance set is_listed = false where ctid = (select ctid from job_balance where wip_time_minor <> 0 limit 1)',
    ['listing isListed', 'listedJob row'],
  ],
  [
    'a listed job under an old number',
    `update listed_job set number_key = 'old' where ctid = (select ctid from listed_job limit 1)`,
    ['listedJob numberKey'],
  ],
  [
    'a month',
    `update job_month set wip_time_minor = wip_time_minor + 5, billed_minor = billed_minor - 5 where ctid = ${someMonth}`,
    ['jobMonth wipTimeMinor', 'jobMonth billedMinor'],
  ],
  ['a month that is gone', `delete from job_month where ctid = ${someMonth}`, ['jobMonth row']],
  [
    'a month that comes to nothing and is of no line',
    `insert into job_month select firm_id, job_id, '1999-01-01', '1999-01-01', '1999-01-01', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 from job_month limit 1`,
    ['jobMonth row'],
  ],
  ['lines that come to nothing and have no month', upAndDown, ['jobMonth row']],
  [
    'nothing, where their month is there,',
    `${upAndDown}; insert into job_month select firm_id, job_id, date_trunc('month', first_effective_on), date_trunc('month', first_effective_on),
       '1999-01-01', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 from job_balance where job_id = (select min(job_id) from job_balance)`,
    [],
  ],
  [
    'the kind of the item of a line',
    `update ledger_line set item_kind = 2 where ctid = ${'(select ctid from ledger_line where item_kind = 1 and amount_minor = 0 order by journal_id limit 1)'}`,
    ['lineShape movement', 'openItem itemKind', 'timeEntry costMinor', 'timeEntry timesRecorded'],
  ],
  [
    'a month too many',
    `insert into job_month select firm_id, job_id, '2001-01-01', origin_month, recorded_month, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 from job_month where ctid = ${someMonth}`,
    ['jobMonth row'],
  ],
  [
    'an age',
    'update job_age set interim_minor = interim_minor - 1 where ctid = (select ctid from job_age limit 1)',
    ['jobAge interimMinor'],
  ],
  [
    'an open amount',
    'update open_item set open_minor = open_minor + 1 where ctid = (select ctid from open_item where item_kind = 1 limit 1)',
    ['openItem openMinor'],
  ],
  [
    'an open quantity',
    'update open_item set open_quantity = open_quantity + 1 where ctid = (select ctid from open_item where item_kind = 1 limit 1)',
    ['openItem openQuantity'],
  ],
  [
    'an open item that is gone',
    'delete from open_item where ctid = (select ctid from open_item limit 1)',
    ['openItem row'],
  ],
  [
    'an open item on another job',
    'update time_entry set job_id = -1 where id = (select item_id from open_item where item_kind = 1 limit 1)',
    ['itemJob jobId'],
  ],
  [
    'the value of an entry',
    'update time_entry set amount_minor = amount_minor + 1 where ctid = (select ctid from time_entry where not deleted limit 1)',
    ['timeEntry amountMinor'],
  ],
  [
    'the cost of an entry',
    'update time_entry set cost_minor = cost_minor + 1 where ctid = (select ctid from time_entry where not deleted limit 1)',
    ['timeEntry costMinor'],
  ],
  [
    'an entry without value that was never posted',
    `insert into time_entry (firm_id, worked_on, id, job_id, job_task_id, staff_id, minutes, billable_minutes, billable, rate_source, rate_per_hour_minor, amount_minor, cost_minor) select firm_id, worked_on, 1, job_id, job_task_id, staff_id, minutes, billable_minutes, false, rate_source, 0, 0, 0 from time_entry limit 1`,
    ['timeEntry timesRecorded'],
  ],
  [
    'a cost that is now only estimated',
    'update cost_entry set actual = false where ctid = (select ctid from cost_entry where not deleted limit 1)',
    ['costEntry amountMinor', 'costEntry costMinor', 'costEntry timesRecorded'],
  ],
  [
    'an interim',
    'update interim set amount_minor = amount_minor + 1 where ctid = (select i.ctid from interim i join open_item o on o.item_id = i.id limit 1)',
    ['interim amountMinor'],
  ],
  [
    'the date of a line',
    `update journal set effective_on = effective_on + 1 where id = (select id from journal where kind = 1 order by id limit 1)`,
    ['lineOfJournal effectiveOn'],
  ],
  [
    'a journal without lines',
    `insert into journal select firm_id, effective_on, 0, recorded_at, cause_id, actor_id, 1, cause_kind, null from journal limit 1`,
    ['journalWithoutLines lines'],
  ],
] as const) {
  test(`${what} is found, and nothing else`, async () => {
    const differences = await after(change);
    assert.deepEqual(
      differences.map(({ check, column }) => `${check} ${column}`),
      expected,
    );
  });
}

test('the amount of a line is found wherever it counts, and in the reversal that no longer mirrors it', async () => {
  const target = someLine(
    `journal_id in (select reverses from journal where reverses is not null) and kind = 1 and amount_minor > 0`,
  );
  const differences = await after(
    `update ledger_line set amount_minor = amount_minor + 1 where ctid = ${target}`,
  );
  const checks = new Set(differences.map(({ check }) => check));
  for (const check of ['jobMonth', 'jobBalance', 'jobAge', 'openItem', 'reversal', 'timeEntry']) {
    assert.ok(checks.has(check as Difference['check']), `${check} in ${[...checks].join(' ')}`);
  }
});

for (const [what, change, expected] of [
  ['the day of the work of a line', 'origin_on = origin_on - 70', 'jobMonth'],
  ['the day of the work, before any table of weights', `origin_on = '1931-05-02'`, 'jobMonth'],
  [
    'the job of a line',
    'job_id = (select max(job_id) from job_balance where job_id <> l.job_id)',
    'jobMonth',
  ],
  [
    'the accounts of a line, where it moves nothing that it may not',
    'debit = credit, credit = debit',
    'lineShape',
  ],
  ['an account that there is not', 'debit = 13', 'lineShape'],
  ['the item of a line', 'item_id = item_id + 1000000000', 'openItem'],
  ['the kind of an item that was billed', 'item_kind = 2', 'lineShape'],
  ['the minutes of a line', 'quantity = quantity + 1', 'openItem'],
] as const) {
  test(`${what} is found`, async () => {
    const target = someLine('kind = 3 and debit = 8 and credit = 1 and amount_minor > 0');
    const differences = await after(
      `alter table ledger_line drop constraint if exists ledger_line_movement;
       update ledger_line l set ${change} where ctid = ${target}`,
    );
    const checks = differences.map(({ check }) => check);
    assert.ok(checks.includes(expected), `${expected} in ${checks.join(' ')}`);
  });
}

test('work that left one job and arrived at another worth something else is found', async () => {
  const target = someLine('kind = 9');
  const differences = await after(
    `update ledger_line set amount_minor = amount_minor + 1 where ctid = ${target}`,
  );
  assert.ok(
    differences.some(({ check, recounted }) => check === 'transferred' && Math.abs(Number(recounted)) === 1),
  );
});

test('a movement that its kind does not permit is found although the constraint was dropped', async () => {
  const change = `alter table ledger_line drop constraint ledger_line_movement`;
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    await client.query(change);
    await client.query("set local session_replication_role = 'replica'");
    await client.query(`update ledger_line set credit = 10 where ctid = ${someLine('kind = 1')}`);
    const query = async <Row>(text: string, params: readonly unknown[] = []) =>
      (await client.query(text, [...params])).rows as Row[];
    const differences = await verify({ query, firmId: firm.firmId, client } as never);
    const shape = differences.find(({ check }) => check === 'lineShape');
    assert.equal(shape?.stored?.startsWith('1 from 10'), true);
  } finally {
    await client.query('rollback');
    client.release();
  }
});

test('the verifier of one firm says nothing of another', async () => {
  const other = await testFirm(database);
  await database.pool.query(`update job_balance set first_effective_on = '1999-01-01'`);
  assert.deepEqual(await verifyFirm(database, other.firmId), []);
});
