// Small stories about one job, told with the real actions on the real database, for tables that a bookkeeper can check:
//
//     { id: 'S05', given: [time('T1', '10:00')], do: [interim('D1', '400.00')], lines: ['interim D1 -400.00'], netWip: '1100.00' }
//
// Entries have names. A line of the ledger reads as its effect on WIP: what it was, the entry, the amount, and the day
// where a table wants days. Each story has jobs of its own (J1, J2 … of one client), so that it starts from nothing.

import assert from 'node:assert/strict';
import { changeJob } from '#actions/jobs/change-job.ts';
import { changeCosts, deleteCosts } from '#actions/costs/change-costs.ts';
import { recordCosts } from '#actions/costs/record-costs.ts';
import { setLocks } from '#actions/firms/set-locks.ts';
import { accepted, contextOf, refusedAs } from '#actions/testing/practice.ts';
import { changeTimeEntries, deleteTime } from '#actions/time/change-time.ts';
import { recordTimeEntries } from '#actions/time/record-time.ts';
import { adjustWip } from '#actions/wip/adjust-wip.ts';
import { moveWork } from '#actions/wip/move-work.ts';
import { raiseInterimByHand } from '#actions/wip/raise-interim.ts';
import { revalueWork } from '#actions/wip/revalue-work.ts';
import { undoWipAction } from '#actions/wip/undo-action.ts';
import { washUpJobs } from '#actions/wip/wash-up.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import type { Result } from '#core/refusal.ts';
import type { Database } from '#store/database.ts';
import { testFirm, type TestFirm } from '#store/testing/firm.ts';

export type Practice = { database: Database; firm: TestFirm; staff: Record<'A' | 'B', number>; made: number };

/** Staff A bills at 150 an hour, staff B at 100. */
export async function openPractice(database: Database): Promise<Practice> {
  const firm = await testFirm(database, { name: 'Scenario Firm' });
  const staffB = await database.inFirm(firm.firmId, async (tx) => {
    const [row] = await tx.query<{ id: number }>(
      `insert into staff (firm_id, name) values ($1, 'Bo') returning id`,
      [firm.firmId],
    );
    await tx.query(
      `insert into rate (firm_id, scope, staff_id, currency, rate_per_hour_minor, effective_from)
       values ($1, 'staff', $2, 'NZD', 10000, '2020-01-01')`,
      [firm.firmId, row!.id],
    );
    return row!.id;
  });
  return { database, firm, staff: { A: firm.staffId, B: staffB }, made: 0 };
}

type JobName = 'J1' | 'J2' | 'J3';
type Place = { jobId: number; jobTaskId: number; otherJobTaskId: number; idleJobTaskId: number };

export type Story = {
  readonly practice: Practice;
  readonly jobs: Record<JobName, Place>;
  readonly items: Map<string, bigint>;
  readonly actions: Map<string, number>;
  readonly invoices: Map<string, number>;
  readonly quoteLines: Map<string, number>;
  firstJournal: bigint;
};

export async function newStory(practice: Practice): Promise<Story> {
  const { database, firm } = practice;
  const jobs = {} as Record<JobName, Place>;
  await database.inFirm(firm.firmId, async (tx) => {
    practice.made += 1;
    const [client] = await tx.query<{ id: number }>(
      `insert into client (firm_id, name, currency) values ($1, $2, 'NZD') returning id`,
      [firm.firmId, `Client ${practice.made}`],
    );
    for (const name of ['J1', 'J2', 'J3'] as const) {
      const [job] = await tx.query<{ id: number }>(
        `insert into job (firm_id, number, name, client_id, currency, state_id)
         values ($1, $2, $2, $3, 'NZD', $4) returning id`,
        [firm.firmId, `${practice.made}-${name}`, client!.id, firm.stateId],
      );
      const tasks = await tx.query<{ id: number }>(
        `insert into job_task (firm_id, job_id, task_id, name, billable)
         values ($1, $2, $3, 'Design', true), ($1, $2, $3, 'Drafting', true), ($1, $2, $3, 'Internal', false) returning id`,
        [firm.firmId, job!.id, firm.taskId],
      );
      const [jobTaskId, otherJobTaskId, idleJobTaskId] = tasks.map((task) => task.id);
      jobs[name] = {
        jobId: job!.id,
        jobTaskId: jobTaskId!,
        otherJobTaskId: otherJobTaskId!,
        idleJobTaskId: idleJobTaskId!,
      };
    }
  });
  return {
    practice,
    jobs,
    items: new Map(),
    actions: new Map(),
    invoices: new Map(),
    quoteLines: new Map(),
    firstJournal: 0n,
  };
}

/** One thing that somebody does. */
export type Step = (story: Story) => Promise<Result<unknown>>;

