// Who owes what on a day: documents with something outstanding, and credit that clients have left.
//
// What is outstanding today stands on each document. As at a day before, that is taken back by what was allocated since
// (allocation_day), and what was dated after the day is left out. So the documents to look at are those with something
// outstanding now (invoice_outstanding), those touched by allocations since, and those cancelled since
// (invoice_cancelled): as many as are open, and what happened after the day, never the whole of history.
//
// What is left of a payment stands nowhere. But a payment that was used up (used-up-payments.ts) has nothing left on any day
// on which its allocations counted, unless one of them was taken back. So those to look at are the few that are not marked
// (payment_left), those of which something was ever taken back, and those allocated since.
//
// Of one client all documents are looked at, each with what was allocated of it: however much happened after the day, that is
// less than what is open of all clients, and being reached by keys it is planned once for every client and day.
//
// A document is old by the days since it was due; one without a due day, since its own day.

import { sql, type RawBuilder } from 'kysely';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import { after, orderBy, type Position, type SortKey } from '../reports/keyset.ts';
import { runByKey, runSql } from '../reports/run.ts';

type Sql = RawBuilder<unknown>;

export const debtorAges = ['current', 'days1To30', 'days31To60', 'days61To90', 'over90Days'] as const;
export type DebtorAge = (typeof debtorAges)[number];

export type DebtorFigures = {
  currentMinor: bigint;
  days1To30Minor: bigint;
  days31To60Minor: bigint;
  days61To90Minor: bigint;
  over90DaysMinor: bigint;
  /** Zero or below: credit notes and payments not used yet. */
  creditsMinor: bigint;
  totalMinor: bigint;
};

export type DebtorRow = DebtorFigures & {
  /** Null: invoices that nobody knows the client of. */
  clientId: number | null;
  clientName: string | null;
  currency: CurrencyCode;
  /** Invoices with something outstanding. */
  invoices: number;
  oldestDueOn: CivilDate | null;
};

export type DebtorDocumentKind = 'invoice' | 'creditNote' | 'payment';

export type DebtorDocument = {
  kind: DebtorDocumentKind;
  id: number;
  number: string | null;
  clientId: number | null;
  clientName: string | null;
  datedOn: CivilDate;
  dueOn: CivilDate;
  /** Of an invoice; 0 until it is due. */
  daysOverdue: number;
  /** Null of credit. */
  age: DebtorAge | null;
  currency: CurrencyCode;
  /** Tax included. Credit is below zero, here and in what is outstanding. */
  totalMinor: bigint;
  outstandingMinor: bigint;
};

export type DebtorsQuestion = {
  readonly asAt: CivilDate;
  readonly filter: {
    readonly clientId?: number | undefined;
    readonly accountManagerId?: number | undefined;
    readonly currency?: CurrencyCode | undefined;
    /** Part of the client's name. */
    readonly text?: string | undefined;
  };
};

/** A row per client and currency with something outstanding or left over, by name. */
export function readDebtors(tx: Tx, question: DebtorsQuestion): Promise<DebtorRow[]> {
  const ages = debtorAges.map(
    (age) =>
      sql`coalesce(sum(d."outstandingMinor") filter (where d.age = ${sql.lit(age)}), 0)::bigint as ${sql.ref(`${age}Minor`)}`,
  );
  const run = question.filter.clientId === undefined ? runSql : runByKey;
  return run(
    tx,
    sql`
      select d."clientId", d."clientName", d.currency, ${sql.join(ages)},
        coalesce(sum(d."outstandingMinor") filter (where d.age is null), 0)::bigint as "creditsMinor",
        sum(d."outstandingMinor")::bigint as "totalMinor",
        (count(*) filter (where d.kind = 'invoice'))::int as invoices,
        min(d."dueOn") filter (where d.kind = 'invoice') as "oldestDueOn"
      from (${debtorDocuments(tx.firmId, question)}) d
      group by 1, 2, 3
      order by lower(coalesce(d."clientName", '')), d."clientId", d.currency`,
  );
}

