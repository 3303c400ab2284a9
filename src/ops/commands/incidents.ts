import type { IncidentsRunner, IncidentTimes } from '#cli/commands/incidents.ts';
import { editIncident, forgetIncident, noteIncident, readIncidents } from '#actions/operator/incidents.ts';
import { incidentChange, newIncident } from '#contract/operator/incidents.ts';
import type { Result } from '#core/refusal.ts';
import { clock, openForCommand } from './operator.ts';

export async function openIncidents(): Promise<IncidentsRunner> {
  const { database } = await openForCommand('incident');
  return {
    async add(title, times) {
      const told = newIncident.safeParse({ title, ...timesOf(times) });
      if (!told.success) return whatIsWrong(told.error.issues);
      return problemOf(await noteIncident(database, clock(), told.data));
    },
    async end(id, times) {
      const told = incidentChange.safeParse({ endedAt: clock(), ...timesOf(times) });
      if (!told.success) return whatIsWrong(told.error.issues);
      return problemOf(await editIncident(database, numberOf(id), told.data));
    },
    remove: async (id) => problemOf(await forgetIncident(database, numberOf(id))),
    list: () => readIncidents(database, clock()),
  };
}

function timesOf({ from, to, note }: IncidentTimes) {
  return {
    ...(from === undefined ? {} : { beganAt: from }),
    ...(to === undefined ? {} : { endedAt: to }),
    ...(note === undefined ? {} : { note }),
  };
}

/** What is no number names nothing. */
function numberOf(id: string): number {
  return /^[1-9]\d{0,8}$/.test(id) ? Number(id) : 0;
}

function problemOf(result: Result<unknown>): string | undefined {
  return result.ok ? undefined : result.refusals.map(({ detail }) => detail).join(' ');
}

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string; readonly params?: unknown };

function whatIsWrong(issues: readonly Issue[]): string {
  return issues
    .map(({ path, message, params }) => {
      const accepted = (params as { accepted?: string } | undefined)?.accepted;
      return `${path.join('.')}: ${message}${accepted === undefined ? '' : ` Accepted: ${accepted}.`}`;
    })
    .join(' ');
}
