// What the product shows, held against the auditor's books and against plain sums of raw lines: balances, open items,
// entries, Estimated Billings with ages, reports as at any day, and reports as they were known when they were first read.

import assert from 'node:assert/strict';
import { readPage } from '#actions/reports/reading.ts';
import { estimatedBillings } from '#actions/reports/estimated-billings.ts';
import { jobBalances } from '#actions/reports/job-balances.ts';
import { wipControl } from '#actions/reports/wip-control.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import type { Result } from '#core/refusal.ts';
import type { Database } from '#store/database.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { simContext, simToday } from '../deeds.ts';
import type { SimFirm } from '../practice.ts';
import { isOpen, openOf, type Books } from './books.ts';
import { account, accountsMax, kind, type RawLine } from './lines.ts';

export type Audited = { readonly database: Database; readonly firm: SimFirm; readonly books: Books };

/** The tables of balances and open items, after any deed. */
export async function compareStored({ database, firm, books }: Audited): Promise<void> {
  const { firmId } = firm.firm;
  const [balances, open] = await database.inFirm(firmId, async (tx) => [
    await tx.query<{ job: number; listed: boolean; minor: bigint[] }>(
      `select job_id as job, is_listed as listed, array[0::bigint, wip_time_minor, wip_cost_minor, interim_minor,
         recorded_time_minor, recorded_cost_minor, revalued_minor, transferred_minor, billed_minor, written_off_minor,
         written_on_minor, uninvoiced_quote_minor, quoted_minor] as minor
       from job_balance where firm_id = $1 order by job_id`,
      [firmId],
    ),
    await tx.query<{ job: number; item: bigint; minor: bigint; quantity: number }>(
      `select job_id as job, item_id as item, open_minor as minor, open_quantity as quantity from open_item
       where firm_id = $1 order by item_id, job_id`,
      [firmId],
    ),
  ]);
  for (const { job, minor } of balances)
    assert.deepEqual(minor.map(BigInt), books.accounts.get(job), `the accounts of job ${job}`);
  const listed = balances.filter((balance) => balance.listed).map(({ job }) => job);
  assert.deepEqual(
    listed,
    [...books.listed].toSorted((a, b) => a - b),
    'the jobs that are listed',
  );
  const expected = [...books.open]
    .map(([key, { minor, quantity }]) => ({
      job: Number(key.split('/')[0]),
      item: BigInt(key.split('/')[1]!),
      minor,
      quantity,
    }))
    .filter(isOpen)
    .toSorted((a, b) => Number(a.item - b.item) || a.job - b.job);
  assert.deepEqual(open, expected, 'what is open');
  for (const { job, item } of expected)
    assert.equal(books.items.get(item)!.job, job, `entry ${item} is open where it stands`);
}

/** Entries as they are shown beside the ledger. */
export async function compareEntries({ database, firm, books }: Audited): Promise<void> {
  const { firmId } = firm.firm;
  const rows = await database.inFirm(firmId, (tx) =>
    tx.query(
      `select id, job_id as job, job_task_id as "jobTask", worked_on as "on", version, deleted, billable from time_entry where firm_id = $1
       union all
       select id, job_id, job_task_id, incurred_on, version, deleted, billable from cost_entry where firm_id = $1
       order by id`,
      [firmId],
    ),
  );
  const expected = [...books.items.values()]
    .filter((item) => item.kind !== 'interim')
    .toSorted((a, b) => Number(a.id - b.id))
    .map(({ id, job, jobTask, on, version, deleted, billable }) => ({
      id,
      job,
      jobTask,
      on,
      version,
      deleted,
      billable,
    }));
  assert.deepEqual(rows, expected, 'the entries');
}

const value = <T>(result: Result<T>): T => {
  assert.ok(result.ok, result.ok ? '' : JSON.stringify(result.refusals));
  return result.value;
};

type Shown = { knownAt: string; asAt: string | undefined; rows: unknown };

/** Reads reports as known at this very moment, and gives back a way to read them again. */
export async function snapshot(
  { database, firm }: Audited,
  asAt: string | undefined,
  recordingClock = 'clock_timestamp()',
): Promise<() => Promise<void>> {
  const [now] = await database.inFirm(firm.firm.firmId, (tx) =>
    tx.query<{ now: string }>(`select ${recordingClock} as now`),
  );
  const first = await shownAt({ database, firm }, now!.now, asAt);
  return async () => {
    const again = await shownAt({ database, firm }, now!.now, asAt);
    assert.deepEqual(again, first, `the reports as at ${asAt ?? 'any day'}, known at ${now!.now}, changed`);
  };
}

