// What a close froze, job by job. It is read as it was kept; only names are those of today.

import { sql } from 'kysely';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import { ofFilter, practiceOfJob, type JobFilter } from './filters.ts';
import { after, orderBy, type Position } from './keyset.ts';
import { jobBalancesKeys } from './job-balances.ts';
import { runSql } from './run.ts';

export type OpeningFigures = {
  wipTimeMinor: bigint;
  wipCostMinor: bigint;
  interimsMinor: bigint;
  netWipMinor: bigint;
  uninvoicedQuoteMinor: bigint;
};

export type OpeningRow = OpeningFigures & {
  jobId: number;
  jobNumber: string;
  jobName: string;
  clientId: number;
  clientName: string;
  currency: CurrencyCode;
  openedOn: CivilDate;
};

export type OpeningTotal = OpeningFigures & { currency: CurrencyCode; jobs: number };

export type OpeningsQuestion = {
  readonly closeId: number;
  readonly filter: JobFilter;
  readonly limit: number;
  readonly position: Position | null;
};

export const openingKeys = jobBalancesKeys;

export function readOpenings(tx: Tx, question: OpeningsQuestion): Promise<OpeningRow[]> {
  const from = question.position === null ? sql`` : sql`where ${after(openingKeys, question.position)}`;
  return runSql(
    tx,
    sql`select r.* from (${found(tx.firmId, question)}) r ${from}
      order by ${orderBy(openingKeys)} limit ${question.limit}`,
  );
}

export function sumOpenings(tx: Tx, question: OpeningsQuestion): Promise<OpeningTotal[]> {
  const fields = ['wipTimeMinor', 'wipCostMinor', 'interimsMinor', 'netWipMinor', 'uninvoicedQuoteMinor'];
  const sums = fields.map((field) => sql`sum_minor(${sql.ref(`r.${field}`)}) as ${sql.ref(field)}`);
  return runSql(
    tx,
    sql`select r.currency, count(*)::int as jobs, ${sql.join(sums)}
      from (${found(tx.firmId, question)}) r group by 1 order by 1`,
  );
}

function found(firmId: number, { closeId, filter }: OpeningsQuestion) {
  return sql`
    select o.job_id as "jobId", j.number as "jobNumber", j.name as "jobName", j.client_id as "clientId",
      c.name as "clientName", j.currency, p.ended_on + 1 as "openedOn", o.wip_time_minor as "wipTimeMinor",
      o.wip_cost_minor as "wipCostMinor", o.interim_minor as "interimsMinor",
      o.wip_time_minor + o.wip_cost_minor + o.interim_minor as "netWipMinor",
      o.uninvoiced_quote_minor as "uninvoicedQuoteMinor"
    from period_opening o
    join period_close p on p.firm_id = ${firmId} and p.id = o.close_id
    join job j on j.firm_id = ${firmId} and j.id = o.job_id
    ${practiceOfJob(firmId)}
    where o.firm_id = ${firmId} and o.close_id = ${closeId}${ofFilter(filter)}`;
}
