// A round: a month is rehearsed, billed, approved and undone again, with kills in each part, and reckoned after each. So the
// next round finds the month as it was.

import assert from 'node:assert/strict';
import { recordTimeEntries } from '#actions/time/record-time.ts';
import { accepted } from '#actions/testing/practice.ts';
import { monthWorkedOn } from '#worker/testing/month.ts';
import { get, inOffice, post, type Answer, type RunOffice } from './run-office.ts';
import { reckonRun, runIsWell } from './run-reckoning.ts';
import { strikeThrough, type Crew, type RunVictim, type Strike } from './run-storm.ts';

export type RoundPlan = {
  readonly approval: 'immediately' | 'afterReview';
  readonly victims: Readonly<Record<'bill' | 'approve' | 'undo', readonly RunVictim[]>>;
  /** So many jobs are worked on after the rehearsal, and parked for it. */
  readonly disturbed: number;
};

/** Plays a round and answers what was struck; it fails where anything is not as it must be. */
export async function playRound(office: RunOffice, crew: Crew, plan: RoundPlan): Promise<Strike[]> {
  const { approval, victims, disturbed } = plan;
  const run = await rehearsed(office, approval);
  await disturb(office, disturbed);
  const before = await booksOf(office);
  const [totals] = run.totals;
  await start(office, run);
  const strikes = await strikeThrough({ office, crew, runId: run.id }, victims.bill);
  const parked = await reckonBilled(office, run, approval === 'immediately' ? 'billed' : 'drafted');
  assert.equal(parked.units, disturbed);
  if (approval === 'afterReview') {
    await post(office, `/billing-runs/${run.id}/approval`, {});
    strikes.push(...(await strikeThrough({ office, crew, runId: run.id }, victims.approve)));
    assert.deepEqual(await reckonBilled(office, run, 'billed'), parked);
  }
  await post(office, `/billing-runs/${run.id}/undoing`, { reason: 'Once more' });
  strikes.push(...(await strikeThrough({ office, crew, runId: run.id }, victims.undo)));
  const undone = await get(office, `/billing-runs/${run.id}`);
  assert.deepEqual([undone.state, undone.progress.invoiced], ['undone', []]);
  assert.equal(undone.progress.writeOffs.undone, totals.toWriteOff);
  assert.deepEqual(await reckonRun(office, run.id), runIsWell);
  assert.deepEqual(await booksOf(office), before);
  return strikes;
}

export function rehearsed(office: RunOffice, approval: RoundPlan['approval']): Promise<Answer> {
  const days = { cutOffOn: '2026-03-31', invoicedOn: '2026-03-31' };
  const treatment = { writeOffBelow: '20.00', writeOffReasonId: office.reasonId };
  return post(office, '/billing-runs', { name: 'March', rules: { ...days, approval, treatment } });
}

export async function start(office: RunOffice, { id, version }: Answer): Promise<void> {
  await post(office, `/billing-runs/${id}/start`, {}, { 'if-match': `"${version}"` });
}

/** Jobs that are invoiced are worked on once more. */
function disturb(office: RunOffice, many: number): Promise<void> {
  const common = { staffId: Number(office.staffId), workedOn: monthWorkedOn, minutes: 10, billable: true };
  const jobs = office.month.filter((_, place) => place % 11 !== 10).slice(0, many);
  return inOffice(office, async (context) => {
    if (many > 0)
      accepted(
        await recordTimeEntries(
          context,
          jobs.map((job) => ({ ...job, ...common })),
        ),
      );
  });
}

type Parked = { readonly units: number; readonly total: string };

/** What was made is what was rehearsed, less what is parked; what is parked says why. */
export async function reckonBilled(
  office: RunOffice,
  rehearsed: Answer,
  made: 'billed' | 'drafted',
): Promise<Parked> {
  assert.deepEqual(await reckonRun(office, rehearsed.id), runIsWell);
  const { state, progress } = await get(office, `/billing-runs/${rehearsed.id}`);
  const parked = (await get(office, `/billing-runs/${rehearsed.id}/units?state=parked&limit=500`)).items;
  for (const { refusals } of parked) {
    assert.deepEqual(
      refusals.map(({ code }: Answer) => code),
      ['previewOutdated'],
    );
  }
  const parkedTotal = sumOf(parked, 'total');
  const [totals] = rehearsed.totals;
  assert.deepEqual(
    [state, progress.left, progress.units.nothing, progress.units[made], progress.writeOffs.writtenOff],
    ['done', 0, 0, rehearsed.units - parked.length, totals.toWriteOff],
  );
  const [invoiced] = progress.invoiced;
  assert.equal(minorOf(invoiced.total), minorOf(totals.total) - parkedTotal);
  assert.equal(minorOf(invoiced.tax), minorOf(totals.tax) - sumOf(parked, 'tax'));
  return { units: parked.length, total: String(parkedTotal) };
}

const minorOf = (amount: string): bigint => BigInt(amount.replace('.', ''));
const sumOf = (rows: Answer[], field: string): bigint =>
  rows.reduce((sum: bigint, row: Answer) => sum + minorOf(row[field]), 0n);

/** All that has to be as it was once a run is undone: balances, open items, and what drafts hold. */
export function booksOf({ firmId, ...office }: RunOffice): Promise<unknown> {
  return inOffice({ ...office, firmId }, ({ database }) =>
    database.inFirm(firmId, async (tx) => [
      await tx.query(
        `select md5(string_agg((to_jsonb(b) - array['version', 'last_billed_on', 'last_effective_on'])::text, '' order by job_id))
         as balances from job_balance b where firm_id = $1`,
        [firmId],
      ),
      await tx.query(
        `select count(*)::int as many, md5(string_agg(to_jsonb(o)::text, '' order by job_id, item_id)) as items
         from open_item o where firm_id = $1`,
        [firmId],
      ),
      await tx.query('select count(*)::int as held from draft_item where firm_id = $1', [firmId]),
    ]),
  );
}