/** Clients by name, their documents by due day. */
export const debtorDocumentKeys: readonly SortKey[] = [
  { field: 'clientName', type: 'text' },
  { field: 'clientId', type: 'bigint' },
  { field: 'dueOn', type: 'date' },
  { field: 'kind', type: 'text' },
  { field: 'id', type: 'bigint' },
];

export function readDebtorDocuments(
  tx: Tx,
  question: DebtorsQuestion & { readonly age?: DebtorAge | 'credits' | undefined },
  { position, limit }: { readonly position: Position | null; readonly limit: number },
): Promise<DebtorDocument[]> {
  const from = position === null ? sql`` : sql` and ${after(debtorDocumentKeys, position)}`;
  const { age } = question;
  const ofAge =
    age === undefined ? sql`` : age === 'credits' ? sql` and r.age is null` : sql` and r.age = ${age}`;
  return runSql(
    tx,
    sql`select r.* from (${debtorDocuments(tx.firmId, question)}) r where true${ofAge}${from}
      order by ${orderBy(debtorDocumentKeys)} limit ${limit}`,
  );
}

/** A row per document with something outstanding, and per credit note or payment with something left, on the day. */
function debtorDocuments(firmId: number, { asAt, filter }: DebtorsQuestion): Sql {
  const overdue = sql`greatest(${asAt}::date - x.due_on, 0)`;
  const equal = (column: string, value: number | string | undefined) =>
    value === undefined ? sql`` : sql` and ${sql.ref(column)} = ${value}`;
  const part = `%${(filter.text ?? '').toLowerCase().replace(/[\\%_]/g, String.raw`\$&`)}%`;
  const named = filter.text === undefined ? sql`` : sql` and lower(c.name) like ${part}`;
  const found =
    filter.clientId === undefined
      ? sql`${documents(firmId, asAt)} union all ${payments(firmId, asAt)}`
      : ofClient(firmId, asAt, filter.clientId);
  return sql`
    select x.kind, x.id, x.number, x.client_id as "clientId", c.name as "clientName", x.dated_on as "datedOn",
      x.due_on as "dueOn", x.currency, x.total_minor as "totalMinor", x.outstanding_minor as "outstandingMinor",
      case when x.kind = 'invoice' then ${overdue} else 0 end as "daysOverdue",
      case when x.kind <> 'invoice' then null when ${overdue} = 0 then 'current' when ${overdue} <= 30 then 'days1To30'
        when ${overdue} <= 60 then 'days31To60' when ${overdue} <= 90 then 'days61To90' else 'over90Days' end as age
    from (${found}) x
    left join client c on c.firm_id = ${firmId} and c.id = x.client_id
    where x.outstanding_minor <> 0${equal('c.account_manager_id', filter.accountManagerId)}${equal('x.currency', filter.currency)}${named}`;
}

/** What invoice `i` tells of itself, `since` being what was allocated after the day. */
function documentColumns(): Sql {
  const total = sql`(i.total_minor + coalesce(i.tax_minor, 0))`;
  const sign = sql`case when i.document = 'creditNote' then -1 else 1 end`;
  return sql`i.document as kind, i.id, i.number, i.client_id, i.invoiced_on as dated_on,
    coalesce(i.due_on, i.invoiced_on) as due_on, i.currency, ${sign} * ${total} as total_minor,
    ${sign} * (${total} - i.paid_minor - i.credited_minor + coalesce(since.settled_minor, 0)) as outstanding_minor`;
}

function stoodOn(asAt: CivilDate): Sql {
  return sql`i.invoiced_on <= ${asAt}::date
    and (i.status = 'approved' or (i.status = 'cancelled' and i.cancelled_on > ${asAt}::date))`;
}

