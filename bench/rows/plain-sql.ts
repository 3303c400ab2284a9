// The least that writes what recording writes: the same rows, in tables with the same columns and indexes.

import type { Database, Tx } from '#store/database.ts';
import type { Prepared } from './prepared.ts';

const tables = ['time_entry', 'journal', 'ledger_line', 'open_item', 'job_balance', 'job_age', 'job_month'];

export async function makePlainTables(database: Database): Promise<void> {
  await database.pool.query('drop schema if exists plain cascade; create schema plain');
  for (const table of tables) {
    await database.pool.query(
      `create table plain.${table} (like ${table} including defaults including indexes including storage)`,
    );
  }
}

const statements = [
  `insert into plain.time_entry (firm_id, worked_on, id, job_id, job_task_id, staff_id, minutes, billable_minutes,
     billable, rate_source, rate_per_hour_minor, amount_minor, cost_minor, note)
   select $1, on_day, item, job, job_task, staff, minutes, minutes, true, 'given', 15000, amount, cost, 'Site visit and report' from lines`,
  `insert into plain.journal (firm_id, effective_on, id, recorded_at, cause_id, actor_id, kind, cause_kind)
   select $1, on_day, item, now(), item, 1, 1, 1 from lines`,
  `insert into plain.ledger_line (firm_id, effective_on, journal_id, amount_minor, item_id, cost_minor, job_id,
     job_task_id, staff_id, origin_on, quantity, line_number, kind, debit, credit, item_kind)
   select $1, on_day, item, amount, item, cost, job, job_task, staff, on_day, minutes, 1, 1, 1, 4, 1 from lines`,
  `insert into plain.open_item (firm_id, job_id, item_id, item_kind, direction, origin_on, open_minor, open_quantity,
     job_task_id, staff_id)
   select $1, job, item, 1, 1, on_day, amount, minutes, job_task, staff from lines`,
  `insert into plain.job_balance as b (firm_id, job_id, version, wip_time_minor, recorded_time_minor, first_effective_on,
     last_effective_on, is_listed)
   select $1, job, 1, sum(amount), -sum(amount), min(on_day), max(on_day), true from lines group by job
   on conflict (firm_id, job_id) do update set version = b.version + 1,
     wip_time_minor = b.wip_time_minor + excluded.wip_time_minor,
     recorded_time_minor = b.recorded_time_minor + excluded.recorded_time_minor`,
  `insert into plain.job_age as a
   select $1, job, on_month, sum(amount), 0, 0 from lines group by job, on_month
   on conflict (firm_id, job_id, origin_month) do update set wip_time_minor = a.wip_time_minor + excluded.wip_time_minor`,
  `insert into plain.job_month as m
   select $1, job, on_month, on_month, date '2025-06-01', sum(amount), 0, 0, -sum(amount), 0, 0, 0, 0, 0, 0, 0, 0
   from lines group by job, on_month
   on conflict (firm_id, job_id, effective_month, origin_month, recorded_month) do update set
     wip_time_minor = m.wip_time_minor + excluded.wip_time_minor,
     recorded_time_minor = m.recorded_time_minor + excluded.recorded_time_minor`,
];

const lines = `with lines as (
  select *, date_trunc('month', on_day::timestamp)::date as on_month
  from unnest($2::bigint[], $3::int[], $4::int[], $5::int[], $6::date[], $7::int[], $8::bigint[], $9::bigint[])
    as l (item, job, job_task, staff, on_day, minutes, amount, cost))`;

export async function writePlainly(tx: Tx, { rows }: Pick<Prepared, 'rows'>): Promise<void> {
  const params = [
    tx.firmId,
    rows.map((row) => row.id),
    rows.map((row) => row.jobId),
    rows.map((row) => row.jobTaskId),
    rows.map((row) => row.staffId),
    rows.map((row) => row.workedOn),
    rows.map((row) => row.minutes),
    rows.map((row) => row.amountMinor),
    rows.map((row) => row.costMinor),
  ];
  await Promise.all(
    statements.map((statement, index) => tx.prepared(`plain-${index}`, `${lines} ${statement}`, params)),
  );
}

/** All that a firm has, once more. */
export async function copyFirmPlainly(database: Database, firmId: number): Promise<void> {
  await database.asInstallation(async (tx) => {
    for (const table of tables) {
      await tx.query(`insert into plain.${table} select * from ${table} where firm_id = $1`, [firmId]);
    }
  });
}
