// The small tables of a history as columns: quotes, invoices, interims, WIP actions and their undos.

import { addDays } from '#core/calendar/civil-date.ts';
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

export function quoteColumns(ids: HistoryIds, { quotes }: Pick<HistoryBatch, 'quotes'>): Column[] {
  return [
    ['number', 'text', quotes.map((quote) => `Q-${String(quote.id).padStart(6, '0')}`)],
    ['name', 'text', quotes.map((quote) => quote.name)],
    ['client_id', 'int', quotes.map((quote) => ids.clients[quote.clientId])],
    ['job_id', 'int', quotes.map((quote) => ids.jobs[quote.jobId])],
    ['state', 'text', quotes.map(() => 'accepted')],
    ['is_master', 'boolean', quotes.map(() => true)],
    ['quoted_on', 'date', quotes.map((quote) => quote.acceptedOn)],
    ['accepted_on', 'date', quotes.map((quote) => quote.acceptedOn)],
    ['currency', 'text', quotes.map((quote) => quote.currency)],
    ['total_minor', 'bigint', quotes.map((quote) => quote.totalMinor)],
  ];
}

const daysToPay = 20;

export function invoiceColumns(ids: HistoryIds, { invoices }: Pick<HistoryBatch, 'invoices'>): Column[] {
  return [
    ['number', 'text', invoices.map((invoice) => invoice.number)],
    ['client_id', 'int', invoices.map((invoice) => ids.clients[invoice.clientId])],
    ['type', 'text', invoices.map((invoice) => invoice.type)],
    ['basis', 'text', invoices.map((invoice) => invoice.basis)],
    ['pricing', 'text', invoices.map((invoice) => invoice.pricing)],
    ['status', 'text', invoices.map(() => 'approved')],
    ['invoiced_on', 'date', invoices.map((invoice) => invoice.issuedOn)],
    ['due_on', 'date', invoices.map((invoice) => addDays(invoice.issuedOn, daysToPay))],
    ['cut_off_on', 'date', invoices.map((invoice) => invoice.issuedOn)],
    ['currency', 'text', invoices.map((invoice) => invoice.currency)],
    ['total_minor', 'bigint', invoices.map((invoice) => invoice.totalMinor)],
  ];
}

/** One line per invoice, for its job; what is behind it stands in the ledger. */
export function invoiceLineColumns(ids: HistoryIds, { invoices }: Pick<HistoryBatch, 'invoices'>): Column[] {
  return [
    ['invoice_id', 'int', invoices.map((invoice) => ids.invoice(invoice.id))],
    ['line_number', 'int', invoices.map(() => 1)],
    ['kind', 'text', invoices.map(() => 'task')],
    ['job_id', 'int', invoices.map((invoice) => ids.jobs[invoice.jobId])],
    ['description', 'text', invoices.map((invoice) => invoice.description)],
    ['amount_minor', 'bigint', invoices.map((invoice) => invoice.totalMinor)],
  ];
}

export async function cancelInvoices(tx: Tx, invoiceIds: readonly number[]): Promise<void> {
  if (invoiceIds.length === 0) return;
  await tx.query(
    `update invoice set status = 'cancelled', version = version + 1 where firm_id = $1 and id = any ($2)`,
    [tx.firmId, invoiceIds],
  );
}
