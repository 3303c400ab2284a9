// Closes as they are kept: written once, never changed. That one was taken back is a row beside it.

import { sql } from 'kysely';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CheckCode, ChecklistItem } from '#core/periods/checklist.ts';
import type { LockDays, PeriodOfClose, StandingClose } from '#core/periods/close.ts';
import { wipMovements, type WipJournalFigures } from '#core/periods/wip-journal.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Author } from '../changes.ts';
import type { Tx } from '../database.ts';
import { readPage, type Page, type PageWanted } from '../practice/pages.ts';
import { balancesAt } from '../reports/balances-at.ts';
import { cutsOf } from '../reports/moment.ts';
import { runSql } from '../reports/run.ts';
import { openingAccounts } from './evidence.ts';

/** What moved net WIP in the period, in one currency. */
export type PeriodTotal = WipJournalFigures & { readonly currency: CurrencyCode };

export type PeriodClose = PeriodOfClose & {
  readonly id: number;
  readonly notes: string | null;
  readonly accepted: readonly CheckCode[];
  readonly evidence: readonly ChecklistItem[];
  readonly totals: readonly PeriodTotal[];
  readonly closedBy: string;
  readonly closedAt: string;
  readonly reopening: {
    readonly reason: string;
    readonly reopenedBy: string;
    readonly reopenedAt: string;
  } | null;
} & LocksBefore;

type LocksBefore = {
  readonly wipLockBefore: CivilDate | null;
  readonly periodLockBefore: CivilDate | null;
};

/** After the posts under way, and before all that follow, until the transaction ends. */
export async function holdGate(tx: Tx): Promise<void> {
  await tx.query('select hold_gate($1)', [tx.firmId]);
}

export async function readLatestClose(tx: Tx): Promise<StandingClose | null> {
  const [latest] = await tx.query<StandingClose>(
    `select id, ended_on as "endedOn" from standing_close where firm_id = $1 order by ended_on desc limit 1`,
    [tx.firmId],
  );
  return latest ?? null;
}

/** The first day that anything of WIP is dated. */
export async function readFirstDay(tx: Tx): Promise<CivilDate | null> {
  const [row] = await tx.query<{ first: CivilDate | null }>(
    'select min(first_effective_on) as first from job_balance where firm_id = $1',
    [tx.firmId],
  );
  return row?.first ?? null;
}

export type NewClose = PeriodOfClose & {
  readonly notes: string | null;
  readonly accepted: readonly CheckCode[];
  readonly evidence: readonly ChecklistItem[];
  readonly totals: readonly PeriodTotal[];
  readonly before: LockDays;
};

export async function insertClose(tx: Tx, author: Author, close: NewClose): Promise<number> {
  const { beganOn, endedOn, notes, accepted, evidence, totals, before } = close;
  const [row] = await tx.query<{ id: number }>(
    `insert into period_close (firm_id, began_on, ended_on, notes, accepted, evidence, totals, wip_lock_before,
       period_lock_before, actor_id, closed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id`,
    [
      tx.firmId,
      beganOn,
      endedOn,
      notes,
      accepted,
      asJson(evidence),
      asJson(totals),
      before.wipLockOn,
      before.periodLockOn,
      author.actorId,
      author.recordedAt,
    ],
  );
  return row!.id;
}

/** Keeps what every job has at the end of the day. */
export async function freezeOpenings(
  tx: Tx,
  { closeId, endedOn, now }: { closeId: number; endedOn: CivilDate; now: string },
): Promise<void> {
  const { firmId } = tx;
  const cuts = cutsOf({ asAt: endedOn, knownAt: null }, now);
  const balances = balancesAt({ firmId, cuts, accounts: openingAccounts, agesFrom: null, jobIds: null });
  await runSql(
    tx,
    sql`insert into period_opening
        (firm_id, close_id, job_id, wip_time_minor, wip_cost_minor, interim_minor, uninvoiced_quote_minor)
      select ${firmId}, ${closeId}, x.job_id, x.wip_time_minor, x.wip_cost_minor, x.interim_minor, x.uninvoiced_quote_minor
      from ${balances} x
      where x.wip_time_minor <> 0 or x.wip_cost_minor <> 0 or x.interim_minor <> 0 or x.uninvoiced_quote_minor <> 0`,
  );
}

export async function insertReopening(
  tx: Tx,
  author: Author,
  { closeId, reason }: { closeId: number; reason: string },
): Promise<void> {
  await tx.query(
    `insert into period_reopening (firm_id, close_id, reason, actor_id, reopened_at) values ($1, $2, $3, $4, $5)`,
    [tx.firmId, closeId, reason, author.actorId, author.recordedAt],
  );
}

type Row = Omit<PeriodClose, 'evidence' | 'totals' | 'reopening'> & {
  evidence: StoredItem[];
  totals: Record<string, string>[];
  reason: string | null;
  reopenedBy: string | null;
  reopenedAt: string | null;
};

type StoredItem = Omit<ChecklistItem, 'amounts'> & {
  amounts: { currency: CurrencyCode; amountMinor: string }[];
};

const columns = sql`
  c.id, c.began_on as "beganOn", c.ended_on as "endedOn", c.notes, c.accepted, c.evidence, c.totals,
  c.wip_lock_before as "wipLockBefore", c.period_lock_before as "periodLockBefore", a.name as "closedBy",
  c.closed_at as "closedAt", r.reason, b.name as "reopenedBy", r.reopened_at as "reopenedAt"`;

const tables = sql`period_close c
  join actor a on a.firm_id = c.firm_id and a.id = c.actor_id
  left join period_reopening r on r.firm_id = c.firm_id and r.close_id = c.id
  left join actor b on b.firm_id = r.firm_id and b.id = r.actor_id`;

export async function readClose(tx: Tx, id: number): Promise<PeriodClose | undefined> {
  const [row] = await runSql<Row>(
    tx,
    sql`select ${columns} from ${tables} where c.firm_id = ${tx.firmId} and c.id = ${id}`,
  );
  return row && closeOf(row);
}

/** Latest periods first. */
export async function listCloses(tx: Tx, wanted: PageWanted): Promise<Page<PeriodClose>> {
  const page = await readPage<Row>(
    tx,
    {
      selection: { columns, from: tables },
      where: [sql`c.firm_id = ${tx.firmId}`],
      sortText: sql`c.ended_on::text`,
      id: sql`c.id`,
    },
    { ...wanted, descending: true },
  );
  return { ...page, items: page.items.map(closeOf) };
}

function closeOf({ reason, reopenedBy, reopenedAt, evidence, totals, ...row }: Row): PeriodClose {
  return {
    ...row,
    evidence: evidence.map((item) => ({
      ...item,
      amounts: item.amounts.map(({ currency, amountMinor }) => ({
        currency,
        amountMinor: BigInt(amountMinor),
      })),
    })),
    totals: totals.map(totalOf),
    reopening: reason === null ? null : { reason, reopenedBy: reopenedBy!, reopenedAt: reopenedAt! },
  };
}

function totalOf(stored: Record<string, string>): PeriodTotal {
  const figures = (['opening', ...wipMovements, 'closing'] as const).map(
    (figure) => [`${figure}Minor`, BigInt(stored[`${figure}Minor`]!)] as const,
  );
  return {
    currency: stored['currency'] as CurrencyCode,
    ...(Object.fromEntries(figures) as WipJournalFigures),
  };
}

/** Minor units as decimal text, as everywhere in JSON. */
function asJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'bigint' ? inner.toString() : inner,
  );
}