export const workedOn = '2026-03-10';
export const todayOn = '2026-03-31';

const contextIn = (story: Story) => contextOf(story.practice.database, story.practice.firm);
const itemIn = (story: Story, name: string): bigint =>
  story.items.get(name) ?? assert.fail(`no entry ${name}`);
const actionIn = (story: Story, name: string): number =>
  story.actions.get(name) ?? assert.fail(`no action ${name}`);
const minutesOf = (hours: string): number => Number(hours.split(':')[0]) * 60 + Number(hours.split(':')[1]);

type TimeMore = { by?: 'A' | 'B'; on?: string; job?: JobName; billable?: boolean; internal?: boolean };

export function time(name: string, hours: string, more: TimeMore = {}): Step {
  return async (story) => {
    const { jobId, jobTaskId, idleJobTaskId } = story.jobs[more.job ?? 'J1'];
    const command = {
      jobId,
      jobTaskId: more.internal ? idleJobTaskId : jobTaskId,
      staffId: story.practice.staff[more.by ?? 'A'],
      workedOn: civilDate(more.on ?? workedOn),
      minutes: minutesOf(hours),
      billable: more.billable,
    };
    const result = await recordTimeEntries(contextIn(story), [command]);
    if (result.ok) story.items.set(name, result.value.entries[0]!.id);
    return result;
  };
}

type CostMore = { on?: string; job?: JobName; billable?: boolean; actual?: boolean };

export function cost(name: string, quantity: number, unitPrice: string, more: CostMore = {}): Step {
  return async (story) => {
    const { on, job = 'J1', ...rest } = more;
    const command = {
      jobId: story.jobs[job].jobId,
      incurredOn: civilDate(on ?? workedOn),
      description: name,
      quantityThousandths: quantity * 1000,
      unitPrice,
      ...rest,
    };
    const result = await recordCosts(contextIn(story), [command]);
    if (result.ok) story.items.set(name, result.value.costs[0]!.id);
    return result;
  };
}

async function versionOf(story: Story, name: string): Promise<number> {
  const { database, firm } = story.practice;
  const [row] = await database.inFirm(firm.firmId, (tx) =>
    tx.query<{ version: number }>(
      `select version from time_entry where firm_id = $1 and id = $2
       union all select version from cost_entry where firm_id = $1 and id = $2`,
      [firm.firmId, itemIn(story, name)],
    ),
  );
  return row!.version;
}

type TimeEdit = {
  hours?: string;
  on?: string;
  billable?: boolean;
  note?: string;
  task?: 'other';
  job?: JobName;
  by?: 'A' | 'B';
};

export function editTime(name: string, edit: TimeEdit): Step {
  return async (story) => {
    const place = edit.job === undefined ? undefined : story.jobs[edit.job];
    const change = {
      id: itemIn(story, name),
      version: await versionOf(story, name),
      minutes: edit.hours === undefined ? undefined : minutesOf(edit.hours),
      workedOn: edit.on === undefined ? undefined : civilDate(edit.on),
      billable: edit.billable,
      note: edit.note,
      staffId: edit.by === undefined ? undefined : story.practice.staff[edit.by],
      jobId: place?.jobId,
      jobTaskId: edit.task === 'other' ? story.jobs.J1.otherJobTaskId : place?.jobTaskId,
    };
    return changeTimeEntries(contextIn(story), [change]);
  };
}

type CostEdit = { quantity?: number; unitPrice?: string; actual?: boolean; billable?: boolean; on?: string };

export function editCost(name: string, edit: CostEdit): Step {
  return async (story) => {
    const { quantity, on, ...rest } = edit;
    const change = {
      id: itemIn(story, name),
      version: await versionOf(story, name),
      quantityThousandths: quantity === undefined ? undefined : quantity * 1000,
      incurredOn: on === undefined ? undefined : civilDate(on),
      ...rest,
    };
    return changeCosts(contextIn(story), [change]);
  };
}

export function remove(name: string): Step {
  return async (story) => {
    const deletion = { id: itemIn(story, name), version: await versionOf(story, name) };
    return name.startsWith('C')
      ? deleteCosts(contextIn(story), [deletion])
      : deleteTime(contextIn(story), [deletion]);
  };
}

export function interim(name: string, amount: string, more: { job?: JobName; on?: string } = {}): Step {
  return async (story) => {
    const command = {
      jobId: story.jobs[more.job ?? 'J1'].jobId,
      amount,
      description: name,
      effectiveOn: more.on === undefined ? undefined : civilDate(more.on),
    };
    const result = await raiseInterimByHand(contextIn(story), command);
    if (result.ok) story.items.set(name, result.value.itemId);
    return keepAction(story, name, result);
  };
}

