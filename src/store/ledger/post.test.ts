import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilDate } from '#core/calendar/civil-date.ts';
import { reversalOf } from '#core/ledger/journal.ts';
import { recordTime } from '#core/wip/record-time.ts';
import { takeOut } from '#core/wip/lines.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { readItemHistory, readOpenItems } from './items.ts';
import { post } from './post.ts';

const { database } = await testDatabase();
const firm = await testFirm(database);
const march = civilDate('2026-03-10');

function twoHours(itemId: bigint, jobId = firm.jobId) {
  return recordTime({
    itemId,
    jobId,
    jobTaskId: firm.jobTaskId,
    staffId: firm.staffId,
    workedOn: march,
    minutes: 120,
    billableMinutes: 120,
    billable: true,
    excluded: false,
    ratePerHourMinor: 15000n,
    costPerHourMinor: 6000n,
  }).journal;
}

test('recorded time raises the balance of its job and opens its item', async () => {
  const posted = await database.inFirm(firm.firmId, (tx) =>
    post(tx, { journals: [twoHours(1n)], actorId: firm.actorId }),
  );
  assert.equal(posted.balances.get(firm.jobId)?.wipTimeMinor, 30000n);
  const open = await database.inFirm(firm.firmId, (tx) => readOpenItems(tx, [firm.jobId]));
  assert.deepEqual(
    open.map((item) => [item.itemId, item.openMinor, item.openQuantity, item.staffId]),
    [[1n, 30000n, 120, firm.staffId]],
  );
});

test('a reversal restores the balance, closes the item and may happen once', async () => {
  const undo = async () =>
    database.inFirm(firm.firmId, async (tx) => {
      const [standing] = await readItemHistory(tx, firm.jobId, 1n);
      return post(tx, { journals: [reversalOf(standing!, march)], actorId: firm.actorId });
    });
  const posted = await undo();
  assert.equal(posted.balances.get(firm.jobId)?.wipTimeMinor, 0n);
  await assert.rejects(undo);
  const ages = await database.inFirm(firm.firmId, (tx) => tx.query('select * from job_age'));
  assert.deepEqual(ages, []);
});

test('more than is open of an item cannot leave it', async () => {
  await database.inFirm(firm.firmId, (tx) => post(tx, { journals: [twoHours(2n)], actorId: firm.actorId }));
  const billTwice = database.inFirm(firm.firmId, async (tx) => {
    const [item] = await readOpenItems(tx, [firm.jobId]);
    const lines = [takeOut(item!, 'billed', 30000n, 120), takeOut(item!, 'billed', 1n, 0)];
    const cause = { kind: 'invoice', id: 1n } as const;
    await post(tx, {
      journals: [{ kind: 'wipBilled', effectiveOn: march, cause, reverses: null, lines }],
      actorId: firm.actorId,
    });
  });
  await assert.rejects(billTwice, { constraint: 'open_item_not_exceeded' });
});

test('a closed item cannot be billed again', async () => {
  await assert.rejects(
    database.inFirm(firm.firmId, async (tx) => {
      const [item] = await readOpenItems(tx, [firm.jobId]);
      const cause = { kind: 'invoice', id: 1n } as const;
      const bill = {
        kind: 'wipBilled',
        effectiveOn: march,
        cause,
        reverses: null,
        lines: [takeOut(item!, 'billed', 30000n, 120)],
      } as const;
      await post(tx, { journals: [bill], actorId: firm.actorId });
      await post(tx, { journals: [bill], actorId: firm.actorId });
    }),
    { constraint: 'open_item_not_exceeded' },
  );
});

test('nothing is posted on or before a lock', async () => {
  await database.inFirm(firm.firmId, (tx) =>
    tx.query('select set_locks($1, null, $2)', [firm.firmId, '2026-03-10']),
  );
  await assert.rejects(
    database.inFirm(firm.firmId, (tx) => post(tx, { journals: [twoHours(3n)], actorId: firm.actorId })),
    { code: 'WL002' },
  );
  await database.inFirm(firm.firmId, (tx) => tx.query('select set_locks($1, null, null)', [firm.firmId]));
});

test('a journal that its kind does not permit never reaches the database', async () => {
  const journal = { ...twoHours(4n), kind: 'wipBilled' } as const;
  await assert.rejects(
    database.inFirm(firm.firmId, (tx) => post(tx, { journals: [journal], actorId: firm.actorId })),
    /may not move recordedTime to wipTime/,
  );
});