async function shownAt(
  { database, firm }: Pick<Audited, 'database' | 'firm'>,
  knownAt: string,
  asAt: string | undefined,
): Promise<Shown> {
  const context = simContext(database, firm);
  const day = asAt === undefined ? undefined : civilDate(asAt);
  const billings = value(
    await readPage(context, estimatedBillings, {
      asAt: day,
      knownAt,
      sort: 'jobNumber',
      order: 'ascending',
      limit: 100,
    }),
  );
  const balances = value(await readPage(context, jobBalances, { asAt: day, knownAt, limit: 100 }));
  const figures = billings.rows.map((row) => [
    row.jobId,
    row.wipTimeMinor,
    row.wipCostMinor,
    row.interimsMinor,
    row.ageCurrentMinor,
    row.ageThreeMonthsPlusMinor,
  ]);
  const accounts = balances.rows.map((row) => Object.values(row));
  return { knownAt, asAt, rows: [figures, accounts] };
}

const fieldsOf = {
  wipTimeMinor: account.wipTime,
  wipCostMinor: account.wipCost,
  interimsMinor: account.interim,
  recordedTimeMinor: account.recordedTime,
  recordedCostMinor: account.recordedCost,
  revaluedMinor: account.revalued,
  transferredMinor: account.moved,
  billedMinor: account.billed,
  writtenOffMinor: account.writtenOff,
  writtenOnMinor: account.writtenOn,
} as const;

/** Accounts per job from raw lines up to a day. */
function sumTo(raw: readonly RawLine[], day: string): Map<number, bigint[]> {
  const jobs = new Map<number, bigint[]>();
  for (const line of raw) {
    if (line.on > day) continue;
    const accounts = jobs.get(line.job) ?? Array.from({ length: accountsMax + 1 }, () => 0n);
    accounts[line.debit]! += line.amount;
    accounts[line.credit]! -= line.amount;
    jobs.set(line.job, accounts);
  }
  return jobs;
}

export async function compareAsAt(
  { database, firm }: Audited,
  raw: readonly RawLine[],
  day: string,
): Promise<void> {
  const context = simContext(database, firm);
  const { rows } = value(await readPage(context, jobBalances, { asAt: civilDate(day), limit: 100 }));
  const expected = [...sumTo(raw, day)].filter(([, accounts]) =>
    [account.wipTime, account.wipCost, account.interim, account.uninvoicedQuote].some(
      (code) => accounts[code] !== 0n,
    ),
  );
  assert.deepEqual(
    rows.map((row) => row.jobId).toSorted((a, b) => a - b),
    expected.map(([job]) => job).toSorted((a, b) => a - b),
    `jobs as at ${day}`,
  );
  for (const row of rows) {
    const accounts = expected.find(([job]) => job === row.jobId)![1];
    for (const [field, code] of Object.entries(fieldsOf)) {
      assert.equal(
        row[field as keyof typeof fieldsOf],
        accounts[code],
        `${field} of job ${row.jobId} as at ${day}`,
      );
    }
  }
}

/** Opening + movements = closing, and both ends are what the lines say. */
export async function compareControl(
  { database, firm }: Audited,
  raw: readonly RawLine[],
  [from, to]: readonly [string, string],
): Promise<void> {
  const context = simContext(database, firm);
  const question = { from: civilDate(from), to: civilDate(to), groupBy: 'job' as const };
  const { rows } = value(await readPage(context, wipControl, question));
  const net = (accounts: bigint[] | undefined): bigint =>
    accounts === undefined ? 0n : accounts[1]! + accounts[2]! + accounts[3]!;
  const before = sumTo(
    raw.filter((line) => line.on < from),
    to,
  );
  const after = sumTo(raw, to);
  for (const row of rows) {
    const moved = [
      row.timeMinor,
      row.costsMinor,
      row.revaluedMinor,
      row.movedMinor,
      row.writtenOnMinor,
      row.writtenOffMinor,
      row.invoicedMinor,
    ];
    const period = `job ${row.id} from ${from} to ${to}`;
    assert.equal(row.openingMinor, net(before.get(row.id!)), `opening of ${period}`);
    assert.equal(row.closingMinor, net(after.get(row.id!)), `closing of ${period}`);
    assert.equal(
      moved.reduce((sum, minor) => sum + minor, row.openingMinor),
      row.closingMinor,
      `movements of ${period}`,
    );
  }
  for (const [job, accounts] of after) {
    assert.ok(
      rows.some((row) => row.id === job) || net(accounts) === 0n,
      `job ${job} is missing from ${from} to ${to}`,
    );
  }
}

