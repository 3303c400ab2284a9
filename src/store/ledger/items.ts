// Reading what a decision needs to know of a job: its locks, its open items, the history of an item. Every read here is
// of rows under the job's lock when lockJobs() came first.

import { accountOfCode } from '#core/ledger/accounts.ts';
import { civilDate, type CivilDate } from '#core/calendar/civil-date.ts';
import { foldItems, itemKey } from '#core/ledger/fold.ts';
import {
  causeKindCodes,
  itemKindCodes,
  type Cause,
  type CauseKind,
  type ItemKind,
  type Journal,
  type Line,
  type PostedJournal,
} from '#core/ledger/journal.ts';
import { kindOfCode } from '#core/ledger/kinds.ts';
import type { OpenItem } from '#core/wip/lines.ts';
import type { Locks } from '#core/wip/undo.ts';
import type { Tx } from '../database.ts';
import { readByKey } from '../prepared.ts';

/** Takes the gate (shared) and the jobs, ascending; what hangs on them stays as it is until the transaction ends. */
export async function lockJobs(tx: Tx, jobIds: readonly number[]): Promise<void> {
  await tx.query('select lock_jobs($1, $2)', [tx.firmId, [...new Set(jobIds)]]);
}

export async function readLocks(tx: Tx): Promise<Locks> {
  const [row] = await tx.prepared<{ wip_lock_on: CivilDate | null; period_lock_on: CivilDate | null }>(
    'locks',
    'select wip_lock_on, period_lock_on from ledger_gate where firm_id = $1',
    [tx.firmId],
  );
  return { wipLockOn: row?.wip_lock_on ?? null, periodLockOn: row?.period_lock_on ?? null };
}

type OpenItemRow = {
  job_id: number;
  item_id: bigint;
  item_kind: number;
  origin_on: string;
  open_minor: bigint;
  open_quantity: number;
  job_task_id: number | null;
  staff_id: number | null;
};

const openItemColumns =
  'job_id, item_id, item_kind, origin_on, open_minor, open_quantity, job_task_id, staff_id';

/** What is open on jobs, by date then id. */
export async function readOpenItems(tx: Tx, jobIds: readonly number[]): Promise<OpenItem[]> {
  const rows = await tx.query<OpenItemRow>(
    `select ${openItemColumns} from open_item where firm_id = $1 and job_id = any ($2)
     order by job_id, origin_on, item_id`,
    [tx.firmId, jobIds],
  );
  return rows.map(openItemOf);
}

/** Of jobs, those in the WIP manager. */
export async function readListed(tx: Tx, jobIds: readonly number[]): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(
    'select job_id as id from job_balance where firm_id = $1 and job_id = any ($2) and is_listed order by job_id',
    [tx.firmId, jobIds],
  );
  return rows.map((row) => row.id);
}

/**
 * Of jobs, those on which nothing is open once the journals are posted: no value, and no minutes or units that are worth
 * nothing either. Read under the locks of the jobs.
 */
export async function findLeftEmpty(
  tx: Tx,
  jobIds: readonly number[],
  journals: readonly Journal[],
): Promise<number[]> {
  if (jobIds.length === 0) return [];
  const after = foldItems(journals);
  for (const { jobId, itemId, openMinor, openQuantity } of await readOpenItems(tx, jobIds)) {
    const key = itemKey(jobId, itemId);
    const { amountMinor, quantity } = after.get(key) ?? { amountMinor: 0n, quantity: 0 };
    after.set(key, { amountMinor: amountMinor + openMinor, quantity: quantity + openQuantity });
  }
  const left = [...after].filter(([, open]) => open.amountMinor !== 0n || open.quantity !== 0);
  const open = new Set(left.map(([key]) => Number(key.split('/')[0])));
  return jobIds.filter((jobId) => !open.has(jobId));
}

/**
 * The newest effective date among the standing lines of items, and among reversals of a later day than what they
 * reverse: between the two days, the items were not there to be settled. Null without any.
 */
export async function readLatestDate(
  tx: Tx,
  items: readonly { jobId: number; itemId: bigint }[],
): Promise<CivilDate | null> {
  const text = `
    select max(l.effective_on) as latest from ledger_line l
     where l.firm_id = $1 and l.job_id = any ($2) and l.item_id = any ($3) and case l.kind
       when 10 then exists (
         select 1 from journal r join journal o on o.firm_id = $1 and o.id = r.reverses
         where r.firm_id = $1 and r.id = l.journal_id and o.effective_on < r.effective_on)
       else not exists (select 1 from journal r where r.firm_id = $1 and r.reverses = l.journal_id) end`;
  const all = [tx.firmId, [...new Set(items.map(({ jobId }) => jobId))], items.map(({ itemId }) => itemId)];
  const [row] = await readFewOrMany<{ latest: string | null }>(tx, items.length, text, all);
  const latest = row?.latest ?? null;
  return latest === null ? null : civilDate(latest);
}

/** The open rows of given items; items that are closed are not in it. */
export async function readOpenItemsById(
  tx: Tx,
  jobIds: readonly number[],
  itemIds: readonly bigint[],
): Promise<Map<bigint, OpenItem>> {
  const rows = await tx.query<OpenItemRow>(
    `select ${openItemColumns} from open_item where firm_id = $1 and job_id = any ($2) and item_id = any ($3)`,
    [tx.firmId, jobIds, itemIds],
  );
  return new Map(rows.map((row) => [row.item_id, openItemOf(row)]));
}

