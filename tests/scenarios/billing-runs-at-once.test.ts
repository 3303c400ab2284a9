// Two billing runs over the same jobs at once, and people who draft, approve, record and write off on these jobs meanwhile.
// Whoever comes first bills the work; nothing is billed twice, both runs end, and what they could not do says why.
//
// With more jobs, by hand: node tests/scenarios/billing-runs-at-once.test.ts --jobs 5000

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { approveRun, startRun } from '#actions/billing-runs/control-run.ts';
import { readRun, type RunWithTotals } from '#actions/billing-runs/read-runs.ts';
import { rehearse } from '#actions/billing-runs/rehearse.ts';
import { rulesOf } from '#actions/billing-runs/testing/rules.ts';
import { approveInvoice } from '#actions/invoices/approve-invoice.ts';
import { createDraft } from '#actions/invoices/drafts.ts';
import { accepted, contextOf } from '#actions/testing/practice.ts';
import { recordTimeEntries } from '#actions/time/record-time.ts';
import { adjustWip } from '#actions/wip/adjust-wip.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import type { Result } from '#core/refusal.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { monthWorkedOn, recordMonth, type MonthJob } from '#worker/testing/month.ts';
import { startWorker } from '#worker/worker.ts';

const { values } = parseArgs({ options: { jobs: { type: 'string', default: '200' } } });
const jobCount = Number(values.jobs);

// Before the database is dropped.
after(() => worker.stop());
const { database, address } = await testDatabase();
const firm = await testFirm(database);
const { firmId } = firm;
const context = contextOf(database, firm);

const worker = await startWorker({
  supplies: { database, clock: context.clock, mail: undefined },
  address,
  concurrency: 6,
  description: 'a test',
  log: { warn() {}, error() {} },
  pace: { lookEvery: 50, reportEvery: 500 },
});

const rows = <Row extends object>(sql: string, params: readonly unknown[] = []) =>
  database.inFirm(firmId, (tx) => tx.query<Row>(sql, [firmId, ...params]));

async function started(said: Parameters<typeof rulesOf>[0]): Promise<RunWithTotals> {
  const { id } = accepted(await rehearse(context, { rules: rulesOf(said) }));
  const rehearsed = accepted(await readRun(context, id));
  accepted(await startRun(context, { id, version: rehearsed.version, whenChanged: 'park' }));
  return rehearsed;
}

async function ended({ id }: RunWithTotals): Promise<RunWithTotals> {
  for (;;) {
    const run = accepted(await readRun(context, id));
    if (run.state !== 'running') return run;
    await pause(50);
  }
}

/** Why units of runs were parked or left, by how many. */
async function reasonsOf(runs: readonly RunWithTotals[]): Promise<Record<string, number>> {
  const found = await rows<{ reason: string; many: number }>(
    `select state || ': ' || coalesce((select string_agg(distinct r ->> 'code', ' ') from jsonb_array_elements(refusals) r), 'none')
       as reason, count(*)::int as many
     from billing_run_unit where firm_id = $1 and run_id = any ($2) and state in ('parked', 'nothing') group by 1`,
    [runs.map(({ id }) => id)],
  );
  return Object.fromEntries(found.map(({ reason, many }) => [reason, many]));
}

async function checkBooks(): Promise<void> {
  const twice = await rows(
    `select e.item_id from invoice_effect e join invoice i on i.firm_id = e.firm_id and i.id = e.invoice_id
     where e.firm_id = $1 and i.status in ('draft', 'approved') and e.item_id is not null
     group by 1 having count(distinct i.id) > 1`,
  );
  assert.deepEqual(twice, [], 'no entry is on two invoices');
  const gaps = await rows(
    `select series_id from invoice where firm_id = $1 and series_value is not null
     group by series_id having count(*) <> max(series_value)`,
  );
  assert.deepEqual(gaps, [], 'no number is missing');
  const astray = await rows(
    `select u.place from billing_run_unit u left join invoice i on i.firm_id = u.firm_id and i.id = u.invoice_id
     where u.firm_id = $1 and (u.state = 'billed') <> (i.status is not distinct from 'approved')`,
  );
  assert.deepEqual(astray, [], 'what a run says that it billed is billed');
  assert.deepEqual(await verifyFirm(database, firmId), []);
}

const sumOf = ({ progress }: RunWithTotals): bigint =>
  progress.invoiced.reduce((sum, { totalMinor }) => sum + totalMinor, 0n);

