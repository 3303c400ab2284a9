// What stands with the listed jobs follows the practice and the ledger, whoever comes first; and the report as it is opened
// says what the report says that may be asked anything.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { civilDate } from '#core/calendar/civil-date.ts';
import { verify } from '../ledger/verify.ts';
import { testDatabase } from '../testing/database.ts';
import { testFirm } from '../testing/firm.ts';
import { readFirstBillings } from './estimated-billings.ts';
import type { EstimatedBillingsQuestion } from './billing-page.ts';
import { isOpened } from './listed-billings.ts';
import { live } from './moment.ts';
import { postRandomHistory } from './testing/random-history.ts';

const { database } = await testDatabase();
const firm = await testFirm(database);
const history = await postRandomHistory(database, firm, { seed: 11, batches: 120 });
const [one, other] = history.jobIds as [number, number];

const orders = ['clientName', 'jobNumber', 'netWipMinor', 'uninvoicedQuoteMinor', 'wipTimeMinor'] as const;

async function assertAgrees(): Promise<void> {
  const snapshot = { readOnly: true, snapshot: true };
  for (const limit of [7, 1_001])
    for (const field of orders) {
      for (const descending of [false, true]) {
        const isText = field === 'clientName' || field === 'jobNumber';
        const asked: EstimatedBillingsQuestion = {
          moment: live,
          now: '2026-06-30T00:00:00Z',
          agesFrom: civilDate('2026-03-01'),
          filter: {},
          groupBy: null,
          keys: [
            { field, type: isText ? 'text' : 'bigint', descending },
            { field: 'jobId', type: 'bigint' },
          ],
          limit,
          position: null,
        };
        const filtered = { ...asked, filter: { text: '' } };
        assert.deepEqual([isOpened(asked), isOpened(filtered)], [true, false]);
        await database.inFirm(
          firm.firmId,
          async (tx) =>
            assert.deepEqual(await readFirstBillings(tx, asked), await readFirstBillings(tx, filtered)),
          snapshot,
        );
      }
    }
  const differences = await database.inFirm(firm.firmId, (tx) => verify(tx), snapshot);
  assert.deepEqual(
    differences.filter(({ check }) => check === 'listedJob'),
    [],
  );
}

const inFirm = (text: string, ...values: unknown[]) =>
  database.inFirm(firm.firmId, (tx) => tx.query(text, [firm.firmId, ...values]));

async function keysOf(jobId: number): Promise<unknown[]> {
  const [row] = await inFirm(
    'select client_key, number_key, currency from listed_job where firm_id = $1 and job_id = $2',
    jobId,
  );
  return row === undefined ? [] : [row['client_key'], row['number_key'], row['currency']];
}

test('rows and totals are those of the report that may be asked anything', assertAgrees);

test('numbers, names, clients and what is excluded are followed at once', async () => {
  await inFirm(`update job set number = 'ZZ-1' where firm_id = $1 and id = $2`, one);
  await inFirm(`update client set name = 'Älteste Werft' where firm_id = $1 and id = $2`, firm.clientId);
  assert.deepEqual((await keysOf(one)).slice(0, 2), ['älteste werft', 'zz-1']);
  await assertAgrees();
  await inFirm(`insert into client (firm_id, name, currency) values ($1, 'Basalt', 'NZD')`);
  await inFirm(
    `update job set client_id = (select id from client where firm_id = $1 and name = 'Basalt') where firm_id = $1 and id = $2`,
    other,
  );
  assert.equal((await keysOf(other))[0], 'basalt');
  await assertAgrees();
  await inFirm('update job set excluded = true where firm_id = $1 and id = $2', one);
  assert.deepEqual(await keysOf(one), []);
  await assertAgrees();
  await inFirm('update job set excluded = false where firm_id = $1 and id = $2', one);
  assert.equal((await keysOf(one))[1], 'zz-1');
  await assertAgrees();
});

const setListed = `update job_balance set is_listed = $3 where firm_id = $1 and job_id = $2`;

test('a job that leaves the WIP manager goes, and one that comes back stands there as it is called by then', async () => {
  await database.pool.query(setListed, [firm.firmId, one, false]);
  assert.deepEqual(await keysOf(one), []);
  await inFirm(`update job set number = 'ZZ-2' where firm_id = $1 and id = $2`, one);
  assert.deepEqual(await keysOf(one), []);
  await database.pool.query(setListed, [firm.firmId, one, true]);
  assert.equal((await keysOf(one))[1], 'zz-2');
});

const firstLine = `insert into job_balance (firm_id, job_id, version, first_effective_on, last_effective_on, is_listed)
  values ($1, $2, 1, '2026-03-01', '2026-03-01', true)`;

/** The second begins while the first is under way, and both end. */
async function meet(first: [string, unknown[]], second: [string, unknown[]]): Promise<void> {
  const [a, b] = [await database.pool.connect(), await database.pool.connect()];
  try {
    await a.query('begin');
    await a.query(...first);
    await b.query('begin');
    const meanwhile = b.query(...second);
    await pause(100);
    await a.query('commit');
    await meanwhile;
    await b.query('commit');
  } finally {
    a.release();
    b.release();
  }
}

async function addJob(number: string): Promise<number> {
  const [job] = await inFirm(
    `insert into job (firm_id, number, name, client_id, currency, state_id) values ($1, $2, 'New', $3, 'NZD', $4)
     returning id`,
    number,
    firm.clientId,
    firm.stateId,
  );
  return job!['id'] as number;
}

test('whoever renames a job while it is posted to, listed or not, leaves the new number there', async () => {
  const rename = (jobId: number, number: string): [string, unknown[]] => [
    'update job set number = $3 where firm_id = $1 and id = $2',
    [firm.firmId, jobId, number],
  ];
  const list = (jobId: number, isListed: boolean): [string, unknown[]] => [
    setListed,
    [firm.firmId, jobId, isListed],
  ];
  await database.pool.query(...list(one, false));
  await meet(rename(one, 'R-1'), list(one, true));
  assert.equal((await keysOf(one))[1], 'r-1');
  await database.pool.query(...list(one, false));
  await meet(list(one, true), rename(one, 'R-2'));
  assert.equal((await keysOf(one))[1], 'r-2');
  await meet(list(one, false), rename(one, 'R-3'));
  assert.deepEqual(await keysOf(one), []);
  for (const isFirst of [true, false]) {
    const jobId = await addJob(`N-${isFirst}`);
    const both = [rename(jobId, `M-${isFirst}`), [firstLine, [firm.firmId, jobId]]] as const;
    await meet(...((isFirst ? both : both.toReversed()) as [[string, unknown[]], [string, unknown[]]]));
    assert.equal((await keysOf(jobId))[1], `m-${isFirst}`);
  }
});

test('whoever renames a client while one of its jobs is posted to for the first time leaves the new name there', async () => {
  for (const isFirst of [true, false]) {
    const jobId = await addJob(`C-${isFirst}`);
    const both = [
      [
        'update client set name = $3 where firm_id = $1 and id = $2',
        [firm.firmId, firm.clientId, `Now ${isFirst}`],
      ],
      [firstLine, [firm.firmId, jobId]],
    ] as const;
    await meet(
      ...((isFirst ? both : both.toReversed()) as unknown as [[string, unknown[]], [string, unknown[]]]),
    );
    assert.equal((await keysOf(jobId))[0], `now ${isFirst}`);
  }
});
