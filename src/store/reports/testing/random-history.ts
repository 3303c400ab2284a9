// A random life of a small practice: jobs, entries, and journals of every kind, back-dated and reversed as people do,
// each batch recorded at a moment of its own. The reports are held against a plain fold over the journals that it
// remembers (core/ledger/fold.ts), for any day and any moment.

import fc from 'fast-check';
import { addDays, civilDate, type CivilDate } from '#core/calendar/civil-date.ts';
import { itemKey, openChange } from '#core/ledger/fold.ts';
import { reversalOf, type Journal, type PostedJournal } from '#core/ledger/journal.ts';
import { newInterim, absorbLine, raiseInterim } from '#core/wip/interim.ts';
import { putIn, takeOut, unallocated, type OpenItem } from '#core/wip/lines.ts';
import { move, revalue } from '#core/wip/move.ts';
import { recordCost } from '#core/wip/record-cost.ts';
import { recordTime } from '#core/wip/record-time.ts';
import type { Database, Tx } from '../../database.ts';
import { post } from '../../ledger/post.ts';
import type { TestFirm } from '../../testing/firm.ts';

export type Remembered = { journal: PostedJournal; recordedAt: string };

export type History = { jobIds: number[]; journals: Remembered[] };

type Job = { jobId: number; jobTaskId: number };

type State = {
  firm: TestFirm;
  jobs: Job[];
  random: () => number;
  items: Map<string, OpenItem>;
  journals: Remembered[];
  reversed: Set<bigint>;
  nextItem: bigint;
};

export const historyStart = civilDate('2025-10-20');
const historyDays = 150;

/** Posts a history of so many batches; the seed decides everything. */
export async function postRandomHistory(
  database: Database,
  firm: TestFirm,
  { seed, batches, jobs = 5 }: { seed: number; batches: number; jobs?: number },
): Promise<History> {
  const state: State = {
    firm,
    jobs: await addJobs(database, firm, jobs),
    random: randomOf(seed),
    items: new Map(),
    journals: [],
    reversed: new Set(),
    // Far from the ids that the program draws for itself.
    nextItem: 10_000_000n,
  };
  for (let batch = 0; batch < batches; batch += 1) {
    const day = addDays(historyStart, Math.floor((batch * historyDays) / batches));
    const second = String(10 + (batch % 49));
    const recordedAt = `${day}T${pad(batch % 24)}:${second}:07.125Z`;
    await database.inFirm(firm.firmId, (tx) => postBatch(tx, state, { day, recordedAt }));
  }
  return { jobIds: state.jobs.map(({ jobId }) => jobId), journals: state.journals };
}

async function postBatch(tx: Tx, state: State, { day, recordedAt }: { day: CivilDate; recordedAt: string }) {
  const size = 1 + pick(state, 4);
  for (let count = 0; count < size; count += 1) {
    const back = pick(state, 3) === 0 ? pick(state, 70) : pick(state, 3) - 1;
    const on = addDays(day, -back);
    const journals = await invent(tx, state, on);
    if (journals.length === 0) continue;
    const posted = await post(tx, { journals, actorId: state.firm.actorId, recordedAt });
    for (const [index, journal] of journals.entries()) {
      const id = posted.journalIds[index]!;
      state.journals.push({ journal: { ...journal, id }, recordedAt });
      if (journal.reverses !== null) state.reversed.add(journal.reverses);
      applyToItems(state, journal);
    }
  }
}