/** The live report: every listed job that is not excluded, its net WIP, and its ages by the month of the work. */
export async function compareBillings({ database, firm, books }: Audited): Promise<void> {
  const context = simContext(database, firm);
  const { rows } = value(
    await readPage(context, estimatedBillings, { sort: 'jobNumber', order: 'ascending', limit: 100 }),
  );
  const excluded = (job: number): boolean => books.facts.excluded.get(job)!.at(-1)!.value;
  const expected = [...books.listed].filter((job) => !excluded(job)).toSorted((a, b) => a - b);
  assert.deepEqual(
    rows.map((row) => row.jobId).toSorted((a, b) => a - b),
    expected,
    'the jobs of Estimated Billings',
  );
  const monthsBack = (on: string): number => {
    const [year = 0, month = 0] = on.split('-').map(Number);
    const [thisYear = 0, thisMonth = 0] = simToday.split('-').map(Number);
    return Math.min(3, Math.max(0, (thisYear - year) * 12 + thisMonth - month));
  };
  for (const row of rows) {
    const ages = [0n, 0n, 0n, 0n];
    for (const item of books.items.values()) {
      if (item.job === row.jobId && item.kind !== 'interim')
        ages[monthsBack(item.on)]! += openOf(books, item).minor;
    }
    const shown = [
      row.ageCurrentMinor,
      row.ageOneMonthMinor,
      row.ageTwoMonthsMinor,
      row.ageThreeMonthsPlusMinor,
    ];
    assert.deepEqual(shown, ages, `the ages of job ${row.jobId}`);
    const [, time, cost, interim] = books.accounts.get(row.jobId)!;
    assert.deepEqual(
      [row.wipTimeMinor, row.wipCostMinor, row.interimsMinor],
      [time, cost, interim],
      `the WIP of job ${row.jobId}`,
    );
    assert.equal(row.netWipMinor, time! + cost! + interim!);
  }
}

/** The invariants that hold for any trade, from raw lines alone (section 2). */
export function compareInvariants(raw: readonly RawLine[], digest: ReadonlyMap<bigint, string>): void {
  const jobs = sumTo(raw, '9999-12-31');
  for (const [job, accounts] of jobs) {
    const [, time, cost, interim, recordedTime, recordedCost, revalued, moved, billed, off, on] = accounts;
    assert.equal(
      accounts.reduce((sum, minor) => sum + minor, 0n),
      0n,
      `the accounts of job ${job} sum to zero`,
    );
    // Raised interims debit billed and credit interim, so what was billed of WIP is billed less what still stands as interim.
    const wip = -(recordedTime! + recordedCost!) - revalued! - moved! - on! - off! - (billed! + interim!);
    assert.equal(
      time! + cost!,
      wip,
      `WIP of job ${job} is recorded ± revalued ± moved + written on − written off − billed`,
    );
  }
  assert.equal(
    [...jobs.values()].reduce((sum, accounts) => sum + accounts[account.moved]!, 0n),
    0n,
    'moves add up to nothing over the firm',
  );
  const reversed = raw
    .filter((line) => line.kind === kind.reversed)
    .map((line) => `${line.reverses}/${line.journal}`);
  const journals = new Set(reversed).size;
  assert.equal(
    new Set(reversed.map((pair) => pair.split('/')[0])).size,
    journals,
    'a journal is reversed once',
  );
  assert.deepEqual(
    [...digestOf(raw)].filter(([journal]) => digest.has(journal)),
    [...digest],
    'no line was changed or removed',
  );
}

/** Every journal as one text. */
export function digestOf(raw: readonly RawLine[]): Map<bigint, string> {
  const journals = Map.groupBy(raw, (line) => line.journal);
  return new Map(
    [...journals].map(([journal, lines]) => [
      journal,
      lines.map((line) => Object.values(line).join(' ')).join('\n'),
    ]),
  );
}

export async function compareVerified({ database, firm }: Audited): Promise<void> {
  assert.deepEqual(await verifyFirm(database, firm.firm.firmId), [], 'verify finds differences');
}
