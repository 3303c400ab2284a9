// How far the approved invoices of a run are sent: by the newest message of each, whoever has asked for it.

import type { Refusal } from '#core/refusal.ts';
import type { Tx } from '../database.ts';

export const sendingStates = ['unsent', 'unsendable', 'queued', 'sent', 'failed'] as const;
export type SendingState = (typeof sendingStates)[number];

const sending = `
  from billing_run_unit u
  join invoice i on i.firm_id = u.firm_id and i.id = u.invoice_id and i.status = 'approved'
  left join lateral (
    select * from mail m where m.firm_id = $1 and m.invoice_id = i.id order by m.id desc limit 1) m on true
  cross join lateral (
    select case
      when m.status = 'queued' then 'queued'
      when m.status = 'sent' or i.sent_at > coalesce(m.created_at, '-infinity') then 'sent'
      when u.unsent_because is not null then 'unsendable'
      when m.status = 'failed' then 'failed'
      else 'unsent' end as state) s
  where u.firm_id = $1 and u.run_id = $2 and u.state = 'billed'`;

export type SendingUnit = {
  readonly place: number;
  readonly invoiceId: number;
  readonly state: SendingState;
};

/** Those at places, or all, by place. */
export function readSendingUnits(
  tx: Tx,
  runId: number,
  places: readonly number[] | null,
): Promise<SendingUnit[]> {
  return tx.query<SendingUnit>(
    `select u.place, i.id as "invoiceId", s.state ${sending} and ($3::int[] is null or u.place = any ($3))
     order by u.place`,
    [tx.firmId, runId, places],
  );
}

export async function countSending(tx: Tx, runId: number): Promise<Record<SendingState, number>> {
  const rows = await tx.query<{ state: SendingState; count: number }>(
    `select s.state, count(*)::int as count ${sending} group by s.state`,
    [tx.firmId, runId],
  );
  const counted = Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  return { unsent: 0, unsendable: 0, queued: 0, sent: 0, failed: 0, ...counted };
}

export type ListedSending = SendingUnit & {
  readonly invoiceNumber: string | null;
  readonly clientId: number | null;
  readonly clientName: string | null;
  readonly mailId: number | null;
  readonly recipients: readonly string[] | null;
  readonly lastError: string | null;
  readonly sentAt: string | null;
  /** Why there is nobody to send it to. */
  readonly refusals: readonly Refusal[] | null;
};

export function listSending(
  tx: Tx,
  runId: number,
  states: readonly SendingState[] | null,
  page: { readonly afterPlace: number; readonly limit: number },
): Promise<ListedSending[]> {
  return tx.query<ListedSending>(
    `select u.place, i.id as "invoiceId", s.state, i.number as "invoiceNumber", i.client_id as "clientId",
       (select c.name from client c where c.firm_id = $1 and c.id = i.client_id) as "clientName",
       m.id as "mailId", m.recipients, m.last_error as "lastError", i.sent_at as "sentAt",
       case when s.state = 'unsendable' then u.unsent_because end as refusals
     ${sending} and ($3::text[] is null or s.state = any ($3)) and u.place > $4
     order by u.place limit $5`,
    [tx.firmId, runId, states, page.afterPlace, page.limit],
  );
}

export type AskedToSend = { readonly place: number; readonly refusals: readonly Refusal[] | null };

/** What came of asking: null where a message waits now. */
export async function keepUnsent(tx: Tx, runId: number, asked: readonly AskedToSend[]): Promise<void> {
  await tx.query(
    `update billing_run_unit u set unsent_because = n.refusals
     from unnest($3::int[], $4::jsonb[]) as n (place, refusals)
     where u.firm_id = $1 and u.run_id = $2 and u.place = n.place and u.unsent_because is distinct from n.refusals`,
    [
      tx.firmId,
      runId,
      asked.map(({ place }) => place),
      asked.map(({ refusals }) => refusals && JSON.stringify(refusals)),
    ],
  );
}