function keepAction<T extends { wipActionId: number }>(
  story: Story,
  name: string | undefined,
  result: Result<T>,
): Result<T> {
  if (result.ok && name !== undefined) story.actions.set(name, result.value.wipActionId);
  return result;
}

type ActionMore = { as?: string; on?: string };
const dated = (more: ActionMore) => (more.on === undefined ? {} : { effectiveOn: civilDate(more.on) });

/** What to write off or on: names alone are written off whole, names with amounts in part. */
export function writeOff(what: Record<string, string | null>, more: ActionMore = {}): Step {
  return (story) => adjust(story, 'writeOff', what, more);
}

export function writeOn(what: Record<string, string>, more: ActionMore = {}): Step {
  return (story) => adjust(story, 'writeOn', what, more);
}

async function adjust(
  story: Story,
  kind: 'writeOff' | 'writeOn',
  what: Record<string, string | null>,
  more: ActionMore,
) {
  const items = Object.entries(what).map(([name, amount]) => ({ itemId: itemIn(story, name), amount }));
  return keepAction(story, more.as, await adjustWip(contextIn(story), { kind, items, ...dated(more) }));
}

export function washUp(jobs: JobName[] = ['J1'], more: ActionMore & { across?: boolean } = {}): Step {
  return async (story) => {
    const jobIds = jobs.map((job) => story.jobs[job].jobId);
    const command = { jobIds, acrossJobs: more.across, ...dated(more) };
    return keepAction(story, more.as, await washUpJobs(contextIn(story), command));
  };
}

export function move(names: string[], to: JobName, more: ActionMore & { task?: 'other' } = {}): Step {
  return async (story) => {
    const place = story.jobs[to];
    const toJobTaskId = more.task === 'other' ? place.otherJobTaskId : place.jobTaskId;
    const command = {
      itemIds: names.map((name) => itemIn(story, name)),
      toJobId: place.jobId,
      toJobTaskId,
      ...dated(more),
    };
    return keepAction(story, more.as, await moveWork(contextIn(story), command));
  };
}

export function revalue(more: ActionMore & { job?: JobName } = {}): Step {
  return async (story) => {
    const jobIds = [story.jobs[more.job ?? 'J1'].jobId];
    return keepAction(story, more.as, await revalueWork(contextIn(story), { jobIds, ...dated(more) }));
  };
}

export function undo(action: string): Step {
  return (story) => undoWipAction(contextIn(story), { wipActionId: actionIn(story, action) });
}

/** A rate of the job for staff A, from the beginning of time. */
export function rateOnJob(job: JobName, ratePerHourMinor: number): Step {
  return async (story) => {
    const { database, firm, staff } = story.practice;
    await database.inFirm(firm.firmId, (tx) =>
      tx.query(
        `insert into rate (firm_id, scope, job_id, staff_id, currency, rate_per_hour_minor, effective_from)
         values ($1, 'jobStaff', $2, $3, 'NZD', $4, '2020-01-01')`,
        [firm.firmId, story.jobs[job].jobId, staff.A, ratePerHourMinor],
      ),
    );
    return { ok: true, value: null };
  };
}

export function changeTheJob(job: JobName, change: { excluded?: boolean; state?: 'completed' }): Step {
  return async (story) => {
    const { database, firm } = story.practice;
    const { jobId: id } = story.jobs[job];
    const { version, stateId } = await database.inFirm(firm.firmId, async (tx) => {
      const [row] = await tx.query<{ version: number }>(
        'select version from job where firm_id = $1 and id = $2',
        [firm.firmId, id],
      );
      const [state] = await tx.query<{ id: number }>(
        `insert into job_state (firm_id, name, type) values ($1, $2, 'completed') returning id`,
        [firm.firmId, `Done ${story.practice.made}`],
      );
      return { version: row!.version, stateId: state!.id };
    });
    const said = change.state === undefined ? { excluded: change.excluded } : { stateId };
    return changeJob(contextIn(story), { id, version, ...said });
  };
}

/** Moves the WIP lock date; null takes it away. */
export function lockThrough(wipLockOn: string | null): Step {
  return async (story) => {
    const { database, firm } = story.practice;
    const [gate] = await database.inFirm(firm.firmId, (tx) =>
      tx.query<{ version: number }>('select version from ledger_gate where firm_id = $1', [firm.firmId]),
    );
    return setLocks(contextIn(story), {
      wipLockOn: wipLockOn === null ? null : civilDate(wipLockOn),
      periodLockOn: null,
      version: gate!.version,
    });
  };
}

export async function doAll(story: Story, steps: readonly Step[]): Promise<void> {
  for (const step of steps) accepted(await step(story));
}