function documents(firmId: number, asAt: CivilDate): Sql {
  return sql`
    select ${documentColumns()}
    from (
      select id from invoice where firm_id = ${firmId} and outstanding_minor <> 0
      union select invoice_id from allocation
        where firm_id = ${firmId} and allocated_on > ${asAt}::date and invoice_id is not null
      union select credit_note_id from allocation
        where firm_id = ${firmId} and allocated_on > ${asAt}::date and credit_note_id is not null
      union select id from invoice where firm_id = ${firmId} and status = 'cancelled' and cancelled_on > ${asAt}::date
    ) found
    join invoice i on i.firm_id = ${firmId} and i.id = found.id
    left join (
      select document_id, sum(amount_minor)::bigint as settled_minor
      from (
        select invoice_id as document_id, amount_minor from allocation
          where firm_id = ${firmId} and allocated_on > ${asAt}::date
        union all
        select credit_note_id, amount_minor from allocation
          where firm_id = ${firmId} and allocated_on > ${asAt}::date
      ) a
      where document_id is not null group by 1
    ) since on since.document_id = i.id
    where ${stoodOn(asAt)}`;
}

/**
 * What payments have left over, as credit: what is left of one now, and what was allocated of it after the day. Whatever was
 * paid and used up before it is not looked at.
 */
function payments(firmId: number, asAt: CivilDate): Sql {
  const since = sql`firm_id = ${firmId} and allocated_on > ${asAt}::date and payment_id is not null`;
  return sql`
    select 'payment' as kind, p.id, p.reference as number, p.client_id, p.paid_on as dated_on, p.paid_on as due_on,
      p.currency, -p.amount_minor as total_minor,
      -(coalesce(since.left_minor, 0) + coalesce(now.left_minor, 0)) as outstanding_minor
    from (
      select payment_id as id from allocation where ${since}
      union ${notUsedUp(firmId)}
    ) found
    join payment p on p.firm_id = ${firmId} and p.id = found.id
    left join (
      select payment_id, sum(amount_minor)::bigint as left_minor from allocation where ${since} group by 1
    ) since on since.payment_id = p.id
    left join (
      select w.id, w.amount_minor - coalesce((
        select sum(a.amount_minor) from allocation a
        where a.firm_id = ${firmId} and a.payment_id = w.id), 0)::bigint as left_minor
      from (${notUsedUp(firmId)}) f
      join payment w on w.firm_id = ${firmId} and w.id = f.id
    ) now on now.id = p.id
    where ${paidBy(asAt)}`;
}

function paidBy(asAt: CivilDate): Sql {
  return sql`p.paid_on <= ${asAt}::date and (p.voided_on is null or p.voided_on > ${asAt}::date)`;
}

/** The documents and payments of one client. */
function ofClient(firmId: number, asAt: CivilDate, clientId: number): Sql {
  const allocated = (column: string, document: string, when: Sql) => sql`(
    select sum(a.amount_minor)::bigint from allocation a
    where a.firm_id = ${firmId} and ${sql.ref(`a.${column}`)} = ${sql.ref(document)} and a.allocated_on ${when} ${asAt}::date)`;
  return sql`
    select ${documentColumns()}
    from invoice i
    cross join lateral (
      select case i.document when 'creditNote' then ${allocated('credit_note_id', 'i.id', sql`>`)}
        else ${allocated('invoice_id', 'i.id', sql`>`)} end as settled_minor offset 0) since
    where i.firm_id = ${firmId} and i.client_id = ${clientId} and ${stoodOn(asAt)}
    union all
    select 'payment', p.id, p.reference, p.client_id, p.paid_on, p.paid_on, p.currency, -p.amount_minor,
      coalesce(settled.minor, 0) - p.amount_minor
    from payment p
    cross join lateral (select ${allocated('payment_id', 'p.id', sql`<=`)} as minor offset 0) settled
    where p.firm_id = ${firmId} and p.client_id = ${clientId} and ${paidBy(asAt)}`;
}

/** The payments of which something may be left. */
export function notUsedUp(firmId: number): Sql {
  return sql`
    select id from payment where firm_id = ${firmId} and not used_up
    union select payment_id from allocation
      where firm_id = ${firmId} and takes_back_id is not null and payment_id is not null`;
}
