// What is locked up: net WIP at a day by client or manager, what documents billed, and which managers' jobs outstanding
// invoices are over. The rest of the lock-up report is the reports of debtors and, by manager, of billing.
//
// Net WIP is reckoned as every report of a past day (balances-at.ts). Outstanding invoices are those of debtors.ts; the
// lines of each (its primary key) say of which jobs it is, and so for how much a manager answers.

import { sql, type RawBuilder } from 'kysely';
import type { CivilDate, DateSpan } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import { balancesAt } from './balances-at.ts';
import { documentsOfDays } from './documents-of-days.ts';
import { cutsFromKept } from './past-balances.ts';
import { runSql } from './run.ts';

export type LockUpGrouping = 'none' | 'client' | 'manager';

export type GroupedNetWip = {
  id: number | null;
  name: string | null;
  currency: CurrencyCode;
  netWipMinor: bigint;
};

export type NetWipQuestion = {
  readonly asAt: CivilDate;
  readonly now: string;
  readonly clientId: number | undefined;
  readonly groupBy: LockUpGrouping;
};

const groups: Record<LockUpGrouping, RawBuilder<unknown>> = {
  none: sql`null::int as id, null::text as name`,
  client: sql`j.client_id as id, c.name`,
  manager: sql`j.manager_id as id, m.name`,
};

export async function readGroupedNetWip(
  tx: Tx,
  { asAt, now, clientId, groupBy }: NetWipQuestion,
): Promise<GroupedNetWip[]> {
  const { firmId } = tx;
  const accounts = ['wipTime', 'wipCost', 'interim'] as const;
  const cuts = await cutsFromKept(tx, { asAt, knownAt: null }, now);
  const balances = balancesAt({ firmId, cuts, accounts, agesFrom: null, jobIds: null });
  const ofClient = clientId === undefined ? sql`` : sql` and j.client_id = ${clientId}`;
  return runSql(
    tx,
    sql`
      select ${groups[groupBy]}, j.currency,
        sum_minor(x.wip_time_minor + x.wip_cost_minor + x.interim_minor) as "netWipMinor"
      from ${balances} x
      join job j on j.firm_id = ${firmId} and j.id = x.job_id
      join client c on c.firm_id = ${firmId} and c.id = j.client_id
      left join staff m on m.firm_id = ${firmId} and m.id = j.manager_id
      where true${ofClient}
      group by 1, 2, 3`,
  );
}

export type GroupedBilling = Omit<GroupedNetWip, 'netWipMinor'> & {
  billedMinor: bigint;
  billedWithTaxMinor: bigint;
};

export type BillingQuestion = {
  readonly period: DateSpan;
  readonly clientId: number | undefined;
  readonly groupBy: Exclude<LockUpGrouping, 'manager'>;
};

/** What documents billed, where it is no matter of which jobs. */
export function readGroupedBilling(
  tx: Tx,
  { period, clientId, groupBy }: BillingQuestion,
): Promise<GroupedBilling[]> {
  const { firmId } = tx;
  const client = groupBy === 'client' ? sql`d.client_id` : sql`null::int`;
  const documents = documentsOfDays(firmId, period, {
    key: groupBy === 'client' ? sql`d.client_id, d.currency` : sql`d.currency`,
    ...(clientId === undefined ? {} : { where: sql`d.client_id = ${clientId}` }),
  });
  return runSql(
    tx,
    sql`
      select x.id, c.name, x.currency, x."billedMinor", x."billedWithTaxMinor"
      from (
        select ${client} as id, d.currency, sum_minor(d.billed_minor) as "billedMinor",
          sum_minor(d.billed_with_tax_minor) as "billedWithTaxMinor"
        from (${documents}) d group by 1, 2
      ) x
      left join client c on c.firm_id = ${firmId} and c.id = x.id`,
  );
}

export type ManagerOfDocument = {
  invoiceId: number;
  managerId: number | null;
  managerName: string | null;
  /** Ex tax, what of the document's lines is over this manager's jobs. */
  amountMinor: bigint;
};

/** The managers of the jobs that documents are over, in the order of their ids. */
export function readManagersOfDocuments(tx: Tx, invoiceIds: readonly number[]): Promise<ManagerOfDocument[]> {
  return tx.query<ManagerOfDocument>(
    `select l.invoice_id as "invoiceId", j.manager_id as "managerId", m.name as "managerName",
       sum(l.amount_minor)::bigint as "amountMinor"
     from invoice_line l
     left join job j on j.firm_id = l.firm_id and j.id = l.job_id
     left join staff m on m.firm_id = l.firm_id and m.id = j.manager_id
     where l.firm_id = $1 and l.invoice_id = any ($2)
     group by 1, 2, 3
     order by 1, 2 nulls last`,
    [tx.firmId, invoiceIds],
  );
}
