// A firm that is put into an installation twice: everything of the one has the ids of the other. Both are asked everything that
// can be read and answer the same; then one of them trades on, and the other answers as before.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { accepted, contextOf } from '#actions/testing/practice.ts';
import { adjustWip } from '#actions/wip/adjust-wip.ts';
import { buildServer } from '#api/server.ts';
import { exportFirm } from '#ops/backup/export-firm.ts';
import { importFirm } from '#ops/backup/import-firm.ts';
import { markUsedUpPayments } from '#store/billing/used-up-payments.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { keepPastBalances } from '#store/reports/keep-past.ts';
import { testDatabase } from '#store/testing/database.ts';
import type { TestFirm } from '#store/testing/firm.ts';
import { addressOf, endpoints } from '../api/samples.ts';
import { addApiKey, caller, testSecret, type ApiCaller } from '../api/testing.ts';
import { demoFirm, demoFirmId, smallFirm } from '../demo-firm.ts';
import { recordHour, temporaryFolder } from './installations.ts';

const { database, address } = await testDatabase({}, demoFirm(smallFirm));
const { now } = smallFirm;
const server = buildServer({
  database,
  clock: () => now,
  config: {
    secret: testSecret,
    rateLimits: { requestsPerMinuteMax: 1_000_000, guessesPerMinuteMax: 1_000 },
    mail: undefined,
  },
  routes: undefined,
  admission: undefined,
});
after(() => server.close());

/** What the installation gives ids to by itself is another one in each of them. */
const own = /api-keys|members|history|firm$/;
const readable = endpoints.filter(
  ({ method, access, path }) => method === 'GET' && access === 'firm' && !own.test(path),
);
const known = {
  id: '5',
  jobId: '5',
  clientId: '3',
  with: '5',
  from: '2026-01-01',
  to: '2026-03-31',
  by: 'client',
  text: 'an',
  subject: 'job',
};

/** By address; without what is told of the request. */
async function answersOf(by: ApiCaller): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  for (const endpoint of readable) {
    const path = addressOf(endpoint, known).replace('/api/v1', '');
    const { status, text } = await by.get(path);
    answers.set(path, `${status} ${text.replaceAll(/"requestId":"[^"]*"/g, '')}`);
  }
  return answers;
}

/** An owner, and a listed job to work on. */
async function firmOf(firmId: number): Promise<TestFirm> {
  const [row] = await database.inFirm(firmId, (tx) =>
    tx.query<Omit<TestFirm, 'firmId'>>(
      `select t.job_id as "jobId", t.id as "jobTaskId", a.id as "actorId", m.id as "memberId",
         (select min(id) from staff where firm_id = $1 and active) as "staffId"
       from job_task t
       join job_balance b on b.firm_id = $1 and b.job_id = t.job_id and b.is_listed
       join member m on m.firm_id = $1 and m.role = 'owner'
       join actor a on a.firm_id = $1 and a.id = m.actor_id
       where t.firm_id = $1 order by t.id limit 1`,
      [firmId],
    ),
  );
  return { ...row!, firmId };
}

async function arrive(path: string): Promise<{ firm: TestFirm; owner: ApiCaller }> {
  const { firmId } = await importFirm({ address, path, settleMs: 0 });
  await keepPastBalances(database, firmId, now);
  await markUsedUpPayments(database, firmId);
  const firm = await firmOf(firmId);
  const key = await addApiKey(database, firm, { role: 'owner' });
  return { firm, owner: caller(server, { authorization: `Bearer ${key}` }) };
}

/** Records work, writes some off, and calls clients and jobs by other names. */
async function tradeOn(firm: TestFirm): Promise<void> {
  const context = contextOf(database, firm);
  for (const note of ['one', 'two', 'three']) await recordHour(context, firm, note);
  const items = await database.inFirm(firm.firmId, async (tx) => {
    await tx.query(`update client set name = name || ' twin' where firm_id = $1`, [firm.firmId]);
    await tx.query(`update job set number = number || 'T' where firm_id = $1`, [firm.firmId]);
    return tx.query<{ itemId: bigint }>(
      `select o.item_id as "itemId" from open_item o
       where o.firm_id = $1 and o.item_kind = 1 and o.open_minor > 0
         and not exists (select from draft_item d where d.firm_id = $1 and d.item_id = o.item_id) limit 5`,
      [firm.firmId],
    );
  });
  accepted(await adjustWip(context, { kind: 'writeOff', items }));
}

test('two firms with the same ids know nothing of each other', async () => {
  const path = join(temporaryFolder(), 'firm.zip');
  await exportFirm({ address, firmId: demoFirmId, path, program: '0.0.0' });
  const [one, other] = [await arrive(path), await arrive(path)];
  assert.deepEqual(one.firm.jobId, other.firm.jobId);
  const before = await answersOf(other.owner);
  const withoutFirm = (answer: string) =>
    answer.replaceAll(new RegExp(`"(firmId|id)":"(${one.firm.firmId}|${other.firm.firmId})"`, 'g'), '');
  for (const [asked, answer] of await answersOf(one.owner))
    assert.equal(withoutFirm(answer), withoutFirm(before.get(asked)!), asked);
  assert.ok([...before.values()].filter((answer) => answer.startsWith('200')).length > 60);
  await tradeOn(one.firm);
  for (const [asked, answer] of await answersOf(other.owner)) assert.equal(answer, before.get(asked), asked);
  for (const { firm } of [one, other]) assert.deepEqual(await verifyFirm(database, firm.firmId), []);
});
