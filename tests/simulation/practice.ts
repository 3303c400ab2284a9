// A small firm to simulate trade in: two clients with five jobs between them, three people, odd rates, a rounding policy.

import type { Database, Tx } from '#store/database.ts';
import { testFirm, type TestFirm } from '#store/testing/firm.ts';

export type SimJob = {
  id: number;
  clientId: number;
  taskIds: readonly number[];
  jobTaskIds: readonly number[];
  rateBasis: 'staff' | 'task';
  /** Where it is not that of the firm. */
  currency?: string;
};

/** How minutes are rounded for billing. */
export type Rounding = { increment: number; direction: 'up' | 'nearest' | 'down' };

export function currencyOf({ jobs, currency }: SimFirm, jobId: number): string {
  return jobs.find(({ id }) => id === jobId)?.currency ?? currency;
}

export type SimRate = {
  scope: 'jobTask' | 'jobStaff' | 'clientTask' | 'staffTask' | 'task' | 'staff';
  jobId?: number;
  clientId?: number;
  staffId?: number;
  taskId?: number;
  perHourMinor: bigint;
  from: string;
};

export type SimFirm = {
  firm: TestFirm;
  currency: 'NZD' | 'JPY' | 'KWD';
  /** Digits after the point. */
  digits: number;
  jobs: readonly SimJob[];
  staffIds: readonly number[];
  taskIds: readonly number[];
  /** Why WIP is written off. */
  reasonIds: readonly number[];
  /** Job tasks whose time is not billable unless said. */
  idleJobTaskIds: ReadonlySet<number>;
  firmRounding: Rounding;
  roundingOfClient: ReadonlyMap<number, Rounding>;
  rates: readonly SimRate[];
};

const currencies = [
  { currency: 'NZD', digits: 2, increment: 1, direction: 'up' },
  { currency: 'JPY', digits: 0, increment: 6, direction: 'up' },
  { currency: 'KWD', digits: 3, increment: 15, direction: 'down' },
] as const;

export async function foundSimFirm(database: Database, number: number): Promise<SimFirm> {
  const { currency, digits, increment, direction } = currencies[number % currencies.length]!;
  const firm = await testFirm(database, { name: `Simulated firm ${number}`, currency });
  return database.inFirm(firm.firmId, async (tx) => {
    await tx.query(
      'update firm set rounding_increment_minutes = $2, rounding_direction = $3, daily_minutes_max = 10080 where id = $1',
      [firm.firmId, increment, direction],
    );
    const taskIds = await addEach(
      tx,
      ['Drawing', 'Checking'],
      'insert into task (firm_id, name) values ($1, $2)',
    );
    const staffIds = await addEach(
      tx,
      ['Ari', 'Bea', 'Cyd'],
      'insert into staff (firm_id, name) values ($1, $2)',
    );
    const reasonIds = await addEach(
      tx,
      ['Overrun', 'Goodwill'],
      'insert into adjustment_reason (firm_id, name) values ($1, $2)',
    );
    const clientIds = await addEach(
      tx,
      ['North', 'South'],
      `insert into client (firm_id, name, currency) values ($1, $2, '${currency}')`,
    );
    await tx.query(
      `update client set rounding_increment_minutes = 15, rounding_direction = 'nearest' where firm_id = $1 and id = $2`,
      [firm.firmId, clientIds[1]],
    );
    const practice = { firm, currency, digits, staffIds, taskIds, reasonIds };
    const { jobs, idleJobTaskIds } = await addJobs(tx, { ...practice, clientIds });
    const rates = await addFirstRates(tx, { ...practice, jobs });
    return {
      ...practice,
      jobs,
      idleJobTaskIds,
      rates,
      firmRounding: { increment, direction },
      roundingOfClient: new Map([[clientIds[1]!, { increment: 15, direction: 'nearest' }]]),
    };
  });
}

async function addEach(tx: Tx, names: readonly string[], sql: string): Promise<number[]> {
  const ids: number[] = [];
  for (const name of names) {
    const [row] = await tx.query<{ id: number }>(`${sql} returning id`, [tx.firmId, name]);
    ids.push(row!.id);
  }
  return ids;
}

type Base = Pick<SimFirm, 'firm' | 'currency' | 'taskIds' | 'staffIds'>;

async function addJobs(
  tx: Tx,
  { firm, currency, taskIds, clientIds }: Base & { clientIds: readonly number[] },
) {
  const jobs: SimJob[] = [];
  const idleJobTaskIds = new Set<number>();
  for (let index = 0; index < 5; index += 1) {
    const clientId = clientIds[index < 3 ? 0 : 1]!;
    const rateBasis = index % 2 === 0 ? 'staff' : 'task';
    const [job] = await tx.query<{ id: number }>(
      `insert into job (firm_id, number, name, client_id, currency, state_id, rate_basis)
       values ($1, $2, $2, $3, $4, $5, $6) returning id`,
      [firm.firmId, `S${index + 1}`, clientId, currency, firm.stateId, rateBasis],
    );
    const rows = await tx.query<{ id: number }>(
      `insert into job_task (firm_id, job_id, task_id, name, billable)
       values ($1, $2, $3, 'Drawing', true), ($1, $2, $4, 'Checking', true), ($1, $2, $3, 'Internal', false) returning id`,
      [firm.firmId, job!.id, taskIds[0], taskIds[1]],
    );
    idleJobTaskIds.add(rows[2]!.id);
    const jobTaskIds = rows.map((row) => row.id);
    jobs.push({
      id: job!.id,
      clientId,
      rateBasis,
      jobTaskIds,
      taskIds: [taskIds[0]!, taskIds[1]!, taskIds[0]!],
    });
  }
  return { jobs, idleJobTaskIds };
}

/** Nobody prices Cyd's drawing on jobs by staff: now and then a rate is missing. */
async function addFirstRates(
  tx: Tx,
  { firm, currency, taskIds, staffIds, jobs }: Base & { jobs: readonly SimJob[] },
) {
  const rates: SimRate[] = [
    { scope: 'staff', staffId: staffIds[0]!, perHourMinor: 14_999n, from: '2020-01-01' },
    { scope: 'staff', staffId: staffIds[1]!, perHourMinor: 10_001n, from: '2020-01-01' },
    { scope: 'task', taskId: taskIds[1]!, perHourMinor: 8_333n, from: '2020-01-01' },
    {
      scope: 'clientTask',
      clientId: jobs[0]!.clientId,
      taskId: taskIds[1]!,
      perHourMinor: 9_090n,
      from: '2026-02-01',
    },
    {
      scope: 'staffTask',
      staffId: staffIds[2]!,
      taskId: taskIds[1]!,
      perHourMinor: 7_777n,
      from: '2026-01-15',
    },
  ];
  for (const rate of rates) {
    await tx.query(
      `insert into rate (firm_id, scope, job_id, client_id, staff_id, task_id, currency, rate_per_hour_minor, effective_from)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        firm.firmId,
        rate.scope,
        null,
        rate.clientId ?? null,
        rate.staffId ?? null,
        rate.taskId ?? null,
        currency,
        rate.perHourMinor,
        rate.from,
      ],
    );
  }
  return rates;
}
