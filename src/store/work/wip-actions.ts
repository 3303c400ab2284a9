// What people did to WIP without an invoice, and that it was undone.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Tx } from '../database.ts';
import { readByKey } from '../prepared.ts';

export type WipActionKind =
  | 'writeOff'
  | 'writeOn'
  | 'washUp'
  | 'revaluation'
  | 'move'
  | 'interim'
  | 'openingAdjustment';

export type NewWipAction = {
  readonly kind: WipActionKind;
  readonly effectiveOn: CivilDate;
  readonly reasonId: number | null;
  readonly note: string | null;
  readonly actorId: number;
  readonly recordedAt: string;
};

export type WipAction = NewWipAction & {
  readonly id: number;
  readonly actorName: string;
  readonly reasonName: string | null;
  /** null while it stands. */
  readonly undoneAt: string | null;
  readonly undoneByName: string | null;
};

export async function insertWipAction(tx: Tx, action: NewWipAction): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `insert into wip_action (firm_id, kind, effective_on, reason_id, note, actor_id, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7) returning id`,
    [
      tx.firmId,
      action.kind,
      action.effectiveOn,
      action.reasonId,
      action.note,
      action.actorId,
      action.recordedAt,
    ],
  );
  return row!.id;
}

export type NewUndo = Pick<NewWipAction, 'effectiveOn' | 'note' | 'actorId' | 'recordedAt'> & {
  readonly wipActionId: number;
};

/** Fails on the primary key when the action was undone already. */
export async function insertWipActionUndo(tx: Tx, undo: NewUndo): Promise<void> {
  await tx.query(
    `insert into wip_action_undo (firm_id, wip_action_id, effective_on, note, actor_id, recorded_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [tx.firmId, undo.wipActionId, undo.effectiveOn, undo.note, undo.actorId, undo.recordedAt],
  );
}

export async function readWipAction(tx: Tx, id: number): Promise<WipAction | undefined> {
  const [action] = await readWipActions(tx, [id]);
  return action;
}

/** Newest first. */
export function readWipActions(tx: Tx, ids: readonly number[]): Promise<WipAction[]> {
  return readByKey<WipAction>(
    tx,
    `select a.id, a.kind, a.effective_on as "effectiveOn", a.reason_id as "reasonId", a.note,
       a.actor_id as "actorId", a.recorded_at as "recordedAt", w.name as "actorName", r.name as "reasonName",
       u.recorded_at as "undoneAt", uw.name as "undoneByName"
     from wip_action a
     join actor w on w.firm_id = a.firm_id and w.id = a.actor_id
     left join adjustment_reason r on r.firm_id = a.firm_id and r.id = a.reason_id
     left join wip_action_undo u on u.firm_id = a.firm_id and u.wip_action_id = a.id
     left join actor uw on uw.firm_id = u.firm_id and uw.id = u.actor_id
     where a.firm_id = $1 and a.id = any ($2) order by a.id desc`,
    [tx.firmId, ids],
  );
}

/** Newest first; `beforeId` is the last one of the page before. */
export async function findWipActions(
  tx: Tx,
  page: { kind: WipActionKind | null; beforeId: number | null; limit: number },
): Promise<number[]> {
  const found = await tx.query<{ id: number }>(
    `select a.id from wip_action a
     where a.firm_id = $1 and ($2::text is null or a.kind = $2) and ($3::int is null or a.id < $3)
     order by a.id desc limit $4`,
    [tx.firmId, page.kind, page.beforeId, page.limit],
  );
  return found.map(({ id }) => id);
}

export async function hasReason(tx: Tx, reasonId: number): Promise<boolean> {
  const rows = await tx.query(
    'select 1 from adjustment_reason where firm_id = $1 and id = $2 and not archived',
    [tx.firmId, reasonId],
  );
  return rows.length > 0;
}