async function invent(tx: Tx, state: State, on: CivilDate): Promise<Journal[]> {
  const open = [...state.items.values()].filter((item) => item.openMinor !== 0n);
  const item = open[pick(state, Math.max(open.length, 1))];
  const job = state.jobs[pick(state, state.jobs.length)]!;
  const cause = { kind: 'wipAction', id: 1n } as const;
  const choice = pick(state, 14);
  if (choice < 4 || item === undefined) return [await inventTime(tx, state, job, on)];
  if (choice < 6) return [await inventCost(tx, state, job, on)];
  if (choice === 6) {
    await tx.query(`insert into interim values ($1, $2, $3, $4, 40000, 'Deposit')`, [
      tx.firmId,
      state.nextItem,
      job.jobId,
      on,
    ]);
    return [
      raiseInterim(newInterim(state.nextItem++, job.jobId, on), 40000n, on, { kind: 'invoice', id: 1n }),
    ];
  }
  if (choice === 7) return quoteOf(state, job, on);
  if (choice >= 12) return inventReversal(state, on);
  if (item.kind === 'interim') {
    const lines = [absorbLine(item, 1n + BigInt(pick(state, Number(-item.openMinor))))];
    return [
      { kind: 'interimAbsorbed', effectiveOn: on, cause: { kind: 'invoice', id: 2n }, reverses: null, lines },
    ];
  }
  return changeItem(state, item, { choice, on, cause });
}

function changeItem(
  state: State,
  item: OpenItem,
  { choice, on, cause }: { choice: number; on: CivilDate; cause: Journal['cause'] },
): Journal[] {
  const isCredit = item.openMinor < 0n;
  const part = pick(state, 2) === 0 ? item.openMinor : item.openMinor / 2n;
  const quantity = part === item.openMinor ? item.openQuantity : 0;
  const journal = (kind: Journal['kind'], line: Journal['lines'][number]): Journal[] => [
    { kind, effectiveOn: on, cause, reverses: null, lines: [line] },
  ];
  if (part === 0n) return [];
  switch (choice) {
    case 8:
      return journal('wipBilled', takeOut(item, 'billed', part, quantity));
    case 9:
      return journal('writtenOff', takeOut(item, 'writtenOff', part, quantity));
    case 10:
      return isCredit ? [] : journal('writtenOn', putIn(item, 'writtenOn', 1234n, 0));
    default: {
      if (isCredit || item.kind !== 'time') return [];
      if (pick(state, 2) === 0) return revalue(item, item.openMinor + 777n, on, cause);
      const target = state.jobs[pick(state, state.jobs.length)]!;
      if (target.jobId === item.jobId) return [];
      return move(item, { ...target, worthMinor: item.openMinor - 1n }, on, cause);
    }
  }
}

function quoteOf(state: State, job: Job, on: CivilDate): Journal[] {
  const amount = BigInt(1000 + pick(state, 90_000));
  const cause = { kind: 'quote', id: 1n } as const;
  const line = unallocated(job.jobId, 'uninvoicedQuote', 'quoted', amount, on);
  return [{ kind: 'quoteAccepted', effectiveOn: on, cause, reverses: null, lines: [line] }];
}

/** Reverses a journal where that leaves every item on its own side of zero. */
function inventReversal(state: State, on: CivilDate): Journal[] {
  const standing = state.journals.filter(
    ({ journal }) => journal.kind !== 'reversed' && !state.reversed.has(journal.id),
  );
  const chosen = standing[pick(state, Math.max(standing.length, 1))];
  if (chosen === undefined) return [];
  const reversal = reversalOf(chosen.journal, on);
  const fits = reversal.lines.every((line) => {
    if (line.itemId === null) return true;
    const item = state.items.get(itemKey(line.jobId, line.itemId));
    const change = openChange(line);
    const open = (item?.openMinor ?? 0n) + change.amountMinor;
    const quantity = (item?.openQuantity ?? 0) + change.quantity;
    const side = line.itemKind === 'interim' || (item?.openMinor ?? 0n) < 0n ? -1n : 1n;
    return open * side >= 0n && BigInt(quantity) * side >= 0n && item !== undefined && item.openMinor !== 0n;
  });
  return fits ? [reversal] : [];
}

function applyToItems(state: State, journal: Journal): void {
  for (const line of journal.lines) {
    if (line.itemId === null) continue;
    const key = itemKey(line.jobId, line.itemId);
    const change = openChange(line);
    const item = state.items.get(key) ?? {
      jobId: line.jobId,
      itemId: line.itemId,
      kind: line.itemKind!,
      originOn: line.originOn,
      openMinor: 0n,
      openQuantity: 0,
      jobTaskId: line.jobTaskId,
      staffId: line.staffId,
    };
    state.items.set(key, {
      ...item,
      openMinor: item.openMinor + change.amountMinor,
      openQuantity: item.openQuantity + change.quantity,
    });
  }
}

