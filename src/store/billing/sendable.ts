// What a message has to know of a document: whether it may go out, to whom, and what its text names.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import type { MailedDocument } from '#core/billing/mail-text.ts';

export type Sendable = {
  readonly id: number;
  /** As stored: the status of an invoice or a credit note, the state of a quote; null of a client. */
  readonly state: string | null;
  readonly number: string | null;
  readonly clientId: number | null;
  readonly clientName: string;
  readonly currency: CurrencyCode;
  /** Tax included; nothing of a client: what it owes depends on the day. */
  readonly totalMinor: bigint;
  readonly dueOn: CivilDate | null;
  /** The contact that the document names. */
  readonly contactEmail: string | null;
  readonly billingEmail: string | null;
  readonly primaryEmail: string | null;
  readonly clientEmail: string | null;
};

const recipients = `c.billing_email as "billingEmail", c.email as "clientEmail",
  (select p.email from contact p where p.firm_id = $1 and p.client_id = c.id and p.is_primary)
    as "primaryEmail"`;

const contactEmail = (alias: string) =>
  `(select p.email from contact p where p.firm_id = $1 and p.id = ${alias}.contact_id) as "contactEmail"`;

const invoices = (document: 'invoice' | 'creditNote') =>
  `select d.id, d.status as state, d.number, d.client_id as "clientId", coalesce(c.name, '') as "clientName",
     d.currency, d.total_minor + coalesce(d.tax_minor, 0) as "totalMinor", d.due_on as "dueOn",
     ${contactEmail('d')}, ${recipients}
   from invoice d left join client c on c.firm_id = d.firm_id and c.id = d.client_id
   where d.firm_id = $1 and d.id = any ($2) and d.document = '${document}'`;

const queries: Readonly<Record<MailedDocument, string>> = {
  invoice: invoices('invoice'),
  creditNote: invoices('creditNote'),
  quote: `select d.id, d.state, d.number, d.client_id as "clientId", coalesce(c.name, '') as "clientName", d.currency,
     d.total_minor + d.tax_minor as "totalMinor", d.valid_until as "dueOn", ${contactEmail('d')}, ${recipients}
   from quote d left join client c on c.firm_id = d.firm_id and c.id = d.client_id
   where d.firm_id = $1 and d.id = any ($2)`,
  statement: `select c.id, null as state, null as number, c.id as "clientId", c.name as "clientName", c.currency,
     0::bigint as "totalMinor",
     null::date as "dueOn", null as "contactEmail", ${recipients}
   from client c where c.firm_id = $1 and c.id = any ($2)`,
};

/** The documents of one kind with these ids that the firm has; of statements, the clients. */
export async function readSendables(
  tx: Tx,
  document: MailedDocument,
  ids: readonly number[],
): Promise<Map<number, Sendable>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<Sendable>(queries[document], [tx.firmId, ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

export type Sender = {
  readonly firmName: string;
  readonly timeZone: string;
  readonly locale: string;
  /** Where answers go. */
  readonly email: string | null;
};

export async function readSender(tx: Tx): Promise<Sender> {
  const [row] = await tx.query<Sender>(
    `select coalesce(s.legal_name, f.name) as "firmName", f.time_zone as "timeZone", f.locale, s.email
     from firm f left join billing_settings s on s.firm_id = f.id where f.id = $1`,
    [tx.firmId],
  );
  if (row === undefined) throw new Error(`there is no firm ${tx.firmId}`);
  return row;
}
