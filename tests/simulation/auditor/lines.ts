// The ledger as it stands in its two tables, read raw, and lines as the auditor expects them. Account and kind numbers
// are written down here once more: they are what is stored for ever.

import type { Database } from '#store/database.ts';

export const account = {
  wipTime: 1,
  wipCost: 2,
  interim: 3,
  recordedTime: 4,
  recordedCost: 5,
  revalued: 6,
  moved: 7,
  billed: 8,
  writtenOff: 9,
  writtenOn: 10,
  uninvoicedQuote: 11,
  quoted: 12,
} as const;
export const accountsMax = 12;

export const kind = {
  time: 1,
  cost: 2,
  billed: 3,
  interim: 4,
  absorbed: 5,
  off: 6,
  on: 7,
  revalued: 8,
  moved: 9,
  reversed: 10,
  quoteAccepted: 11,
  quoteInvoiced: 12,
} as const;
export const cause = { time: 1, cost: 2, invoice: 3, quote: 4, action: 5 } as const;

export type Line = {
  kind: number;
  on: string;
  causeKind: number;
  cause: bigint;
  reverses: bigint | null;
  job: number;
  debit: number;
  credit: number;
  amount: bigint;
  quantity: number;
  item: bigint | null;
  jobTask: number | null;
  staff: number | null;
  origin: string;
};

export type RawLine = Line & { journal: bigint; recordedAt: string };

/** What is written after a journal, oldest first. */
export async function readRaw(database: Database, firmId: number, after: bigint): Promise<RawLine[]> {
  return database.inFirm(firmId, (tx) =>
    tx.query<RawLine>(
      `select j.id as journal, j.recorded_at::text as "recordedAt", j.kind, j.effective_on as "on", j.cause_kind as "causeKind",
         j.cause_id as cause, j.reverses, l.job_id as job, l.debit, l.credit, l.amount_minor as amount, l.quantity,
         l.item_id as item, l.job_task_id as "jobTask", l.staff_id as staff, l.origin_on as origin
       from journal j join ledger_line l on l.firm_id = j.firm_id and l.journal_id = j.id
       where j.firm_id = $1 and j.id > $2 order by j.id, l.line_number`,
      [firmId, after],
    ),
  );
}

/** A line as one text, to compare what is with what should be. */
export function textOf(line: Line): string {
  const {
    kind: what,
    on,
    causeKind,
    cause: by,
    reverses,
    job,
    debit,
    credit,
    amount,
    quantity,
    item,
    jobTask,
    staff,
    origin,
  } = line;
  return `kind ${what} on ${on} by ${causeKind}/${by} reverses ${reverses} job ${job} dr ${debit} cr ${credit} ${amount} × ${quantity} item ${item} task ${jobTask} staff ${staff} origin ${origin}`;
}

/** What a line does to the WIP of its item: accounts 1 to 3 stand on the side of the items. */
export function effectOf(line: Line): { minor: bigint; quantity: number } {
  const into = line.debit <= 3;
  if (into === line.credit <= 3) return { minor: 0n, quantity: 0 };
  return into
    ? { minor: line.amount, quantity: line.quantity }
    : { minor: -line.amount, quantity: -line.quantity };
}

export type Entry = {
  readonly id: bigint;
  readonly kind: 'time' | 'cost' | 'interim';
  job: number;
  jobTask: number | null;
  staff: number | null;
  /** The day of the work. */
  on: string;
};

const wipOf = { time: account.wipTime, cost: account.wipCost, interim: account.interim } as const;

export type Event = { kind: number; on: string; causeKind: number; cause: bigint };

/** The line that changes an entry's WIP by so much value and quantity, against a contra account. */
export function lineOn(
  entry: Entry,
  event: Event,
  contra: number,
  change: { minor: bigint; quantity: number },
): Line {
  const wip = wipOf[entry.kind];
  const out = change.minor < 0n || (change.minor === 0n && change.quantity < 0);
  return {
    ...event,
    reverses: null,
    job: entry.job,
    debit: out ? contra : wip,
    credit: out ? wip : contra,
    amount: change.minor < 0n ? -change.minor : change.minor,
    quantity: Math.abs(change.quantity),
    item: entry.id,
    jobTask: entry.jobTask,
    staff: entry.staff,
    origin: entry.on,
  };
}

/** A line of the job that belongs to no entry. */
export function lineOfJob(
  job: number,
  event: Event,
  [debit, credit]: readonly [number, number],
  amount: bigint,
): Line {
  return {
    ...event,
    reverses: null,
    job,
    debit,
    credit,
    amount,
    quantity: 0,
    item: null,
    jobTask: null,
    staff: null,
    origin: event.on,
  };
}

/** The mirror of a line as part of the reversal of its journal. */
export function mirrored(line: RawLine, on: string): Line {
  return { ...line, kind: kind.reversed, on, reverses: line.journal, debit: line.credit, credit: line.debit };
}
