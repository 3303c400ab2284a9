// Where the drafts of a run stand in their review: what was said of them last, if it was said of the draft as it is now.

import type { OpenStages, ReviewedDraft, Standing, Verdict } from '#core/billing-run/review.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Author } from '../changes.ts';
import type { Tx } from '../database.ts';
import { readByKey } from '../prepared.ts';

/** The newest verdict `v` on a draft `i` of a unit `u`, and `s`, where that leaves it. */
const standing = `
  left join lateral (
    select * from billing_run_verdict v
    where v.firm_id = $1 and v.run_id = u.run_id and v.place = u.place order by v.id desc limit 1) v on true
  cross join lateral (
    select case when v.invoice_version = i.version then v.next_stage else 1 end as stage,
      coalesce(v.verdict = 'held' and v.invoice_version = i.version, false) as is_held) s`;

const holdsOne = (own: string) => `exists (
    select 1 from billing_run_job r
    join job j on j.firm_id = r.firm_id and j.id = r.job_id
    join client c on c.firm_id = j.firm_id and c.id = j.client_id
    where r.firm_id = $1 and r.run_id = u.run_id and r.unit_place = u.place and ${own} = $6)`;

/** Drafts of a run as they stand for somebody: $3 to $6 say at which stages those may speak. */
const drafts = `
  from billing_run_unit u
  join invoice i on i.firm_id = u.firm_id and i.id = u.invoice_id and i.status = 'draft'
  ${standing}
  cross join lateral (
    select s.stage = any ($3::int[])
      or s.stage = any ($4::int[]) and ${holdsOne('coalesce(j.manager_id, c.job_manager_id)')}
      or s.stage = any ($5::int[]) and ${holdsOne('coalesce(j.partner_id, c.account_manager_id)')} as is_mine) m
  where u.firm_id = $1 and u.run_id = $2 and u.state = 'drafted'`;

const columns = `u.place, i.id as "invoiceId", i.version, i.fingerprint, s.stage, s.is_held as "isHeld",
    m.is_mine as "isMine"`;

function asked(tx: Tx, runId: number, open: OpenStages): unknown[] {
  return [tx.firmId, runId, open.always, open.asManager, open.asPartner, open.staffId];
}

export type DraftStanding = Standing & { readonly invoiceId: number; readonly fingerprint: string | null };

/** Those at places, or all, by place. */
export function readStandings(
  tx: Tx,
  runId: number,
  open: OpenStages,
  places: readonly number[] | null,
): Promise<DraftStanding[]> {
  return tx.query<DraftStanding>(
    `select ${columns} ${drafts} and ($7::int[] is null or u.place = any ($7)) order by u.place`,
    [...asked(tx, runId, open), places],
  );
}

export type StageCount = {
  readonly stage: number;
  /** Held ones too. */
  readonly drafts: number;
  readonly held: number;
  /** Neither held nor somebody else's. */
  readonly awaitingMe: number;
};

export function countStages(tx: Tx, runId: number, open: OpenStages): Promise<StageCount[]> {
  return tx.query<StageCount>(
    `select s.stage, count(*)::int as drafts, (count(*) filter (where s.is_held))::int as held,
       (count(*) filter (where m.is_mine and not s.is_held))::int as "awaitingMe"
     ${drafts} group by s.stage order by s.stage`,
    asked(tx, runId, open),
  );
}

export type ListedDraft = DraftStanding & {
  readonly clientId: number;
  readonly clientName: string | null;
  readonly currency: CurrencyCode;
  readonly totalMinor: bigint;
  readonly taxMinor: bigint | null;
  readonly jobs: number;
  readonly verdict: Verdict | null;
  readonly note: string | null;
  readonly by: string | null;
  readonly at: string | null;
};

export type DraftFilter = {
  /** The last stage of the run; what stands behind it awaits nobody's review. */
  readonly lastStage: number;
  readonly stage?: number | undefined;
  readonly isHeld?: boolean | undefined;
  readonly awaitsMe?: boolean | undefined;
};

export function listDrafts(
  tx: Tx,
  runId: number,
  { open, filter }: { readonly open: OpenStages; readonly filter: DraftFilter },
  page: { readonly afterPlace: number; readonly limit: number },
): Promise<ListedDraft[]> {
  const { stage, isHeld, awaitsMe, lastStage } = filter;
  return tx.query<ListedDraft>(
    `select d.*, c.name as "clientName", a.name as "by" from (
       select ${columns}, u.client_id as "clientId", i.currency, i.total_minor as "totalMinor",
         i.tax_minor as "taxMinor", u.job_count as jobs, v.verdict, v.note, v.given_at as "at", v.actor_id
       ${drafts} and u.place > $7 and ($8::int is null or s.stage = $8) and ($9::boolean is null or s.is_held = $9)
         and ($10::boolean is null or (m.is_mine and not s.is_held and s.stage <= $11) = $10)
       order by u.place limit $12) d
     left join client c on c.firm_id = $1 and c.id = d."clientId"
     left join actor a on a.firm_id = $1 and a.id = d.actor_id
     order by d.place`,
    [
      ...asked(tx, runId, open),
      page.afterPlace,
      stage ?? null,
      isHeld ?? null,
      awaitsMe ?? null,
      lastStage,
      page.limit,
    ],
  );
}