test('the application may add to the ledger and never change it', async () => {
  for (const statement of [
    'update ledger_line set amount_minor = 0',
    'delete from journal',
    'insert into ledger_line default values',
    'update job_balance set wip_time_minor = 0',
  ]) {
    await assert.rejects(
      database.inFirm(firm.firmId, (tx) => tx.query(statement)),
      { code: '42501' },
    );
  }
  await assert.rejects(database.pool.query('delete from ledger_line'), { code: 'WL001' });
  await assert.rejects(database.pool.query('update journal set kind = 1'), { code: 'WL001' });
});

test('one firm cannot post to another', async () => {
  const other = await testFirm(database);
  await assert.rejects(
    database.inFirm(other.firmId, (tx) =>
      post({ ...tx, firmId: firm.firmId }, { journals: [twoHours(5n)], actorId: firm.actorId }),
    ),
    { code: 'WL003' },
  );
});

test('a journal has an author that the firm knows, for ever', async () => {
  await assert.rejects(
    database.inFirm(firm.firmId, (tx) => post(tx, { journals: [twoHours(6n)], actorId: 999_999 })),
    { code: '23503', constraint: 'journal_actor_known' },
  );
  await assert.rejects(database.pool.query('delete from actor where firm_id = $1', [firm.firmId]), {
    code: 'WL001',
  });
});

test('lines are numbered within their journal', async () => {
  const journal = { ...twoHours(7n), lines: [...twoHours(7n).lines, ...twoHours(8n).lines] };
  const posted = await database.inFirm(firm.firmId, (tx) =>
    post(tx, { journals: [journal, twoHours(9n)], actorId: firm.actorId }),
  );
  const { rows } = await database.pool.query(
    'select journal_id, line_number, item_id from ledger_line where item_id between 7 and 9 order by item_id',
  );
  const [first, second] = posted.journalIds;
  assert.deepEqual(rows.map(Object.values), [
    [first, 1, 7n],
    [first, 2, 8n],
    [second, 1, 9n],
  ]);
});

test('many at once are written by job, and each keeps its author, its number and its order within the job', async () => {
  const other = await testFirm(database);
  const ids = Array.from({ length: 300 }, (_, place) => 1_000n + BigInt(place));
  const [jobs, authors] = await database.asInstallation(async (tx) => {
    const job = await tx.query<{ id: number }>(
      `insert into job (firm_id, number, name, client_id, state_id, currency)
       select firm_id, number || '-2', name, client_id, state_id, currency from job where firm_id = $1 returning id`,
      [other.firmId],
    );
    const author = await tx.query<{ id: number }>(
      `insert into actor (firm_id, kind, name) select firm_id, kind, 'Second' from actor where firm_id = $1 limit 1 returning id`,
      [other.firmId],
    );
    return [
      [other.jobId, job[0]!.id],
      [other.actorId, author[0]!.id],
    ] as const;
  });
  const posted = await database.inFirm(other.firmId, (tx) =>
    post(tx, {
      journals: ids.map((id, place) => ofOther(id, jobs[place % 2]!)),
      actorId: ids.map((_, place) => authors[place % 3 === 0 ? 1 : 0]!),
    }),
  );
  const { rows } = await database.pool.query<{
    id: bigint;
    cause_id: bigint;
    actor_id: number;
    job_id: number;
  }>(
    `select j.id, j.cause_id, j.actor_id, l.job_id from journal j
     join ledger_line l on l.firm_id = j.firm_id and l.journal_id = j.id where j.firm_id = $1 order by j.id`,
    [other.firmId],
  );
  assert.deepEqual(
    rows.toSorted((a, b) => Number(a.cause_id - b.cause_id)).map(({ id, actor_id }) => [id, actor_id]),
    ids.map((_, place) => [posted.journalIds[place], authors[place % 3 === 0 ? 1 : 0]]),
  );
  assert.deepEqual(
    rows.map(({ cause_id, job_id }) => [job_id, cause_id]),
    jobs.flatMap((jobId, nth) => ids.filter((_, place) => place % 2 === nth).map((id) => [jobId, id])),
  );

  function ofOther(itemId: bigint, jobId: number) {
    const { lines, ...journal } = twoHours(itemId);
    return {
      ...journal,
      lines: lines.map((line) => ({ ...line, jobId, jobTaskId: other.jobTaskId, staffId: other.staffId })),
    };
  }
});
