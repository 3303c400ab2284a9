// What operators tell people about times in which something was wrong.

import type { Queries } from '../database.ts';

export type IncidentTold = {
  readonly title: string;
  readonly beganAt: string;
  /** Null while it lasts. */
  readonly endedAt: string | null;
  readonly note: string;
};

export type Incident = IncidentTold & { readonly id: number };

const columns = 'id, title, began_at as "beganAt", ended_at as "endedAt", note';

/** Those that lasted into the time since then, the newest first. */
export function listIncidents(tx: Queries, since: string): Promise<Incident[]> {
  return tx.query<Incident>(
    `select ${columns} from incident where coalesce(ended_at, 'infinity') >= $1 order by began_at desc, id desc
     limit 200`,
    [since],
  );
}

export async function addIncident(tx: Queries, told: IncidentTold): Promise<Incident> {
  const [row] = await tx.query<Incident>(
    `insert into incident (title, began_at, ended_at, note) values ($1, $2, $3, $4) returning ${columns}`,
    [told.title, told.beganAt, told.endedAt, told.note],
  );
  return row!;
}

/** Undefined where there is none of this id. */
export async function changeIncident(
  tx: Queries,
  id: number,
  told: IncidentTold,
): Promise<Incident | undefined> {
  const [row] = await tx.query<Incident>(
    `update incident set title = $2, began_at = $3, ended_at = $4, note = $5 where id = $1 returning ${columns}`,
    [id, told.title, told.beganAt, told.endedAt, told.note],
  );
  return row;
}

export async function findIncident(tx: Queries, id: number): Promise<Incident | undefined> {
  const [row] = await tx.query<Incident>(`select ${columns} from incident where id = $1`, [id]);
  return row;
}

/** False where there was none of this id. */
export async function removeIncident(tx: Queries, id: number): Promise<boolean> {
  const rows = await tx.query('delete from incident where id = $1 returning 1', [id]);
  return rows.length > 0;
}