export type NewVerdict = Omit<DraftStanding, 'isHeld' | 'isMine'> & { readonly nextStage: number };

export async function insertVerdicts(
  tx: Tx,
  runId: number,
  said: { readonly verdict: Verdict; readonly note: string | null; readonly by: Author },
  on: readonly NewVerdict[],
): Promise<void> {
  await tx.query(
    `insert into billing_run_verdict
       (firm_id, run_id, verdict, note, actor_id, given_at, place, invoice_id, invoice_version, fingerprint, stage,
        next_stage)
     select $1, $2, $3, $4, $5, $6, n.* from unnest($7::int[], $8::int[], $9::int[], $10::text[], $11::int[], $12::int[])
       as n (place, invoice_id, invoice_version, fingerprint, stage, next_stage)
     order by n.place`,
    [
      tx.firmId,
      runId,
      said.verdict,
      said.note,
      said.by.actorId,
      said.by.recordedAt,
      on.map((one) => one.place),
      on.map((one) => one.invoiceId),
      on.map((one) => one.version),
      on.map((one) => one.fingerprint),
      on.map((one) => one.stage),
      on.map((one) => one.nextStage),
    ],
  );
}

/** To be called by whoever has changed a draft: of what was said of it before, the trace stays. */
export async function noteDraftChanged(tx: Tx, invoiceId: number, by: Author): Promise<void> {
  await tx.query(
    `insert into billing_run_verdict
       (firm_id, run_id, verdict, actor_id, given_at, place, invoice_id, invoice_version, fingerprint, stage, next_stage)
     select $1, u.run_id, 'changed', $3, $4, u.place, i.id, i.version, i.fingerprint, v.next_stage, 1
     from billing_run_unit u
     join invoice i on i.firm_id = u.firm_id and i.id = u.invoice_id
     join lateral (
       select v.verdict, v.next_stage from billing_run_verdict v
       where v.firm_id = $1 and v.run_id = u.run_id and v.place = u.place order by v.id desc limit 1) v on true
     where u.firm_id = $1 and u.invoice_id = $2`,
    [tx.firmId, invoiceId, by.actorId, by.recordedAt],
  );
}

/** Of drafts that a run with stages of review has made: how far they are. */
export async function readReviews(
  tx: Tx,
  invoiceIds: readonly number[],
): Promise<ReadonlyMap<number, ReviewedDraft>> {
  const rows = await readByKey<ReviewedDraft & { readonly invoiceId: number }>(
    tx,
    `select i.id as "invoiceId", r.name as "runName", r.rules -> 'reviewStages' as stages, s.stage,
       s.is_held as "isHeld"
     from billing_run_unit u
     join billing_run r on r.firm_id = u.firm_id and r.id = u.run_id
     join invoice i on i.firm_id = u.firm_id and i.id = u.invoice_id
     ${standing}
     where u.firm_id = $1 and u.invoice_id = any ($2) and r.rules -> 'reviewStages' <> '[]'::jsonb`,
    [tx.firmId, invoiceIds],
  );
  return new Map(rows.map((row) => [row.invoiceId, row]));
}

export type GivenVerdict = {
  readonly id: number;
  readonly place: number;
  readonly invoiceId: number;
  readonly invoiceVersion: number;
  readonly verdict: Verdict;
  readonly stage: number;
  readonly nextStage: number;
  readonly note: string | null;
  readonly by: string;
  readonly at: string;
};

/** What was said of a run's drafts, or of the one at a place, in the order in which it was said. */
export function listVerdicts(
  tx: Tx,
  runId: number,
  place: number | null,
  page: { readonly afterId: number; readonly limit: number },
): Promise<GivenVerdict[]> {
  return tx.query<GivenVerdict>(
    `select v.id, v.place, v.invoice_id as "invoiceId", v.invoice_version as "invoiceVersion", v.verdict, v.stage,
       v.next_stage as "nextStage", v.note, a.name as "by", v.given_at as "at"
     from billing_run_verdict v join actor a on a.firm_id = v.firm_id and a.id = v.actor_id
     where v.firm_id = $1 and v.run_id = $2 and ($3::int is null or v.place = $3) and v.id > $4
     order by v.id limit $5`,
    [tx.firmId, runId, place, page.afterId, page.limit],
  );
}