function openItemOf(row: OpenItemRow): OpenItem {
  return {
    jobId: row.job_id,
    itemId: row.item_id,
    kind: itemKindOf(row.item_kind),
    originOn: civilDate(row.origin_on),
    openMinor: row.open_minor,
    openQuantity: row.open_quantity,
    jobTaskId: row.job_task_id,
    staffId: row.staff_id,
  };
}

/** A journal that has not been reversed, and is itself no reversal. */
export type StandingJournal = PostedJournal & { readonly recordedAt: string };

/** The standing journals with a line on an item, whole, oldest first. `jobId` is where the item is now. */
export async function readItemHistory(tx: Tx, jobId: number, itemId: bigint): Promise<StandingJournal[]> {
  return (await readItemHistories(tx, [{ jobId, itemId }])).get(itemId) ?? [];
}

/** The standing journals of many items; an item without any is absent. Those of a few are planned once. */
export async function readItemHistories(
  tx: Tx,
  items: readonly { jobId: number; itemId: bigint }[],
): Promise<Map<bigint, StandingJournal[]>> {
  const journals = await readStanding(
    tx,
    `select l.journal_id from ledger_line l
     where l.firm_id = $1 and l.item_id = any ($3) and l.job_id in (
       select unnest($2::int[])
       union select m.job_id from ledger_line m where m.firm_id = $1 and m.item_id = any ($3) and m.kind = 9)`,
    [items.map((item) => item.jobId), items.map((item) => item.itemId)],
    items.length,
  );
  const histories = new Map<bigint, StandingJournal[]>(items.map(({ itemId }) => [itemId, []]));
  for (const journal of journals) {
    for (const itemId of new Set(journal.lines.map((line) => line.itemId))) {
      if (itemId !== null) histories.get(itemId)?.push(journal);
    }
  }
  return histories;
}

/**
 * PostgreSQL looks for each line among the items by a hash where it plans for them and they are nine or more; in a plan kept for
 * all it goes through them one by one, which from twenty items on took longer than planning.
 */
export const fewItems = 8;

function readFewOrMany<Row extends object>(
  tx: Tx,
  itemCount: number,
  text: string,
  params: readonly unknown[],
): Promise<Row[]> {
  return itemCount <= fewItems ? readByKey<Row>(tx, text, params) : tx.query<Row>(text, params);
}

/** The standing journals of a cause, whole, oldest first. Entries are found by readItemHistory(). */
export async function readCauseHistory(tx: Tx, cause: Cause): Promise<StandingJournal[]> {
  return readStanding(
    tx,
    `select c.id from journal c where c.firm_id = $1 and c.cause_kind = $2 and c.cause_id = $3 and c.cause_kind > 2`,
    [causeKindCodes[cause.kind], cause.id],
  );
}

type LineRow = {
  id: bigint;
  kind: number;
  effective_on: string;
  recorded_at: string;
  cause_kind: number;
  cause_id: bigint;
  job_id: number;
  debit: number;
  credit: number;
  amount_minor: bigint;
  quantity: number;
  item_id: bigint | null;
  item_kind: number | null;
  job_task_id: number | null;
  staff_id: number | null;
  origin_on: string;
  cost_minor: bigint;
};

async function readStanding(
  tx: Tx,
  journalIds: string,
  params: readonly unknown[],
  itemCount = 1,
): Promise<StandingJournal[]> {
  const text = `
    select j.id, j.kind, j.effective_on, j.recorded_at, j.cause_kind, j.cause_id, l.job_id, l.debit, l.credit,
      l.amount_minor, l.quantity, l.item_id, l.item_kind, l.job_task_id, l.staff_id, l.origin_on, l.cost_minor
    from journal j join ledger_line l on l.firm_id = j.firm_id and l.journal_id = j.id
    where j.firm_id = $1 and j.id in (${journalIds}) and j.kind <> 10
      and not exists (select 1 from journal r where r.firm_id = $1 and r.reverses = j.id)
    order by j.id, l.line_number`;
  const rows = await readFewOrMany<LineRow>(tx, itemCount, text, [tx.firmId, ...params]);
  return [...Map.groupBy(rows, (row) => row.id).values()].map(journalOf);
}

function journalOf(rows: LineRow[]): StandingJournal {
  const first = rows[0]!;
  return {
    id: first.id,
    kind: kindOfCode(first.kind),
    effectiveOn: civilDate(first.effective_on),
    recordedAt: first.recorded_at,
    cause: { kind: causeKindOf(first.cause_kind), id: first.cause_id },
    reverses: null,
    lines: rows.map(lineOf),
  };
}

function lineOf(row: LineRow): Line {
  return {
    jobId: row.job_id,
    debit: accountOfCode(row.debit),
    credit: accountOfCode(row.credit),
    amountMinor: row.amount_minor,
    quantity: row.quantity,
    itemId: row.item_id,
    itemKind: row.item_kind === null ? null : itemKindOf(row.item_kind),
    jobTaskId: row.job_task_id,
    staffId: row.staff_id,
    originOn: civilDate(row.origin_on),
    costMinor: row.cost_minor,
  };
}

export function causeKindOf(code: number): CauseKind {
  return nameOfCode(causeKindCodes, code);
}

export function itemKindOf(code: number): ItemKind {
  return nameOfCode(itemKindCodes, code);
}

function nameOfCode<Name extends string>(codes: Record<Name, number>, code: number): Name {
  const name = (Object.keys(codes) as Name[]).find((candidate) => codes[candidate] === code);
  if (name === undefined) throw new Error(`no name has the stored code ${code}`);
  return name;
}
