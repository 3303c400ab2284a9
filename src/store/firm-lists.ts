// The lists that a firm keeps in its own words: job states and reasons for adjusting WIP.

import type { JobStateType } from '#core/practice/job-states.ts';
import type { Tx } from './database.ts';
import type { RecordKind } from './practice/records.ts';

export type JobState = {
  readonly id: number;
  readonly version: number;
  readonly name: string;
  readonly type: JobStateType;
  /** Its place in the list, from 0. */
  readonly position: number;
  readonly archived: boolean;
};

export const jobStates: RecordKind<JobState> = {
  table: 'job_state',
  subject: 'jobState',
  noun: 'job state',
  unknown: 'unknownJobState',
  columns: {
    id: 'id',
    version: 'version',
    name: 'name',
    type: 'type',
    position: 'position',
    archived: 'archived',
  },
};

export type Reason = {
  readonly id: number;
  readonly version: number;
  readonly name: string;
  readonly archived: boolean;
};

export const reasons: RecordKind<Reason> = {
  table: 'adjustment_reason',
  subject: 'reason',
  noun: 'reason',
  unknown: 'unknownReason',
  columns: { id: 'id', version: 'version', name: 'name', archived: 'archived' },
};

/** All states, archived ones last. A firm has a handful. */
export function listJobStates(tx: Tx): Promise<JobState[]> {
  return tx.query<JobState>(
    `select id, version, name, type, position, archived from job_state
     where firm_id = $1 order by archived, position, lower(name), id`,
    [tx.firmId],
  );
}

/** All reasons, archived ones last. A firm has a handful. */
export function listReasons(tx: Tx): Promise<Reason[]> {
  return tx.query<Reason>(
    `select id, version, name, archived from adjustment_reason
     where firm_id = $1 order by archived, lower(name), id`,
    [tx.firmId],
  );
}

/** Whether any job is in the state. */
export async function isJobStateUsed(tx: Tx, id: number): Promise<boolean> {
  const rows = await tx.query('select 1 from job where firm_id = $1 and state_id = $2 limit 1', [
    tx.firmId,
    id,
  ]);
  return rows.length > 0;
}
