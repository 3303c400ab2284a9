// The receipt of a job: how what is available to invoice came about, between two days or from the beginning.

import { sql } from 'kysely';
import { addDays, civilDate, type CivilDate } from '#core/calendar/civil-date.ts';
import type { Balances } from '#core/ledger/accounts.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import { allAccounts, columnOf } from './accounts.ts';
import { balancesAt } from './balances-at.ts';
import { cutsOf, type Moment } from './moment.ts';
import { runByKey, runSql } from './run.ts';

export type JobHead = {
  jobId: number;
  jobNumber: string;
  jobName: string;
  clientId: number;
  clientName: string;
  currency: CurrencyCode;
};

export async function readJobHead(tx: Tx, jobId: number): Promise<JobHead | undefined> {
  const [row] = await tx.prepared<JobHead>(
    'job-head',
    `select j.id as "jobId", j.number as "jobNumber", j.name as "jobName", j.client_id as "clientId",
       c.name as "clientName", j.currency
     from job j join client c on c.firm_id = j.firm_id and c.id = j.client_id
     where j.firm_id = $1 and j.id = $2`,
    [tx.firmId, jobId],
  );
  return row;
}

/** Every account of one job at a moment; zeros for a job without a ledger. */
export async function readBalancesOfJob(
  tx: Tx,
  jobId: number,
  moment: Moment,
  now: string,
): Promise<Balances> {
  const cuts = cutsOf(moment, now);
  const balances = balancesAt({
    firmId: tx.firmId,
    cuts,
    accounts: allAccounts,
    agesFrom: null,
    jobIds: [jobId],
  });
  const columns = allAccounts.map((account) => sql`${columnOf('x', account)} as ${sql.ref(account)}`);
  // What was known at a moment is put right by what was recorded over a while, which is planned for how long that was.
  const run = moment.knownAt === null ? runByKey : runSql;
  const [row] = await run<Balances>(tx, sql`select ${sql.join(columns)} from ${balances} x`);
  return row ?? (Object.fromEntries(allAccounts.map((account) => [account, 0n])) as Balances);
}

/** The balances at the end of the day before; null: nothing is before the beginning. */
export async function readOpeningOfJob(
  tx: Tx,
  jobId: number,
  { from, knownAt }: { from: CivilDate | null; knownAt: string | null },
  now: string,
): Promise<Balances> {
  const before =
    from === null || from <= civilDate('1900-01-01') ? civilDate('1900-01-01') : addDays(from, -1);
  return readBalancesOfJob(tx, jobId, { asAt: before, knownAt }, now);
}
