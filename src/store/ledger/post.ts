// The one door to the ledger. A batch of journals goes in, in one round trip whatever its size, and the new balances of
// the jobs come back. The caller's transaction decides whether it stays.
//
// What must not change:
// - Every journal is asserted against its kind before it is sent; PostgreSQL asserts the same again by constraint.
// - Locks are taken in one order: the gate (shared), then the jobs ascending. Whoever must look before deciding locks
//   first with lockJobs(), which takes the same locks in the same order.
// - Everything derived (balances, open items, ages, months) is written by post_journals() from the lines given, so it
//   cannot disagree with them.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import { accountCodes } from '#core/ledger/accounts.ts';
import { assertPostable, causeKindCodes, itemKindCodes, type Journal } from '#core/ledger/journal.ts';
import { journalKinds } from '#core/ledger/kinds.ts';
import type { Tx } from '../database.ts';
import { posted } from '../signals.ts';
import { plainArray } from '../values.ts';
import { forgetPastDays } from './past-days.ts';

export type Batch = {
  readonly journals: readonly Journal[];
  /** Who caused the journals: one author of all, or one per journal. */
  readonly actorId: number | readonly number[];
  /** Only for generated histories: the instant to record; otherwise the database's clock decides. */
  readonly recordedAt?: string | undefined;
  /** Jobs that leave the WIP manager if the batch leaves nothing open on them: a final invoice, a wash-up. */
  readonly unlist?: readonly number[] | undefined;
};

export type JobBalance = {
  readonly jobId: number;
  /** Counts the batches that touched the job. */
  readonly version: bigint;
  readonly wipTimeMinor: bigint;
  readonly wipCostMinor: bigint;
  readonly interimMinor: bigint;
  readonly uninvoicedQuoteMinor: bigint;
};

export type Posted = {
  /** In the order of the batch. */
  readonly journalIds: readonly bigint[];
  readonly recordedAt: string;
  readonly balances: ReadonlyMap<number, JobBalance>;
};

export const journalsPerBatchMax = 20_000;
export const linesPerBatchMax = 50_000;

/** Posts a batch; throws what PostgreSQL refuses, and then nothing of the transaction stays. */
export async function post(tx: Tx, batch: Batch): Promise<Posted> {
  return postPacked(tx, packBatch(batch));
}

/** A batch as it is sent: asserted, in the order in which it is written, and a fraction of the size of its journals. */
type PackedBatch = {
  readonly columns: readonly string[];
  /** The places in the batch, as they are written. */
  readonly order: readonly number[];
  readonly lines: number;
  readonly authors: string;
  readonly recordedAt: string | undefined;
  readonly unlist: readonly number[];
};

/** For whoever has time for it now and none when the transaction is open; else post(). */
export function packBatch(batch: Batch): PackedBatch {
  const { journals, recordedAt, unlist = [] } = batch;
  if (journals.length === 0) throw new Error('a batch without journals cannot be posted');
  if (journals.length > journalsPerBatchMax) throw new Error(`more than ${journalsPerBatchMax} journals`);
  const order = writingOrder(journals);
  return {
    columns: columnsOf(order.map((place) => journals[place]!)),
    order,
    lines: journals.reduce((sum, journal) => sum + journal.lines.length, 0),
    authors: plainArray(authorsOf(batch, order)),
    recordedAt,
    unlist,
  };
}

export async function postPacked(tx: Tx, packed: PackedBatch): Promise<Posted> {
  const { columns, order, authors, recordedAt, unlist } = packed;
  if (recordedAt !== undefined) await forgetPastDays(tx, recordedAt);
  const begunMs = performance.now();
  const [row] = await tx.prepared<PostedRow>('post', postStatement, [
    tx.firmId,
    recordedAt ?? null,
    authors,
    ...columns,
    [...unlist],
  ]);
  if (posted.isHeard()) tellPosted(packed, performance.now() - begunMs);
  return postedOf(row!, order);
}

function tellPosted({ order, lines }: PackedBatch, durationMs: number): void {
  posted.tell({ journals: order.length, lines, durationMs });
}

const postStatement = `select * from post_journals($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
  $17, $18, $19, $20, $21, $22)`;

