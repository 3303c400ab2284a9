// A rehearsal says what the run will do, to the cent: for any practice and any rules, what is invoiced, taxed, written off
// and left in WIP is what was rehearsed, and undoing the run leaves every balance, open item and draft as it was.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { approveRun, startRun, undoRun } from '#actions/billing-runs/control-run.ts';
import { readRun, type RunWithTotals } from '#actions/billing-runs/read-runs.ts';
import { rehearse } from '#actions/billing-runs/rehearse.ts';
import { rulesOf } from '#actions/billing-runs/testing/rules.ts';
import { toItsEnd } from '#actions/billing-runs/testing/to-its-end.ts';
import { changeBillingSettings } from '#actions/billing-settings/change-settings.ts';
import { createTax } from '#actions/billing-settings/taxes.ts';
import { accepted, contextOf } from '#actions/testing/practice.ts';
import { addDays, civilDate } from '#core/calendar/civil-date.ts';
import { loadBillingSettings } from '#store/billing/settings.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { testDatabase } from '#store/testing/database.ts';
import { draft } from './invoice-steps.ts';
import { accept, offer, work } from './quotes.ts';
import {
  amountOf,
  changeTheJob,
  cost,
  interim,
  newStory,
  openPractice,
  rateOnJob,
  time,
  writeOff,
  writeOn,
  type Step,
  type Story,
} from './story.ts';

const { database } = await testDatabase();
const practice = await openPractice(database);
const { firm } = practice;
const context = contextOf(database, firm);
const cutOffOn = civilDate('2026-03-31');

const gst = accepted(
  await createTax(context, {
    name: 'GST',
    archived: false,
    rates: [
      { effectiveFrom: civilDate('2020-01-01'), components: [{ component: 'GST', rateMillionths: 150_000 }] },
    ],
  }),
);
const { version } = await database.inFirm(firm.firmId, (tx) => loadBillingSettings(tx));
accepted(await changeBillingSettings(context, { version, to: { defaultTaxId: gst.id } }));

const anyDeed = fc.record({
  kind: fc.constantFrom(
    ...([
      'time',
      'time',
      'time',
      'time',
      'cost',
      'cost',
      'credit',
      'interim',
      'interim',
      'unbillable',
    ] as const),
    ...(['writeOff', 'writeOn', 'quote', 'complete', 'draft', 'rate'] as const),
  ),
  job: fc.constantFrom('J1' as const, 'J2' as const, 'J3' as const),
  minutes: fc.integer({ min: 1, max: 400 }),
  cents: fc.integer({ min: 1, max: 20_000 }),
  daysBefore: fc.integer({ min: -3, max: 40 }),
});
type AnyDeed = typeof anyDeed extends fc.Arbitrary<infer Deed> ? Deed : never;

const anyRules = fc.record({
  grouping: fc.constantFrom('job' as const, 'client' as const),
  approval: fc.constantFrom('immediately' as const, 'afterReview' as const),
  taxMode: fc.constantFrom(null, null, 'inclusive' as const, 'none' as const),
  treatment: fc.record({
    carryYoungerThanDays: fc.constantFrom(null, null, 5, 20),
    writeOffBelow: fc.constantFrom(null, '40.00', '120.00'),
    interims: fc.constantFrom('absorb' as const, 'leave' as const),
    finalWhenCompleted: fc.boolean(),
    quotedJobs: fc.constantFrom('leave' as const, 'actual' as const, 'finalWhenCompleted' as const),
  }),
});

const anyMonth = fc.record({
  clients: fc.array(fc.array(anyDeed, { minLength: 2, maxLength: 12 }), { minLength: 1, maxLength: 3 }),
  rules: anyRules,
  parts: fc.integer({ min: 1, max: 5 }),
});

/** A deed that the practice refuses was not done. */
async function perform(story: Story, { kind, job, minutes, cents, daysBefore }: AnyDeed, place: number) {
  const on = addDays(cutOffOn, -daysBefore);
  const name = `${kind === 'cost' || kind === 'credit' ? 'C' : 'T'}${place}`;
  const hours = `${Math.floor(minutes / 60)}:${minutes % 60}`;
  const amount = amountOf(BigInt(cents));
  const [last] = [...story.items.keys()].slice(-1);
  const step = {
    time: () => time(name, hours, { job, on, by: place % 3 === 0 ? 'B' : 'A' }),
    unbillable: () => time(name, hours, { job, on, billable: false }),
    cost: () => cost(name, 1 + (cents % 7), amount, { job, on }),
    credit: () => cost(name, -1, amount, { job, on }),
    interim: () => interim(`D${place}`, amount, { job, on: '2026-03-20' }),
    writeOff: () => (last === undefined ? undefined : writeOff({ [last]: amount })),
    writeOn: () => (last === undefined ? undefined : writeOn({ [last]: amount })),
    complete: () => changeTheJob(job, { state: 'completed' }),
    draft: () => (last === undefined ? undefined : draft(`I${place}`, { entries: [last], job })),
    rate: () => rateOnJob(job, 10_000 + cents),
    quote: (): Step => async (to) => {
      await accept(to, await offer(to, [work(amount)]), { jobId: to.jobs[job].jobId });
      return { ok: true, value: null };
    },
  }[kind]();
  await step?.(story);
}

/** What is done to a client at most once. */
const once = new Set<AnyDeed['kind']>(['quote', 'complete', 'rate']);

function withoutRepeats(deeds: readonly AnyDeed[]): AnyDeed[] {
  const isFirst = ({ kind }: AnyDeed, place: number) => deeds.findIndex((one) => one.kind === kind) === place;
  return deeds.filter((deed, place) => !once.has(deed.kind) || isFirst(deed, place));
}

