// Workers die in the middle of a billing run, again and again: every job is billed once, and the numbers have no gap.

import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { startRun } from '#actions/billing-runs/control-run.ts';
import { rehearse } from '#actions/billing-runs/rehearse.ts';
import { rulesOf } from '#actions/billing-runs/testing/rules.ts';
import { accepted, contextOf } from '#actions/testing/practice.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { recordMonth } from './testing/month.ts';

const jobCount = 700;
const { database, address } = await testDatabase();
const firm = await testFirm(database);
const { firmId } = firm;
const context = contextOf(database, firm);

let worker: ChildProcess | undefined;
after(() => worker?.kill('SIGKILL'));

function begin(): ChildProcess {
  const program = new URL('testing/worker-process.ts', import.meta.url).pathname;
  worker = spawn(process.execPath, [program, JSON.stringify(address)], { stdio: 'inherit' });
  return worker;
}

/** Apart from the program's own connections, on which the run would take who looks for a person, and stand back. */
const onlooker = new pg.Client({ ...address, application_name: 'onlooker' });

async function progressOf(runId: number): Promise<{ state: string; billed: number }> {
  const { rows } = await onlooker.query<{ state: string; billed: number }>(
    `select state, (select count(*)::int from billing_run_unit u where u.firm_id = $1 and u.run_id = r.id
       and u.state = 'billed') as billed
     from billing_run r where firm_id = $1 and id = $2`,
    [firmId, runId],
  );
  return rows[0]!;
}

async function until(runId: number, isThere: (billed: number, state: string) => boolean): Promise<number> {
  for (;;) {
    const { billed, state } = await progressOf(runId);
    if (isThere(billed, state)) return billed;
    await pause(10);
  }
}

test('workers that are killed in the middle of a run lose no invoice and make none twice', async (t) => {
  await onlooker.connect();
  t.after(() => onlooker.end());
  await recordMonth(context, { ...firm, jobs: jobCount });
  const { id } = accepted(await rehearse(context, { rules: rulesOf() }));
  accepted(await startRun(context, { id, version: 1, whenChanged: 'park' }));
  let billed = 0;
  for (let round = 0; round < 4; round += 1) {
    const killed = begin();
    billed = await until(id, (now, state) => now > billed || state === 'done');
    await pause(Math.random() * 150);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    const { state, billed: kept } = await progressOf(id);
    t.diagnostic(`killed at ${kept} of ${jobCount}, ${state}`);
    if (round === 0) assert.ok(kept < jobCount, 'the run was over before anything was killed');
    billed = kept;
  }
  const last = begin();
  await until(id, (_, state) => state === 'done');
  last.kill('SIGTERM');
  const [reckoned] = await database.inFirm(firmId, (tx) =>
    tx.query(
      `select count(*)::int as invoices, count(distinct i.number)::int as numbers,
         (max(i.series_value) - min(i.series_value) + 1)::int as span,
         (select count(*)::int from invoice where firm_id = $1 and status <> 'approved') as others,
         (select count(distinct job_id)::int from invoice_job where firm_id = $1) as jobs,
         (select count(*)::int from open_item where firm_id = $1) as "openItems",
         (select count(*)::int from billing_run_unit where firm_id = $1 and run_id = $2 and state = 'billed') as billed
       from invoice i where i.firm_id = $1`,
      [firmId, id],
    ),
  );
  const all = { invoices: jobCount, numbers: jobCount, span: jobCount, jobs: jobCount, billed: jobCount };
  assert.deepEqual(reckoned, { ...all, others: 0, openItems: 0 });
  assert.deepEqual(await verifyFirm(database, firmId), []);
});
