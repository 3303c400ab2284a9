// What happens to approved invoices, cancellations, credit notes and payments when things die in a storm of them: whatever
// was acknowledged stands exactly once, and the numbers have no gaps. A kill shows what the program and PostgreSQL do; it does
// not show what a disk does that loses power. Longer runs: node tests/faults/main.ts --kill.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import {
  allWell,
  askAgain,
  reckonInvoices,
  startInvoicingStorm,
  type Acknowledged,
} from './invoicing-storm.ts';
import { killSomething, looseCommits } from './kills.ts';
import { exitOf, leave, newPlace, run, serve, type Program } from './program.ts';
import { nextAnswer, openOffice, type Office } from './storm.ts';

const place = await newPlace();
after(() => leave(place));

let server: Program;
let office: Office;
const acknowledged: Acknowledged[] = [];

test('an office opens', async () => {
  assert.equal(await exitOf(run(place, 'migrate')), 0);
  server = await serve(place);
  office = await openOffice(place, 3);
});

for (const victim of ['backend', 'postmaster', 'server', 'everything'] as const) {
  test(`kill -9 of ${victim} in a storm of invoices: what was acknowledged stands once`, async (t) => {
    const storm = startInvoicingStorm(place, office, 6);
    await pause(600 + Math.random() * 400);
    server = await killSomething(place, server, victim);
    await nextAnswer(storm);
    await pause(300);
    await storm.stop();
    acknowledged.push(...storm.acknowledged);
    t.diagnostic(`${storm.acknowledged.length} acknowledged, ${storm.retries} retries`);
    assert.deepEqual(await reckonInvoices(place, office, acknowledged), allWell);
    await askAgain(place, office, storm.acknowledged.slice(-20));
    assert.deepEqual(await reckonInvoices(place, office, acknowledged), allWell);
  });
}

// Last, because what it loses stays lost.
test('the same count sees a loss when commits are acknowledged before they are kept', async () => {
  await looseCommits(place);
  let lost: string[] = [];
  for (let round = 1; round <= 4 && lost.length === 0; round += 1) {
    const storm = startInvoicingStorm(place, office, 6);
    await pause(500 + 200 * round);
    server = await killSomething(place, server, 'everything');
    // Clients whose drafts are gone are told so, and end.
    await storm.stop().catch(() => {});
    acknowledged.push(...storm.acknowledged);
    ({ lost } = await reckonInvoices(place, office, acknowledged));
  }
  assert.ok(lost.length > 0, 'nothing was lost although nothing was kept');
});
