// Somebody who bills a month, sends the invoices, and takes all of it back, over and over, while things go wrong. After each
// step what the run did is held against the ledger, the numbers of documents and what was rehearsed.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { ask } from './program.ts';
import { furnishMonth, patiently, post, runNow, type RunOffice } from './run-office.ts';
import { reckonRun, runIsWell } from './run-reckoning.ts';
import { booksOf, reckonBilled, rehearsed, start } from './run-rounds.ts';
import type { SoakPlace } from './soak-place.ts';
import { openNextOffice } from './storm.ts';

export type Billing = {
  readonly office: RunOffice;
  /** Runs that were billed, reckoned, taken back and reckoned again. */
  runs: number;
  /** Invoices that they made. */
  invoices: number;
  /** What the billing ended of. */
  readonly failures: unknown[];
  /** Once the run that is under way has been taken back. */
  stop(): Promise<void>;
};

const jobs = 60;
const restBetweenMs = 3_000;
const endsWithinMs = 20 * 60_000;

export async function startBilling({ struck }: SoakPlace): Promise<Billing> {
  const office = await furnishMonth(struck.place, await openNextOffice(struck.place, 1), jobs);
  await ask(
    struck.place,
    `update client set billing_email = 'bills@client.example' where firm_id = ${office.firmId}`,
  );
  let stopped = false;
  const play = async () => {
    const books = await booksOf(office);
    while (!stopped) {
      billing.invoices += await billAndTakeBack(office, billing.runs % 2 === 0);
      assert.deepEqual(await patiently(() => booksOf(office)), books, 'the books once a run was taken back');
      billing.runs += 1;
      await pause(restBetweenMs);
    }
  };
  const billing: Billing = {
    office,
    runs: 0,
    invoices: 0,
    failures: [],
    async stop() {
      stopped = true;
      await playing;
      if (billing.failures.length > 0) throw billing.failures[0];
    },
  };
  const playing = play().catch((error: unknown) => void billing.failures.push(error));
  return billing;
}

/** Answers how many invoices were made. */
async function billAndTakeBack(office: RunOffice, isReviewed: boolean): Promise<number> {
  const run = await rehearsed(office, isReviewed ? 'afterReview' : 'immediately');
  await start(office, run);
  await untilOver(office, run.id);
  if (isReviewed) {
    await patiently(() => reckonBilled(office, run, 'drafted'));
    await post(office, `/billing-runs/${run.id}/approval`, {});
    await untilOver(office, run.id);
  }
  const parked = await patiently(() => reckonBilled(office, run, 'billed'));
  assert.equal(parked.units, 0, 'nothing of a run is parked');
  const sending = await post(office, `/billing-runs/${run.id}/mails`, {});
  assert.equal(sending.queued, run.units, JSON.stringify(sending));
  await untilSent(office, run.id);
  await post(office, `/billing-runs/${run.id}/undoing`, { reason: 'Once more' });
  await untilOver(office, run.id);
  assert.deepEqual(await patiently(() => reckonRun(office, run.id)), runIsWell);
  return run.units;
}

async function untilOver(office: RunOffice, runId: string): Promise<void> {
  await until(async () => {
    const now = await runNow(office, runId);
    return now.state === 'running' ? `run ${runId} does not end: ${JSON.stringify(now)}` : undefined;
  });
}

/** Before its invoices are cancelled, for of cancelled ones no mail goes out. */
async function untilSent(office: RunOffice, runId: string): Promise<void> {
  const statement = `
    select count(*)::int as many, count(*) filter (where m.status = 'sent')::int as sent, max(m.last_error) as error
    from billing_run_unit u join mail m on m.firm_id = u.firm_id and m.invoice_id = u.invoice_id
    where u.firm_id = ${office.firmId} and u.run_id = ${Number(runId)}`;
  await until(async () => {
    const [row] = await patiently(() => ask(office.place, statement));
    return row!['many'] === row!['sent']
      ? undefined
      : `mails of run ${runId} are not sent: ${JSON.stringify(row)}`;
  });
}

/** What is missing, until nothing is. */
async function until(missing: () => Promise<string | undefined>): Promise<void> {
  const giveUpAt = performance.now() + endsWithinMs;
  for (;;) {
    const text = await missing();
    if (text === undefined) return;
    assert.ok(performance.now() < giveUpAt, text);
    await pause(250);
  }
}
