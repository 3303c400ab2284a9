// Job states that an import brings along.

import type { JobStateType } from '#core/practice/job-states.ts';
import type { Tx } from '../database.ts';

/** Adds states behind the firm's own, in the order given. */
export async function insertJobStates(
  tx: Tx,
  states: readonly { readonly name: string; readonly type: JobStateType }[],
): Promise<number[]> {
  if (states.length === 0) return [];
  const rows = await tx.query<{ id: number }>(
    `insert into job_state (firm_id, name, type, position)
     select $1, name, type, place + (select coalesce(max(position), 0) from job_state where firm_id = $1)
     from unnest($2::text[], $3::text[]) with ordinality as s (name, type, place)
     order by place returning id`,
    [tx.firmId, states.map((state) => state.name), states.map((state) => state.type)],
  );
  return rows.map((row) => row.id);
}