test('two runs over the same jobs bill each of them once between them', async (t) => {
  await recordMonth(context, { ...firm, jobs: jobCount });
  const rehearsed = await Promise.all([started({ grouping: 'job' }), started({ grouping: 'client' })]);
  const [one, other] = await Promise.all([ended(rehearsed[0]), ended(rehearsed[1])]);
  assert.deepEqual([one.state, other.state], ['done', 'done']);
  const reasons = await reasonsOf([one, other]);
  t.diagnostic(
    `${one.progress.units.billed} and ${other.progress.units.billed} invoices; ${JSON.stringify(reasons)}`,
  );
  // A client of whose jobs some were billed elsewhere is parked: it is not what was rehearsed.
  for (const reason of Object.keys(reasons))
    assert.ok(['parked: previewOutdated', 'nothing: nothingToDo'].includes(reason), reason);
  const left = await rows<{ minor: bigint }>(
    `select coalesce(sum(wip_time_minor + wip_cost_minor + interim_minor), 0)::bigint as minor from job_balance where firm_id = $1`,
  );
  assert.equal(sumOf(one) + sumOf(other) + left[0]!.minor, rehearsed[0].totals[0]!.totalMinor);
  await checkBooks();
});

type Deed = (job: MonthJob) => Promise<Result<unknown>>;

const invoicedOn = civilDate('2026-03-31');

const record: Deed = (job) =>
  recordTimeEntries(context, [
    { ...job, staffId: firm.staffId, workedOn: monthWorkedOn, minutes: 20, billable: true },
  ]);

const invoice: Deed = async ({ jobId }) => {
  const [client] = await rows<{ id: number }>(
    'select client_id as id from job where firm_id = $1 and id = $2',
    [jobId],
  );
  const drafted = await createDraft(context, {
    clientId: client!.id,
    type: 'progress',
    basis: 'actual',
    invoicedOn,
    pricing: 'calculated',
    jobs: [
      {
        jobId,
        select: 'all',
        entries: [],
        interims: 'all',
        lines: [],
        claims: [],
        rest: 'carryForward',
        excess: 'writeOn',
      },
    ],
    lines: [],
    lineSettings: [],
  });
  if (!drafted.ok) return drafted;
  const { id, fingerprint } = drafted.value.invoice;
  return approveInvoice(context, { id, fingerprint: fingerprint! });
};

const writeOff: Deed = async ({ jobId }) => {
  const [item] = await rows<{ itemId: bigint }>(
    'select item_id as "itemId" from open_item where firm_id = $1 and job_id = $2 and open_minor > 0 limit 1',
    [jobId],
  );
  if (item === undefined) return { ok: true, value: null };
  return adjustWip(context, { kind: 'writeOff', items: [item], effectiveOn: invoicedOn });
};

/** Why a run leaves an invoice when people were faster; where they wrote the work off, an interim may be more than is left. */
const leftAs =
  /^(parked: (previewOutdated|onDraft|previewOutdated onDraft|negativeTotal)|nothing: nothingToDo)$/;

/** What people may be told when a run was faster. */
const toldAs = new Set(['onDraft', 'nothingToDo', 'previewOutdated', 'exceedsOpenAmount', 'negativeTotal']);

test('people draft, approve, record and write off on the jobs of two runs', async (t) => {
  const jobs = await recordMonth(context, { ...firm, jobs: jobCount });
  const ofThese = { jobIds: jobs.map(({ jobId }) => jobId) };
  const rehearsed = await Promise.all([
    started({ grouping: 'job', approval: 'afterReview', filters: ofThese }),
    started({ grouping: 'job', filters: ofThese }),
  ]);
  let isOver = false;
  const told = new Map<string, number>();
  const person = async (deed: Deed, first: number): Promise<void> => {
    for (let turn = 0; !isOver; turn += 1) {
      const done = await deed(jobs[(first + turn * 17) % jobs.length]!);
      await pause(40);
      const code = done.ok ? 'done' : done.refusals[0]!.code;
      told.set(code, (told.get(code) ?? 0) + 1);
    }
  };
  const people = [record, record, invoice, writeOff].map((deed, place) => person(deed, place * 41));
  const [drafted, billed] = await Promise.all([ended(rehearsed[0]), ended(rehearsed[1])]);
  if (drafted.progress.units.drafted > 0) {
    accepted(await approveRun(context, { id: drafted.id, places: null }));
  }
  const approved = await ended(drafted);
  isOver = true;
  await Promise.all(people);
  const reasons = await reasonsOf([approved, billed]);
  t.diagnostic(
    `${approved.progress.units.billed} and ${billed.progress.units.billed} invoices; ${JSON.stringify(reasons)}; people: ${JSON.stringify(Object.fromEntries(told))}`,
  );
  assert.deepEqual([approved.state, billed.state], ['done', 'done']);
  for (const reason of Object.keys(reasons)) assert.match(reason, leftAs);
  for (const code of told.keys()) assert.ok(code === 'done' || toldAs.has(code), code);
  assert.ok((told.get('done') ?? 0) > 20, 'people did hardly anything meanwhile');
  await checkBooks();
});