type Books = { readonly jobId: number; readonly balance: Record<string, unknown>; readonly items: unknown }[];

/**
 * Of each job its balance, without what counts changes and says when the last was, what is open and what drafts hold. A job
 * that nobody ever worked on is listed from its first invoice on, and stays so.
 */
function booksOf(jobIds: readonly number[]): Promise<Books> {
  return database.inFirm(firm.firmId, (tx) =>
    tx.query<Books[number]>(
      `select b.job_id as "jobId",
         to_jsonb(b) - array['version', 'last_billed_on', 'last_effective_on']
           || jsonb_build_object('is_listed', is_listed or last_activity_on is null) as balance,
         (select jsonb_agg(to_jsonb(o) || jsonb_build_object('draft', d.invoice_id) order by o.item_id)
          from open_item o left join draft_item d on d.firm_id = o.firm_id and d.item_id = o.item_id
          where o.firm_id = $1 and o.job_id = b.job_id) as items
       from job_balance b where b.firm_id = $1 and b.job_id = any ($2) order by b.job_id`,
      [firm.firmId, jobIds],
    ),
  );
}

const minor = (balance: Record<string, unknown>, account: string) =>
  BigInt(String(balance[`${account}_minor`]));
const moved = (before: Books, after: Books, account: string): bigint =>
  after.reduce(
    (sum, { balance }, place) => sum + minor(balance, account) - minor(before[place]!.balance, account),
    0n,
  );
const netWip = (books: Books): bigint =>
  books.reduce(
    (sum, { balance }) =>
      sum + minor(balance, 'wip_time') + minor(balance, 'wip_cost') + minor(balance, 'interim'),
    0n,
  );

/** What a run did is what it had planned. */
function checkDone(rehearsed: RunWithTotals, done: RunWithTotals, before: Books, after: Books): void {
  const { progress } = done;
  const { parked, nothing } = progress.units;
  assert.deepEqual([done.state, parked, nothing, progress.refused], ['done', 0, 0, 0]);
  const sum = (of: (totals: RunWithTotals['totals'][number]) => bigint) =>
    rehearsed.totals.reduce((total, one) => total + of(one), 0n);
  const invoiced = progress.invoiced[0] ?? { invoices: 0, totalMinor: 0n, taxMinor: 0n };
  assert.deepEqual(
    {
      invoices: invoiced.invoices,
      total: invoiced.totalMinor,
      tax: invoiced.taxMinor,
      writtenOff: moved(before, after, 'written_off'),
      writtenOn: -moved(before, after, 'written_on'),
      billed: moved(before, after, 'billed'),
      left: netWip(after),
      writeOffs: progress.writeOffs.writtenOff,
    },
    {
      invoices: rehearsed.units,
      total: sum(({ totalMinor }) => totalMinor),
      tax: sum(({ taxMinor }) => taxMinor),
      writtenOff: sum(({ writtenOffMinor }) => writtenOffMinor),
      writtenOn: sum(({ writtenOnMinor }) => writtenOnMinor),
      // An interim is billed when it is raised, and no more when it is absorbed.
      billed: sum(({ billedMinor, raisedMinor, absorbedMinor }) => billedMinor + raisedMinor - absorbedMinor),
      left: sum(({ afterMinor }) => afterMinor),
      writeOffs: rehearsed.totals[0]!.toWriteOff,
    },
  );
}

test('what was rehearsed is what the run does, and undoing it leaves everything as it was', async (t) => {
  const seen = { runs: 0, invoices: 0, writeOffs: 0 };
  await fc.assert(
    fc.asyncProperty(anyMonth, async ({ clients, rules, parts }) => {
      const jobIds: number[] = [];
      for (const deeds of clients) {
        const story = await newStory(practice);
        for (const [place, deed] of withoutRepeats(deeds).entries()) await perform(story, deed, place);
        jobIds.push(...Object.values(story.jobs).map(({ jobId }) => jobId));
      }
      const before = await booksOf(jobIds);
      const { id } = accepted(
        await rehearse(context, { rules: rulesOf({ ...rules, cutOffOn, filters: { jobIds } }) }),
      );
      const rehearsed = accepted(await readRun(context, id));
      assert.deepEqual(await booksOf(jobIds), before, 'a rehearsal changes nothing');
      if (rehearsed.units === 0 && rehearsed.totals.every(({ toWriteOff }) => toWriteOff === 0)) return;
      const goOn = () => toItsEnd(context, { firmId: firm.firmId, id }, parts);
      accepted(await startRun(context, { id, version: rehearsed.version, whenChanged: 'park' }));
      await goOn();
      if (rules.approval === 'afterReview' && rehearsed.units > 0) {
        accepted(await approveRun(context, { id, places: null }));
        await goOn();
      }
      checkDone(rehearsed, accepted(await readRun(context, id)), before, await booksOf(jobIds));
      seen.runs += 1;
      seen.invoices += rehearsed.units;
      seen.writeOffs += rehearsed.totals.reduce((sum, { toWriteOff }) => sum + toWriteOff, 0);
      accepted(await undoRun(context, { id, reason: 'Once more' }));
      await goOn();
      assert.deepEqual(await booksOf(jobIds), before);
    }),
    { numRuns: 25 },
  );
  t.diagnostic(`${seen.runs} runs, ${seen.invoices} invoices, ${seen.writeOffs} jobs written off`);
  assert.ok(seen.runs >= 10 && seen.invoices >= 20, 'too little was invoiced to show anything');
  assert.deepEqual(await verifyFirm(database, firm.firmId), []);
});