async function inventTime(tx: Tx, state: State, job: Job, on: CivilDate): Promise<Journal> {
  const itemId = state.nextItem++;
  const minutes = 6 + pick(state, 600);
  const recorded = recordTime({
    itemId,
    ...job,
    staffId: state.firm.staffId,
    workedOn: on,
    minutes,
    billableMinutes: minutes,
    billable: pick(state, 8) !== 0,
    excluded: false,
    ratePerHourMinor: 15000n,
    costPerHourMinor: 6000n,
  });
  await tx.query(
    `insert into time_entry (firm_id, worked_on, id, job_id, job_task_id, staff_id, minutes, billable_minutes,
       billable, rate_source, rate_per_hour_minor, amount_minor, cost_minor, note)
     values ($1, $2, $3, $4, $5, $6, $7, $7, true, 'staff', 15000, $8, $9, 'A note')`,
    [
      tx.firmId,
      on,
      itemId,
      job.jobId,
      job.jobTaskId,
      state.firm.staffId,
      minutes,
      recorded.amountMinor,
      recorded.costMinor,
    ],
  );
  return recorded.journal;
}

async function inventCost(tx: Tx, state: State, job: Job, on: CivilDate): Promise<Journal> {
  const itemId = state.nextItem++;
  const quantityThousandths = (1 + pick(state, 5)) * (pick(state, 6) === 0 ? -1000 : 1000);
  const recorded = recordCost({
    itemId,
    ...job,
    incurredOn: on,
    quantityThousandths,
    unitPriceMinor: 2500n,
    unitCostMinor: 2000n,
    billable: true,
    actual: true,
    excluded: false,
  });
  await tx.query(
    `insert into cost_entry (firm_id, incurred_on, id, job_id, description, quantity_thousandths, unit_cost_minor,
       unit_price_minor, amount_minor, cost_minor, billable, actual)
     values ($1, $2, $3, $4, 'Prints', $5, 2000, 2500, $6, $7, true, true)`,
    [tx.firmId, on, itemId, job.jobId, quantityThousandths, recorded.amountMinor, recorded.costMinor],
  );
  return recorded.journal!;
}

async function addJobs(database: Database, firm: TestFirm, count: number): Promise<Job[]> {
  return database.inFirm(firm.firmId, async (tx) => {
    await tx.query(
      `insert into wip_action (firm_id, kind, effective_on, actor_id, recorded_at)
       select $1, 'writeOff', '2026-01-01', $2, '2026-01-01T00:00:00Z'`,
      [tx.firmId, firm.actorId],
    );
    const jobs: Job[] = [];
    for (let index = 1; index <= count; index += 1) {
      const [job] = await tx.query<{ id: number }>(
        `insert into job (firm_id, number, name, client_id, currency, state_id)
         select firm_id, $3, $4, client_id, currency, state_id from job where firm_id = $1 and id = $2 returning id`,
        [tx.firmId, firm.jobId, `R${pad(index)}`, `Random job ${index}`],
      );
      const [task] = await tx.query<{ id: number }>(
        `insert into job_task (firm_id, job_id, task_id, name) values ($1, $2, $3, 'Design') returning id`,
        [tx.firmId, job!.id, firm.taskId],
      );
      jobs.push({ jobId: job!.id, jobTaskId: task!.id });
    }
    return jobs;
  });
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

function pick(state: State, below: number): number {
  return Math.floor(state.random() * below);
}

/** A sequence of fractions that only the seed decides. */
function randomOf(seed: number): () => number {
  const values = fc.sample(fc.integer({ min: 0, max: 2 ** 31 - 1 }), { seed, numRuns: 20_000 });
  let next = 0;
  return () => values[next++ % values.length]! / 2 ** 31;
}
