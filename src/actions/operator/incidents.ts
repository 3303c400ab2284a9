// What operators tell people about times in which something was wrong.

import { hoursBefore, secondsBetween } from '#core/monitoring/moments.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import type { Database } from '#store/database.ts';
import {
  addIncident,
  changeIncident,
  findIncident,
  listIncidents,
  removeIncident,
  type Incident,
  type IncidentTold,
} from '#store/monitoring/incidents.ts';

const yearHours = 365 * 24;

/** Those of the last year. */
export function readIncidents(database: Database, now: string): Promise<Incident[]> {
  return database.asInstallation((tx) => listIncidents(tx, hoursBefore(now, yearHours)), { readOnly: true });
}

export async function noteIncident(
  database: Database,
  now: string,
  told: Partial<IncidentTold> & Pick<IncidentTold, 'title'>,
): Promise<Result<Incident>> {
  const incident = { beganAt: now, endedAt: null, note: '', ...told };
  const refusal = backwards(incident);
  return refusal ?? done(await database.asInstallation((tx) => addIncident(tx, incident)));
}

/** What is not said stays as it is. */
export async function editIncident(
  database: Database,
  id: number,
  changes: Partial<IncidentTold>,
): Promise<Result<Incident>> {
  return database.asInstallation(async (tx): Promise<Result<Incident>> => {
    const before = await findIncident(tx, id);
    if (before === undefined) return unknownIncident(id);
    const after = { ...before, ...changes };
    const changed = backwards(after) ?? (await changeIncident(tx, id, after));
    if (changed === undefined) return unknownIncident(id);
    return 'ok' in changed ? changed : done(changed);
  });
}

export async function forgetIncident(database: Database, id: number): Promise<Result<null>> {
  const removed = await database.asInstallation((tx) => removeIncident(tx, id));
  return removed ? done(null) : unknownIncident(id);
}

function backwards({ beganAt, endedAt }: Pick<IncidentTold, 'beganAt' | 'endedAt'>) {
  if (endedAt === null || secondsBetween(beganAt, endedAt) >= 0) return undefined;
  return refuse('invalidRequest', 'It ends before it begins.', {
    field: 'endedAt',
    value: endedAt,
    accepted: `a moment after ${beganAt}`,
  });
}

function unknownIncident(id: number): Result<never> {
  return refuse('notFound', 'There is no incident with this id.', { field: 'id', value: String(id) });
}
