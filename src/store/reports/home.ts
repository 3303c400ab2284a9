// A year of a firm at a glance. Each series begins with what is kept now and takes back, month by month or day by day,
// what came later: it costs what happened in the year, not what the firm has ever recorded. The figures are those of the
// reports that they lead to, and a test holds them against these.

import { sql } from 'kysely';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Account } from '#core/ledger/accounts.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import { changeOf } from './accounts.ts';
import { documentsOfDays } from './documents-of-days.ts';
import type { FirmMonth } from './firm-months.ts';
import { runSql } from './run.ts';
import { linesOfDays } from './strips.ts';

/** WIP and interims by the month of the work. */
export type WipByOrigin = {
  currency: CurrencyCode;
  originMonth: CivilDate;
  wipMinor: bigint;
  interimMinor: bigint;
};

export function readWipNow(tx: Tx): Promise<WipByOrigin[]> {
  return runSql(
    tx,
    sql`
      select j.currency, a.origin_month as "originMonth",
        sum_minor(a.wip_time_minor + a.wip_cost_minor) as "wipMinor", sum_minor(a.interim_minor) as "interimMinor"
      from job_age a join job j on j.firm_id = ${tx.firmId} and j.id = a.job_id
      where a.firm_id = ${tx.firmId} group by 1, 2`,
  );
}

/** What is dated ahead, from tomorrow to the end of the month: hardly ever anything. */
export async function readAhead(
  tx: Tx,
  days: { readonly first: CivilDate; readonly last: CivilDate },
): Promise<FirmMonth[]> {
  const [found] = await tx.query<{ any: boolean }>(
    `select exists (select from job_balance where firm_id = $1 and last_effective_on >= $2) as any`,
    [tx.firmId, days.first],
  );
  if (!found!.any) return [];
  const one = sql<number>`1`;
  const sum = (account: Account) => sql`sum_minor(${changeOf(account, one)})`;
  return runSql(
    tx,
    sql`
      select j.currency, date_trunc('month', l.origin_on::timestamp)::date as "originMonth",
        date_trunc('month', l.effective_on::timestamp)::date as "effectiveMonth",
        ${sum('wipTime')} + ${sum('wipCost')} as "wipMinor", ${sum('interim')} as "interimMinor",
        ${sum('billed')} as "billedMinor", ${sum('writtenOff')} as "writtenOffMinor", ${sum('writtenOn')} as "writtenOnMinor"
      from (${linesOfDays(tx.firmId, days, null)}) l join job j on j.firm_id = ${tx.firmId} and j.id = l.job_id
      group by 1, 2, 3`,
  );
}

export type DayOfBilling = {
  day: CivilDate;
  currency: CurrencyCode;
  /** Invoiced less credited and cancelled, ex tax; and with it. */
  billedMinor: bigint;
  billedWithTaxMinor: bigint;
  /** By how much debtors rose. */
  debtorsMinor: bigint;
};

export type DaysOfBilling = {
  readonly from: CivilDate;
  /** After this day debtors are told. */
  readonly debtorsAfter: CivilDate;
  readonly to: CivilDate;
};

/**
 * What was billed on each day, and by how much debtors rose: by documents and their cancellations, payments and their
 * voiding, and what was paid back. An allocation moves nothing: it takes from an invoice and from a credit alike. The many
 * documents that stand, and the payments, are added up from their indexes (invoice_dated, payment_dated).
 */
export function readDaysOfBilling(
  tx: Tx,
  { from, debtorsAfter, to }: DaysOfBilling,
): Promise<DayOfBilling[]> {
  const { firmId } = tx;
  const within = (column: string) =>
    sql`${sql.ref(column)} > ${debtorsAfter}::date and ${sql.ref(column)} <= ${to}::date`;
  const none = sql`0::bigint, 0::bigint`;
  return runSql(
    tx,
    sql`
      select x.day, x.currency, sum_minor(x.billed_minor) as "billedMinor",
        sum_minor(x.billed_with_tax_minor) as "billedWithTaxMinor", sum_minor(x.debtors_minor) as "debtorsMinor"
      from (
        ${documentsOfDays(firmId, { first: from, last: to }, { key: sql`d.day, d.currency` })}
        union all
        select p.paid_on, p.currency, ${none}, sum_minor(-p.amount_minor) from payment p
        where p.firm_id = ${firmId} and ${within('p.paid_on')} and (p.voided_on is null or p.voided_on > p.paid_on)
        group by 1, 2
        union all
        select p.voided_on, p.currency, ${none}, p.amount_minor from payment p
        where p.firm_id = ${firmId} and ${within('p.voided_on')} and p.voided_on > p.paid_on
        union all
        select a.allocated_on, coalesce(p.currency, n.currency), ${none}, a.amount_minor from allocation a
        left join payment p on p.firm_id = ${firmId} and p.id = a.payment_id
        left join invoice n on n.firm_id = ${firmId} and n.id = a.credit_note_id
        where a.firm_id = ${firmId} and ${within('a.allocated_on')} and a.invoice_id is null
      ) x group by 1, 2`,
  );
}

export type UnbilledClient = {
  clientId: number;
  clientName: string;
  currency: CurrencyCode;
  netWipMinor: bigint;
  jobs: number;
  lastBilledOn: CivilDate | null;
};

/** The clients with the most net WIP, of each currency. */
export function readUnbilledClients(tx: Tx, perCurrencyMax: number): Promise<UnbilledClient[]> {
  return runSql(
    tx,
    sql`
      select r."clientId", r."clientName", r.currency, r."netWipMinor", r.jobs, r."lastBilledOn"
      from (
        select c.id as "clientId", c.name as "clientName", x.*,
          row_number() over (partition by x.currency order by x."netWipMinor" desc, c.id) as place
        from (
          select k.client_id, k.currency,
            sum_minor(b.wip_time_minor + b.wip_cost_minor + b.interim_minor) as "netWipMinor",
            count(*)::int as jobs, max(b.last_billed_on) as "lastBilledOn"
          from job_balance b join job k on k.firm_id = ${tx.firmId} and k.id = b.job_id
          where b.firm_id = ${tx.firmId} and b.is_listed group by 1, 2
        ) x
        join client c on c.firm_id = ${tx.firmId} and c.id = x.client_id
        where x."netWipMinor" > 0
      ) r
      where r.place <= ${perCurrencyMax} order by r.currency, r.place`,
  );
}
