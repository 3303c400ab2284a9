// Every account of every job at a moment: the trial balance of the WIP ledger. Jobs whose accounts are all zero, or
// that had neither WIP nor interims nor a quote then, are left out unless one job is asked for.

import { sql } from 'kysely';
import type { Account } from '#core/ledger/accounts.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import { allAccounts, columnOf } from './accounts.ts';
import { balancesAt } from './balances-at.ts';
import { ofFilter, practiceOfJob, type JobFilter } from './filters.ts';
import { after, orderBy, type Position, type SortKey } from './keyset.ts';
import { cutsOf, type Moment } from './moment.ts';
import { runSql } from './run.ts';

/** A balance per account, as `wipTimeMinor`. */
export type AccountBalances = {
  [Name in Account as Name extends 'interim' ? 'interimsMinor' : `${Name}Minor`]: bigint;
};

export type JobBalancesRow = AccountBalances & {
  jobId: number;
  jobNumber: string;
  jobName: string;
  clientId: number;
  clientName: string;
  currency: CurrencyCode;
  netWipMinor: bigint;
};

export type JobBalancesTotal = AccountBalances & {
  currency: CurrencyCode;
  jobs: number;
  netWipMinor: bigint;
};

export type JobBalancesQuestion = {
  readonly moment: Moment;
  readonly now: string;
  readonly filter: JobFilter & { readonly jobId?: number | undefined };
  readonly limit: number;
  readonly position: Position | null;
};

export const jobBalancesKeys: readonly SortKey[] = [
  { field: 'clientName', type: 'text' },
  { field: 'jobNumber', type: 'text' },
  { field: 'jobId', type: 'bigint' },
];

const fieldOf = (account: Account): string => (account === 'interim' ? 'interimsMinor' : `${account}Minor`);

export function readJobBalances(tx: Tx, question: JobBalancesQuestion): Promise<JobBalancesRow[]> {
  const { position, limit } = question;
  const from = position === null ? sql`` : sql`where ${after(jobBalancesKeys, position)}`;
  return runSql(
    tx,
    sql`select r.* from (${found(tx.firmId, question)}) r ${from} order by ${orderBy(jobBalancesKeys)} limit ${limit}`,
  );
}

export function sumJobBalances(tx: Tx, question: JobBalancesQuestion): Promise<JobBalancesTotal[]> {
  const fields = [...allAccounts.map(fieldOf), 'netWipMinor'];
  const sums = fields.map((field) => sql`sum(${sql.ref(`r.${field}`)})::bigint as ${sql.ref(field)}`);
  return runSql(
    tx,
    sql`select r.currency, count(*)::int as jobs, ${sql.join(sums)}
      from (${found(tx.firmId, question)}) r group by 1 order by 1`,
  );
}

function found(firmId: number, { moment, now, filter }: JobBalancesQuestion) {
  const jobIds = filter.jobId === undefined ? null : [filter.jobId];
  const cuts = cutsOf(moment, now);
  const balances = balancesAt({ firmId, cuts, accounts: allAccounts, agesFrom: null, jobIds });
  const columns = allAccounts.map(
    (account) => sql`${columnOf('x', account)} as ${sql.ref(fieldOf(account))}`,
  );
  const open = sql` and (x.wip_time_minor <> 0 or x.wip_cost_minor <> 0 or x.interim_minor <> 0
    or x.uninvoiced_quote_minor <> 0)`;
  return sql`
    select x.job_id as "jobId", j.number as "jobNumber", j.name as "jobName", j.client_id as "clientId",
      c.name as "clientName", j.currency, ${sql.join(columns)},
      x.wip_time_minor + x.wip_cost_minor + x.interim_minor as "netWipMinor"
    from ${balances} x
    join job j on j.firm_id = ${firmId} and j.id = x.job_id
    ${practiceOfJob(firmId)}
    where true${ofFilter(filter)}${jobIds === null ? open : sql``}`;
}
