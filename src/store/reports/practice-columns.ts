// What Estimated Billings tells of the practice, and which tables beside job `j` it takes.

import { sql, type RawBuilder } from 'kysely';
import type { JobFilter } from './filters.ts';

type Sql = RawBuilder<unknown>;

/** Where a field of the practice stands: job `j`, client `c`, state `s`, manager `m`, partner `p`. */
export const practiceColumns = {
  jobNumber: 'j.number',
  jobName: 'j.name',
  clientId: 'j.client_id',
  clientName: 'c.name',
  managerId: 'j.manager_id',
  managerName: 'm.name',
  partnerId: 'j.partner_id',
  partnerName: 'p.name',
  stateId: 'j.state_id',
  stateName: 's.name',
  stateType: 's.type',
  category: 'j.category',
} as const;
export type PracticeField = keyof typeof practiceColumns;
export const practiceFields = Object.keys(practiceColumns) as PracticeField[];

/** The tables beside job `j` that fields and a filter ask for. */
export function practiceOf(firmId: number, fields: readonly PracticeField[], filter: JobFilter): Sql {
  const isNeeded = (table: string) => fields.some((field) => practiceColumns[field].startsWith(`${table}.`));
  const joins = [
    [
      isNeeded('c') || filter.text !== undefined,
      sql`join client c on c.firm_id = ${firmId} and c.id = j.client_id`,
    ],
    [
      isNeeded('s') || filter.stateType !== undefined,
      sql`join job_state s on s.firm_id = ${firmId} and s.id = j.state_id`,
    ],
    [isNeeded('m'), sql`left join staff m on m.firm_id = ${firmId} and m.id = j.manager_id`],
    [isNeeded('p'), sql`left join staff p on p.firm_id = ${firmId} and p.id = j.partner_id`],
  ] as const;
  const needed = joins.filter(([isAsked]) => isAsked).map(([, join]) => join);
  return needed.length === 0 ? sql`` : sql.join(needed, sql` `);
}