/** What a step is refused with, as codes and sentences. */
export async function refusal(story: Story, step: Step): Promise<{ codes: string[]; detail: string }> {
  const result = await step(story);
  const codes = refusedAs(result).map((text) => text.split(' ')[0]!);
  return { codes, detail: result.ok ? '' : result.refusals.map(({ detail }) => detail).join(' ') };
}

const words: Record<number, string> = {
  1: 'time',
  2: 'cost',
  3: 'billed',
  4: 'interim',
  5: 'absorbed',
  6: 'written off',
  7: 'written on',
  8: 'revalued',
  9: 'moved',
  10: 'reversed',
  11: 'quote accepted',
  12: 'quote invoiced',
};

type LineRow = { kind: number; effective_on: string; item_id: bigint | null; job_id: number; minor: bigint };

/** The lines posted since `given`, in order; with days when asked. Lines of other jobs than J1 say so. */
export async function linesOf(story: Story, options: { days?: boolean } = {}): Promise<string[]> {
  const { database, firm } = story.practice;
  const rows = await database.inFirm(firm.firmId, (tx) =>
    tx.query<LineRow>(
      `select kind, effective_on, item_id, job_id, case when debit <= 3 then amount_minor else -amount_minor end as minor
       from ledger_line where firm_id = $1 and job_id = any ($2) and journal_id > $3 order by journal_id, line_number`,
      [firm.firmId, Object.values(story.jobs).map(({ jobId }) => jobId), story.firstJournal],
    ),
  );
  const nameOfItem = new Map([...story.items].map(([name, id]) => [id, name]));
  const nameOfJob = new Map(Object.entries(story.jobs).map(([name, { jobId }]) => [jobId, name]));
  return rows.map((row) => {
    const item = row.item_id === null ? '' : ` ${nameOfItem.get(row.item_id)}`;
    const job = nameOfJob.get(row.job_id) === 'J1' ? '' : ` on ${nameOfJob.get(row.job_id)}`;
    const day = options.days ? ` ${row.effective_on}` : '';
    return `${words[row.kind]}${item}${job} ${amountOf(row.minor)}${day}`;
  });
}

export function amountOf(minor: bigint): string {
  const text = (minor < 0n ? -minor : minor).toString().padStart(3, '0');
  return `${minor < 0n ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`;
}

export async function netWipOf(story: Story, job: JobName = 'J1'): Promise<string> {
  const { database, firm } = story.practice;
  const [row] = await database.inFirm(firm.firmId, (tx) =>
    tx.query<{ minor: bigint }>(
      `select wip_time_minor + wip_cost_minor + interim_minor as minor from job_balance where firm_id = $1 and job_id = $2`,
      [firm.firmId, story.jobs[job].jobId],
    ),
  );
  return amountOf(row?.minor ?? 0n);
}

export async function isListed(story: Story, job: JobName = 'J1'): Promise<boolean> {
  const { database, firm } = story.practice;
  const rows = await database.inFirm(firm.firmId, (tx) =>
    tx.query<{ is_listed: boolean }>('select is_listed from job_balance where firm_id = $1 and job_id = $2', [
      firm.firmId,
      story.jobs[job].jobId,
    ]),
  );
  return rows[0]?.is_listed ?? false;
}

/** From here on, lines count. */
export async function beginTable(story: Story): Promise<void> {
  const { database, firm } = story.practice;
  const [row] = await database.inFirm(firm.firmId, (tx) =>
    tx.query<{ last: bigint }>(
      'select coalesce(max(id), 0)::bigint as last from journal where firm_id = $1',
      [firm.firmId],
    ),
  );
  story.firstJournal = row!.last;
}

export type TableRow = {
  readonly id: string;
  readonly given?: readonly Step[];
  readonly do: readonly Step[];
  readonly lines: readonly string[];
  /** Of J1, or of the jobs named. */
  readonly netWip: string | Partial<Record<JobName, string>>;
  readonly days?: boolean;
  /** Of J1; true unless said. */
  readonly listed?: boolean;
};

/** Plays a row of a table and compares what the ledger says. */
export async function play(practice: Practice, row: TableRow): Promise<void> {
  const story = await newStory(practice);
  await doAll(story, row.given ?? []);
  await beginTable(story);
  await doAll(story, row.do);
  assert.deepEqual(await linesOf(story, { days: row.days ?? false }), row.lines);
  const expected = typeof row.netWip === 'string' ? { J1: row.netWip } : row.netWip;
  for (const [job, net] of Object.entries(expected))
    assert.equal(await netWipOf(story, job as JobName), net, `net WIP of ${job}`);
  if (row.listed !== undefined) assert.equal(await isListed(story), row.listed, 'listed in the WIP manager');
}
