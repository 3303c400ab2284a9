// Who takes the processors: what the kernel says of processes (/proc). On a machine that others use as well, what is answered
// for each second of processor says more than what is answered in a second.

import { readFileSync } from 'node:fs';
import type { Stage } from '../../bench/stage.ts';

const ticksPerSecond = 100;

type Taken = ReadonlyMap<number, number>;

/** Seconds of processor that the processes have taken since they began. */
function takenBy(processes: readonly number[]): Taken {
  return new Map(
    processes.flatMap((id) => {
      try {
        // After the name, which stands in brackets: user and system time are the 12th and 13th.
        const fields = readFileSync(`/proc/${id}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ');
        return [[id, (Number(fields[11]) + Number(fields[12])) / ticksPerSecond] as const];
      } catch {
        return [];
      }
    }),
  );
}

type Parties = Readonly<Record<string, () => Promise<readonly number[]>>>;

/** What each of them takes from now until asked, in processors. */
export async function watchProcessors(parties: Parties): Promise<() => Promise<Record<string, number>>> {
  const read = async () => {
    const all = Object.entries(parties).map(async ([name, list]) => [name, takenBy(await list())] as const);
    return new Map(await Promise.all(all));
  };
  const [before, begunMs] = [await read(), performance.now()];
  return async () => {
    const seconds = (performance.now() - begunMs) / 1_000;
    const after = await read();
    return Object.fromEntries(
      [...after].map(([name, taken]) => {
        const since = [...taken].map(([id, now]) => now - (before.get(name)?.get(id) ?? 0));
        return [name, Math.round((since.reduce((sum, one) => sum + one, 0) / seconds) * 100) / 100];
      }),
    );
  };
}

/** The processes of PostgreSQL that serve a database; connections last longer than a load does. */
export async function databaseProcesses({ database }: Stage): Promise<number[]> {
  const { rows } = await database.pool.query<{ id: number }>(
    `select pid as id from pg_stat_activity where backend_type in ('client backend', 'walwriter')`,
  );
  return rows.map(({ id }) => id);
}