/** Fewer have few neighbours. */
const sortedFrom = 200;

/**
 * The places of the journals in the order in which they are written. Where a batch only records work, that is by job, and
 * within a job as given: what lies side by side in the indexes and balances of jobs is then written one after the other.
 */
function writingOrder(journals: readonly Journal[]): readonly number[] {
  const places = journals.map((_, place) => place);
  if (journals.length < sortedFrom || !journals.every(onlyRecords)) return places;
  const ofJobs = Map.groupBy(places, (place) => journals[place]!.lines[0]!.jobId);
  return [...ofJobs].sort(([a], [b]) => a - b).flatMap(([, own]) => own);
}

function onlyRecords({ kind, lines }: Journal): boolean {
  return (kind === 'timeRecorded' || kind === 'costRecorded') && lines.length === 1;
}

function authorsOf({ actorId, journals }: Batch, order: readonly number[]): readonly number[] {
  if (typeof actorId === 'number') return journals.map(() => actorId);
  if (actorId.length !== journals.length) throw new Error('each journal of a batch has one author');
  return order.map((place) => actorId[place]!);
}

/** A batch as arrays, a value per journal or per line: the SQL stays the same whatever the size. */
function columnsOf(journals: readonly Journal[]): string[] {
  const j = {
    kind: [] as number[],
    on: [] as CivilDate[],
    causeKind: [] as number[],
    cause: [] as bigint[],
    reverses: [] as (bigint | null)[],
  };
  const l = {
    journal: [] as number[],
    number: [] as number[],
    job: [] as number[],
    debit: [] as number[],
    credit: [] as number[],
    amount: [] as bigint[],
    quantity: [] as number[],
    item: [] as (bigint | null)[],
    itemKind: [] as (number | null)[],
    jobTask: [] as (number | null)[],
    staff: [] as (number | null)[],
    originOn: [] as CivilDate[],
    cost: [] as bigint[],
  };
  for (const [index, journal] of journals.entries()) {
    assertPostable(journal);
    j.kind.push(journalKinds[journal.kind].code);
    j.on.push(journal.effectiveOn);
    j.causeKind.push(causeKindCodes[journal.cause.kind]);
    j.cause.push(journal.cause.id);
    j.reverses.push(journal.reverses);
    for (const [lineIndex, line] of journal.lines.entries()) {
      l.journal.push(index + 1);
      l.number.push(lineIndex + 1);
      l.job.push(line.jobId);
      l.debit.push(accountCodes[line.debit]);
      l.credit.push(accountCodes[line.credit]);
      l.amount.push(line.amountMinor);
      l.quantity.push(line.quantity);
      l.item.push(line.itemId);
      l.itemKind.push(line.itemKind === null ? null : itemKindCodes[line.itemKind]);
      l.jobTask.push(line.jobTaskId);
      l.staff.push(line.staffId);
      l.originOn.push(line.originOn);
      l.cost.push(line.costMinor);
    }
  }
  if (l.journal.length > linesPerBatchMax) throw new Error(`more than ${linesPerBatchMax} lines`);
  return [...Object.values(j), ...Object.values(l)].map((column) => plainArray(column));
}

type PostedRow = {
  journal_ids: bigint[];
  posted_at: string;
  job_ids: number[];
  versions: bigint[];
  wip_time_minor: bigint[];
  wip_cost_minor: bigint[];
  interim_minor: bigint[];
  uninvoiced_quote_minor: bigint[];
};

function postedOf(row: PostedRow, order: readonly number[]): Posted {
  const journalIds = [...row.journal_ids];
  order.forEach((place, written) => (journalIds[place] = row.journal_ids[written]!));
  const balances = row.job_ids.map((jobId, index): [number, JobBalance] => [
    jobId,
    {
      jobId,
      version: row.versions[index]!,
      wipTimeMinor: row.wip_time_minor[index]!,
      wipCostMinor: row.wip_cost_minor[index]!,
      interimMinor: row.interim_minor[index]!,
      uninvoicedQuoteMinor: row.uninvoiced_quote_minor[index]!,
    },
  ]);
  return { journalIds, recordedAt: row.posted_at, balances: new Map(balances) };
}
