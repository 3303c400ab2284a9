// Which jobs a report is about. The tables are job `j`, client `c` and job_state `s`; everything given must hold.

import { sql, type RawBuilder } from 'kysely';

export type JobFilter = {
  readonly jobId?: number | undefined;
  readonly clientId?: number | undefined;
  readonly managerId?: number | undefined;
  readonly partnerId?: number | undefined;
  readonly stateId?: number | undefined;
  readonly stateType?: string | undefined;
  readonly category?: string | undefined;
  readonly text?: string | undefined;
};

type Sql = RawBuilder<unknown>;

/** The conditions as ` and … and …`. */
export function ofFilter(filter: JobFilter): Sql {
  const conditions: Sql[] = [];
  const equal = (column: string, value: number | string | undefined) => {
    if (value !== undefined) conditions.push(sql` and ${sql.ref(column)} = ${value}`);
  };
  equal('j.id', filter.jobId);
  equal('j.client_id', filter.clientId);
  equal('j.manager_id', filter.managerId);
  equal('j.partner_id', filter.partnerId);
  equal('j.state_id', filter.stateId);
  equal('s.type', filter.stateType);
  equal('j.category', filter.category);
  if (filter.text !== undefined) {
    const part = `%${filter.text.toLowerCase().replace(/[\\%_]/g, String.raw`\$&`)}%`;
    conditions.push(
      sql` and (lower(j.number) like ${part} or lower(j.name) like ${part} or lower(c.name) like ${part})`,
    );
  }
  return conditions.length === 0 ? sql`` : sql.join(conditions, sql``);
}

/** Client and state of job `j`, as joins. */
export function practiceOfJob(firmId: number): Sql {
  return sql`
    join client c on c.firm_id = ${firmId} and c.id = j.client_id
    join job_state s on s.firm_id = ${firmId} and s.id = j.state_id`;
}
