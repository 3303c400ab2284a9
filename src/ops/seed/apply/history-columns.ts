// The small tables of a history as columns: interims, WIP actions and their undos; and invoices that were cancelled.

import type { Tx } from '#store/database.ts';
import type { HistoryBatch } from '../plan/history.ts';
import type { HistoryIds } from './real-history.ts';
import type { Column } from './rows.ts';

type Recorded<Kind extends 'interims' | 'actions' | 'undos'> = Pick<HistoryBatch, Kind | 'recordedAt'>;

export function interimColumns(ids: HistoryIds, { interims }: Pick<HistoryBatch, 'interims'>): Column[] {
  return [
    ['id', 'bigint', interims.map((interim) => ids.item(interim.id))],
    ['job_id', 'int', interims.map((interim) => ids.jobs[interim.jobId])],
    ['raised_on', 'date', interims.map((interim) => interim.raisedOn)],
    ['amount_minor', 'bigint', interims.map((interim) => interim.amountMinor)],
    ['description', 'text', interims.map((interim) => interim.description)],
  ];
}

export function actionColumns(ids: HistoryIds, { actions, recordedAt }: Recorded<'actions'>): Column[] {
  return [
    ['kind', 'text', actions.map((action) => action.kind)],
    ['effective_on', 'date', actions.map((action) => action.effectiveOn)],
    [
      'reason_id',
      'int',
      actions.map((action) => (action.reasonId === null ? null : ids.reasons[action.reasonId])),
    ],
    ['note', 'text', actions.map((action) => action.note)],
    ['actor_id', 'int', actions.map((action) => ids.actors[action.actorId])],
    ['recorded_at', 'timestamptz', actions.map(() => recordedAt)],
  ];
}

export function undoColumns(ids: HistoryIds, { undos, recordedAt }: Recorded<'undos'>): Column[] {
  return [
    ['wip_action_id', 'int', undos.map((undo) => ids.action(undo.actionId))],
    ['effective_on', 'date', undos.map((undo) => undo.effectiveOn)],
    ['note', 'text', undos.map((undo) => undo.note)],
    ['actor_id', 'int', undos.map((undo) => ids.actors[undo.actorId])],
    ['recorded_at', 'timestamptz', undos.map(() => recordedAt)],
  ];
}

export async function cancelInvoices(
  tx: Tx,
  ids: HistoryIds,
  { cancellations, recordedAt }: Pick<HistoryBatch, 'cancellations' | 'recordedAt'>,
): Promise<void> {
  for (const { invoiceId, actorId, reason } of cancellations) {
    await tx.query(
      `update invoice set status = 'cancelled', version = version + 1, cancelled_on = invoiced_on, cancelled_by = $3,
         cancelled_at = $4, cancel_reason = $5
       where firm_id = $1 and id = $2`,
      [tx.firmId, ids.invoice(invoiceId), ids.actors[actorId], recordedAt, reason],
    );
  }
}
