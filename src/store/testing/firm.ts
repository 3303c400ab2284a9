// A small firm to try things on: one client, one job with one task, one staff member at 150.00 an hour.

import { randomUUID } from 'node:crypto';
import type { Database, Queries } from '../database.ts';

export type TestFirm = {
  firmId: number;
  actorId: number;
  memberId: number;
  userId: string;
  clientId: number;
  staffId: number;
  taskId: number;
  jobId: number;
  jobTaskId: number;
  stateId: number;
};

export type TestFirmOptions = { name?: string; currency?: string; timeZone?: string };

export async function testFirm(database: Database, options: TestFirmOptions = {}): Promise<TestFirm> {
  const { name = 'Test Firm', currency = 'NZD', timeZone = 'Pacific/Auckland' } = options;
  const userId = randomUUID();
  const found = await database.asInstallation(async (tx) => {
    await tx.query(`insert into auth."user" (id, name, email) values ($1, 'Owner', $2)`, [
      userId,
      `${userId}@test.example`,
    ]);
    const [row] = await tx.query<{ firm_id: number; member_id: number; actor_id: number }>(
      `select * from found_firm($1, $2, $3, 'en-NZ', $4, 'Owner', '2024-01-01T00:00:00Z')`,
      [name, currency, timeZone, userId],
    );
    return row!;
  });
  const firmId = found.firm_id;
  return database.inFirm(firmId, async (tx) => {
    const add = (sql: string, params: unknown[]) => addRow(tx, sql, [firmId, ...params]);
    const stateId = await add(
      `insert into job_state (firm_id, name, type) values ($1, 'In Progress', 'inProgress')`,
      [],
    );
    const clientId = await add(`insert into client (firm_id, name, currency) values ($1, 'A Client', $2)`, [
      currency,
    ]);
    const staffId = await add(`insert into staff (firm_id, name) values ($1, 'Ana')`, []);
    const taskId = await add(`insert into task (firm_id, name) values ($1, 'Design')`, []);
    await add(
      `insert into rate (firm_id, scope, staff_id, currency, rate_per_hour_minor, effective_from)
       values ($1, 'staff', $2, $3, 15000, '2020-01-01')`,
      [staffId, currency],
    );
    const jobId = await add(
      `insert into job (firm_id, number, name, client_id, currency, state_id) values ($1, 'J000001', 'A Job', $2, $3, $4)`,
      [clientId, currency, stateId],
    );
    const jobTaskId = await add(
      `insert into job_task (firm_id, job_id, task_id, name) values ($1, $2, $3, 'Design')`,
      [jobId, taskId],
    );
    const ids = { firmId, actorId: found.actor_id, memberId: found.member_id, userId };
    return { ...ids, clientId, staffId, taskId, jobId, jobTaskId, stateId };
  });
}

async function addRow(tx: Queries, sql: string, params: unknown[]): Promise<number> {
  const [row] = await tx.query<{ id: number }>(`${sql} returning id`, params);
  return row!.id;
}
