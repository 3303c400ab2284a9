// Runs themselves, without what they plan.

import type { RunRules } from '#core/billing-run/rules.ts';
import { refuse, done, type Refused, type Result } from '#core/refusal.ts';
import type { Tx } from '../database.ts';

export const runStates = [
  'rehearsed',
  'running',
  'paused',
  'done',
  'undone',
  'cancelled',
  'discarded',
] as const;

export type RunState = (typeof runStates)[number];

export type BillingRun = {
  readonly id: number;
  readonly version: number;
  readonly name: string;
  readonly state: RunState;
  readonly definitionId: number | null;
  readonly rules: RunRules;
  readonly plannedAt: string;
  readonly createdBy: string;
  readonly createdAt: string;
};

const selection = `select r.id, r.version, r.name, r.state, r.definition_id as "definitionId", r.rules,
    r.planned_at as "plannedAt", a.name as "createdBy", r.created_at as "createdAt"
  from billing_run r join actor a on a.firm_id = r.firm_id and a.id = r.created_by`;

export async function findRun(tx: Tx, id: number): Promise<Result<BillingRun>> {
  const [run] = await tx.query<BillingRun>(`${selection} where r.firm_id = $1 and r.id = $2`, [
    tx.firmId,
    id,
  ]);
  return run === undefined ? unknownRun(id) : done(run);
}

/** Holds a run for a change; refuses one that somebody changed since it was seen. */
export async function claimRun(
  tx: Tx,
  seen: { readonly id: number; readonly version: number },
): Promise<Result<BillingRun>> {
  const [run] = await tx.query<BillingRun>(
    `${selection} where r.firm_id = $1 and r.id = $2 for no key update of r`,
    [tx.firmId, seen.id],
  );
  if (run === undefined) return unknownRun(seen.id);
  if (run.version === seen.version) return done(run);
  return staleRun(run.version, seen.version);
}

export function staleRun(version: number, seen: number): Refused {
  return refuse('staleVersion', 'Somebody changed this billing run meanwhile; look at it again.', {
    field: 'version',
    value: String(seen),
    accepted: String(version),
  });
}

function unknownRun(id: number) {
  return refuse('unknownBillingRun', `This firm has no billing run with the id ${id}.`, {
    field: 'id',
    value: String(id),
  });
}

export async function insertRun(
  tx: Tx,
  run: Pick<BillingRun, 'name' | 'definitionId' | 'rules' | 'plannedAt'>,
  author: { readonly actorId: number; readonly recordedAt: string },
): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `insert into billing_run (firm_id, name, definition_id, rules, planned_at, created_by, created_at)
     values ($1, $2, $3, $4::jsonb, $5, $6, $7) returning id`,
    [
      tx.firmId,
      run.name,
      run.definitionId,
      JSON.stringify(run.rules),
      run.plannedAt,
      author.actorId,
      author.recordedAt,
    ],
  );
  return row!.id;
}

export type RunChange = Partial<Pick<BillingRun, 'name' | 'state' | 'rules' | 'plannedAt'>>;

/** Changes a run that was claimed; what is not said stays. The version rises in any case. */
export async function updateRun(tx: Tx, id: number, to: RunChange): Promise<void> {
  await tx.query(
    `update billing_run set name = coalesce($3, name), state = coalesce($4, state), rules = coalesce($5::jsonb, rules),
       planned_at = coalesce($6::timestamptz, planned_at), version = version + 1
     where firm_id = $1 and id = $2`,
    [
      tx.firmId,
      id,
      to.name ?? null,
      to.state ?? null,
      to.rules === undefined ? null : JSON.stringify(to.rules),
      to.plannedAt ?? null,
    ],
  );
}

/** Newest first. */
export function listRuns(
  tx: Tx,
  filter: { readonly states?: readonly RunState[] | undefined },
  page: { readonly beforeId: number | null; readonly limit: number },
): Promise<BillingRun[]> {
  return tx.query<BillingRun>(
    `${selection} where r.firm_id = $1 and ($2::text[] is null or r.state = any ($2))
       and ($3::int is null or r.id < $3)
     order by r.id desc limit $4`,
    [tx.firmId, filter.states ?? null, page.beforeId, page.limit],
  );
}

/** Those that have made drafts which still are drafts, newest first. */
export function listRunsWithDrafts(tx: Tx, limit: number): Promise<BillingRun[]> {
  return tx.query<BillingRun>(
    `${selection} where r.firm_id = $1 and r.state in ('running', 'paused', 'done', 'cancelled')
       and exists (
         select 1 from billing_run_unit u
         join invoice i on i.firm_id = u.firm_id and i.id = u.invoice_id and i.status = 'draft'
         where u.firm_id = r.firm_id and u.run_id = r.id and u.state = 'drafted')
     order by r.id desc limit $2`,
    [tx.firmId, limit],
  );
}
