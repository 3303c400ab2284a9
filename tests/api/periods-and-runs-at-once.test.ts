// A billing run and three people post into a period at the moment when it is closed: what was accepted is in its openings,
// the rest is refused, and the run parks what came too late.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openMonth, type Job } from './billing-run-month.ts';

const accept = [
  'draftInvoices',
  'parkedInvoices',
  'openWeeks',
  'unsentInvoices',
  'unallocatedPayments',
  'estimatedCosts',
  'missingRates',
  'negativeWip',
  'staleWip',
  'oldInterims',
  'workOnEndedJobs',
];

const minor = (amount: string): number => Math.round(Number(amount) * 100);

for (const [round, waitMs] of [150, 400, 700].entries()) {
  test(`nothing late gets into a period that is closed while a run bills it (${round + 1})`, async (t) => {
    const { owner, api, run, jobs, worked, verified } = await openMonth(24);
    // Jobs that nobody bills, for people to work on.
    const quiet: Job[] = jobs.slice(0, 3);
    const rehearsed = await run.rehearsed({ filters: { jobIds: jobs.slice(3).map(({ id }) => id) } });
    const [sum] = await api.database.inFirm(api.firm.firmId, (tx) =>
      tx.query<{ before: bigint }>(
        `select sum(wip_time_minor + wip_cost_minor + interim_minor)::bigint as before from job_balance
         where firm_id = $1`,
        [api.firm.firmId],
      ),
    );
    await run.started(rehearsed);
    let isOver = false;
    const person = async (job: Job): Promise<{ taken: number; refused: Set<string> }> => {
      const refused = new Set<string>();
      let taken = 0;
      for (let late = 0; late < 5 && !isOver;) {
        const entry = {
          jobId: job.id,
          jobTaskId: job.taskId,
          staffId: String(api.firm.staffId),
          minutes: 60,
        };
        const answer = await owner.post('/time-entries', { entries: [{ ...entry, workedOn: '2026-03-15' }] });
        if (answer.status < 300) taken += 15_000;
        else {
          refused.add(answer.body.code);
          late += 1;
        }
      }
      return { taken, refused };
    };
    const people = quiet.map(person);
    const billing = run.finished(rehearsed, 1);
    await pause(waitMs);
    const closed = await owner.post('/periods', { end: '2026-03-31', acceptAttention: accept });
    assert.equal(closed.status, 201, closed.text);
    const done = await billing;
    const posted = await Promise.all(people);
    isOver = true;

    for (const { refused } of posted) assert.deepEqual([...refused], ['lockedDate']);
    const parked = (await run.units(rehearsed.id)).filter(({ state }) => state === 'parked');
    for (const { refusals } of parked) assert.equal(refusals[0].code, 'lockedDate');
    const { billed } = done.progress.units;
    assert.deepEqual([done.state, billed + parked.length], ['done', rehearsed.units]);
    t.diagnostic(`${billed} billed before the close, ${parked.length} parked by it`);

    const invoiced = minor(done.progress.invoiced[0]?.total ?? '0');
    const taken = posted.reduce((sum, one) => sum + one.taken, 0);
    const opening = (await owner.get(`/reports/period-openings?closeId=${closed.body.id}`)).body.totals[0];
    assert.equal(minor(opening.netWip), Number(sum!.before) + taken - invoiced);
    const balances = (await owner.get('/reports/job-balances?asAt=2026-03-31')).body.totals[0];
    assert.equal(opening.netWip, balances.netWip);
    assert.equal(closed.body.totals[0].closing, opening.netWip);
    await assert.rejects(worked(quiet[0]!, 60), /lockedDate/);
    await verified();
  });
}
