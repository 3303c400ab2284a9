// Sending the approved invoices of a run, each as it would be sent alone: a message in the queue, to whom the client's
// invoices go. What was sent, or waits to be, is not sent again unless that is asked for; the invoices are held while we
// look, so that whoever asks twice at once does not send twice.

import { requirePermission } from '#core/access/principal.ts';
import { done, refuse, refuseAll, type Refusal, type Refused, type Result } from '#core/refusal.ts';
import { holdInvoices } from '#store/billing/invoices.ts';
import { findRun } from '#store/billing-runs/runs.ts';
import {
  countSending,
  keepUnsent,
  listSending,
  readSendingUnits,
  type ListedSending,
  type SendingState,
  type SendingUnit,
} from '#store/billing-runs/sending.ts';
import type { Tx } from '#store/database.ts';
import type { Context } from '../context.ts';
import { mayQueueMail, queueMails, writeMails } from '../mail/send-documents.ts';
import { write } from '../request.ts';
import { look } from './read-runs.ts';

export type { ListedSending, SendingState } from '#store/billing-runs/sending.ts';

/** One request queues no more; the rest is left for the next. */
export const mailsPerSendingMax = 5_000;

export type SendRun = {
  readonly id: number;
  /** Null: all that are not sent. */
  readonly places: readonly number[] | null;
  /** Whether to send also what was sent. */
  readonly again: boolean;
};

export type Sending = Readonly<Record<SendingState, number>>;

export type SentRun = {
  readonly queued: number;
  /** With nobody to send them to; each says why. */
  readonly unsendable: number;
  /** Sent before, or waiting in the queue. */
  readonly skipped: number;
  /** Not looked at: more than one request sends. */
  readonly left: number;
  readonly sending: Sending;
};

export async function sendRun(context: Context, command: SendRun): Promise<Result<SentRun>> {
  const permitted = requirePermission(context.principal, 'billingRuns.run');
  if (!permitted.ok) return permitted;
  const able = mayQueueMail(context);
  if (!able.ok) return able;
  return write(context, async (tx) => {
    const run = await findRun(tx, command.id);
    if (!run.ok) return run;
    const units = await holdUnits(tx, command);
    const refused = refusalOf(command, units);
    if (refused !== null) return refused;
    const toSend = units.filter(({ state }) => isToSend(state, command.again));
    const now = toSend.slice(0, mailsPerSendingMax);
    const queued = await queueUnits(tx, context, command.id, now);
    return done({
      queued,
      unsendable: now.length - queued,
      skipped: units.length - toSend.length,
      left: toSend.length - now.length,
      sending: await countSending(tx, command.id),
    });
  });
}

/** As they are once nobody else can send them. */
async function holdUnits(tx: Tx, { id, places }: SendRun): Promise<SendingUnit[]> {
  const found = await readSendingUnits(tx, id, places);
  await holdInvoices(
    tx,
    found.map(({ invoiceId }) => invoiceId),
  );
  return readSendingUnits(
    tx,
    id,
    found.map(({ place }) => place),
  );
}

function refusalOf({ places }: SendRun, units: readonly SendingUnit[]): Refused | null {
  if (places === null) {
    if (units.length > 0) return null;
    return refuse('nothingToDo', 'The run has no approved invoice; approve its drafts first.', {
      field: 'units',
    });
  }
  const known = new Set(units.map(({ place }) => place));
  const refusals = places.flatMap((place, index): Refusal[] => {
    if (known.has(place)) return [];
    const detail = `The run has no approved invoice at place ${place}.`;
    return [{ code: 'nothingToDo', detail, field: `units[${index}]`, value: String(place) }];
  });
  return refusals.length > 0 ? refuseAll(refusals) : null;
}

function isToSend(state: SendingState, again: boolean): boolean {
  return state !== 'queued' && (again || state !== 'sent');
}

/** Answers how many wait in the queue now. */
async function queueUnits(
  tx: Tx,
  context: Context,
  runId: number,
  units: readonly SendingUnit[],
): Promise<number> {
  if (units.length === 0) return 0;
  const commands = units.map(({ invoiceId: id }) => ({ document: 'invoice' as const, id }));
  const written = await writeMails(tx, context, commands);
  const mails = written.flatMap((mail) => (mail.ok ? [mail.value] : []));
  await queueMails(tx, context, mails);
  const asked = units.map(({ place }, index) => {
    const mail = written[index]!;
    return { place, refusals: mail.ok ? null : mail.refusals };
  });
  await keepUnsent(tx, runId, asked);
  return mails.length;
}

export function readSending(context: Context, id: number): Promise<Result<Sending>> {
  return look(context, async (tx) => {
    const run = await findRun(tx, id);
    return run.ok ? done(await countSending(tx, id)) : run;
  });
}

export function readSendingList(
  context: Context,
  id: number,
  states: readonly SendingState[] | null,
  page: { readonly afterPlace: number; readonly limit: number },
): Promise<Result<ListedSending[]>> {
  return look(context, async (tx) => {
    const run = await findRun(tx, id);
    return run.ok ? done(await listSending(tx, id, states, page)) : run;
  });
}
