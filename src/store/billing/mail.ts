// Mail that waits and mail that went, and what of a document a message needs to know. A message is written when somebody
// asks for it and is sent by a routine; until then its document may still change its state.

import { sql } from 'kysely';
import type { MailedDocument } from '#core/billing/mail-text.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Tx } from '../database.ts';
import { readItems, runFragment, when } from '../practice/pages.ts';

export type MailStatus = 'queued' | 'sent' | 'failed';

export type NewMail = {
  readonly document: MailedDocument;
  readonly invoiceId: number | null;
  readonly quoteId: number | null;
  readonly clientId: number | null;
  readonly statementOn: CivilDate | null;
  readonly recipients: readonly string[];
  readonly copies: readonly string[];
  readonly subject: string;
  readonly body: string;
};

export type Mail = NewMail & {
  readonly id: number;
  readonly status: MailStatus;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly messageId: string | null;
  readonly keptAs: string | null;
  readonly createdAt: string;
  readonly sentAt: string | null;
  readonly actorId: number;
  readonly actorName: string;
  readonly clientName: string | null;
  /** Null for a statement. */
  readonly documentNumber: string | null;
};

const selection = {
  columns: sql`m.id, m.document, m.invoice_id as "invoiceId", m.quote_id as "quoteId", m.client_id as "clientId",
    m.statement_on as "statementOn", m.recipients, m.copies, m.subject, m.body, m.status, m.attempts,
    m.last_error as "lastError", m.message_id as "messageId", m.kept_as as "keptAs", m.created_at as "createdAt",
    m.sent_at as "sentAt", m.actor_id as "actorId", a.name as "actorName", c.name as "clientName",
    coalesce(i.number, q.number) as "documentNumber"`,
  from: sql`mail m
    join actor a on a.firm_id = m.firm_id and a.id = m.actor_id
    left join client c on c.firm_id = m.firm_id and c.id = m.client_id
    left join invoice i on i.firm_id = m.firm_id and i.id = m.invoice_id
    left join quote q on q.firm_id = m.firm_id and q.id = m.quote_id`,
};

export async function insertMails(
  tx: Tx,
  mails: readonly NewMail[],
  by: { readonly actorId: number; readonly recordedAt: string },
): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(
    `insert into mail (firm_id, document, invoice_id, quote_id, client_id, statement_on, recipients, copies, subject,
       body, actor_id, created_at)
     select $1, m.document, m."invoiceId", m."quoteId", m."clientId", m."statementOn",
       array(select jsonb_array_elements_text(m.recipients)), array(select jsonb_array_elements_text(m.copies)),
       m.subject, m.body, $3, $4
     from rows from (jsonb_to_recordset($2::jsonb) as (document text, "invoiceId" int, "quoteId" int, "clientId" int,
       "statementOn" date, recipients jsonb, copies jsonb, subject text, body text)) with ordinality
       as m (document, "invoiceId", "quoteId", "clientId", "statementOn", recipients, copies, subject, body, place)
     order by m.place returning id`,
    [tx.firmId, JSON.stringify(mails), by.actorId, by.recordedAt],
  );
  return rows.map(({ id }) => id).sort((a, b) => a - b);
}

export type MailFilter = {
  readonly status?: MailStatus | undefined;
  readonly document?: MailedDocument | undefined;
  readonly clientId?: number | undefined;
  readonly invoiceId?: number | undefined;
  readonly quoteId?: number | undefined;
};

/** Newest first, those before the id. */
export async function listMails(
  tx: Tx,
  filter: MailFilter,
  page: { readonly beforeId: number | null; readonly limit: number },
): Promise<Mail[]> {
  const conditions = [
    sql`m.firm_id = ${tx.firmId}`,
    when(filter.status, (status) => sql`m.status = ${status}`),
    when(filter.document, (document) => sql`m.document = ${document}`),
    when(filter.clientId, (clientId) => sql`m.client_id = ${clientId}`),
    when(filter.invoiceId, (invoiceId) => sql`m.invoice_id = ${invoiceId}`),
    when(filter.quoteId, (quoteId) => sql`m.quote_id = ${quoteId}`),
    page.beforeId === null ? undefined : sql`m.id < ${page.beforeId}`,
  ].filter((condition) => condition !== undefined);
  const found = await runFragment<{ id: number }>(
    tx,
    sql`select m.id from mail m where ${sql.join(conditions, sql` and `)} order by m.id desc limit ${page.limit}`,
  );
  const ids = found.map(({ id }) => id);
  return ids.length === 0 ? [] : (await loadMails(tx, ids)).toReversed();
}

/** By id. */
export function loadMails(tx: Tx, ids: readonly number[]): Promise<Mail[]> {
  return readItems<Mail>(tx, { selection, where: [sql`m.firm_id = ${tx.firmId}`], id: sql`m.id` }, ids);
}

/** Locks a message to be sent or queued again, unless somebody has it in hand; false then. */
export async function holdMail(tx: Tx, id: number, statuses: readonly MailStatus[]): Promise<boolean> {
  const held = await tx.query(
    `select 1 from mail where firm_id = $1 and id = $2 and status = any ($3) for update skip locked`,
    [tx.firmId, id, statuses],
  );
  return held.length === 1;
}

/**
 * Lets this transaction stay open and silent for as long as a mail server takes, whatever the database is set up to
 * cut off.
 */
export async function allowSilence(tx: Tx): Promise<void> {
  await tx.query('set local idle_in_transaction_session_timeout = 0');
}

export type MailAttempt = {
  readonly status: MailStatus;
  readonly lastError: string | null;
  readonly messageId: string | null;
  readonly keptAs: string | null;
  readonly sentAt: string | null;
};

export async function keepAttempt(tx: Tx, id: number, attempt: MailAttempt): Promise<void> {
  await tx.query(
    `update mail set status = $3, attempts = attempts + 1, last_error = $4, message_id = $5, kept_as = $6, sent_at = $7
     where firm_id = $1 and id = $2`,
    [tx.firmId, id, attempt.status, attempt.lastError, attempt.messageId, attempt.keptAs, attempt.sentAt],
  );
}

export async function queueAgain(tx: Tx, id: number): Promise<void> {
  await tx.query(`update mail set status = 'queued' where firm_id = $1 and id = $2`, [tx.firmId, id]);
}

/** Notes on the document of a mail that was sent that it went; the first time counts. */
export async function noteDocumentSent(tx: Tx, mailId: number): Promise<void> {
  for (const table of ['invoice', 'quote']) {
    await tx.query(
      `update ${table} d set sent_at = m.sent_at from mail m
       where d.firm_id = $1 and d.sent_at is null and m.firm_id = $1 and m.id = $2 and m.sent_at is not null
         and d.id = m.${table}_id`,
      [tx.firmId, mailId],
    );
  }
}
