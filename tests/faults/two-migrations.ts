// Several migrations of one database at once, one of which may be killed in the middle: whoever is left finishes, and each
// migration is there once.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { ensureDatabase, startPostgres } from '#ops/postgres.ts';
import { loadMigrations } from '#store/migrate.ts';
import { ask, exitOf, kill, leave, newPlace, run, type Place } from './program.ts';

export type AtOnce = { readonly programs: number; readonly killAfterMs?: number | undefined };

/** On a database that is there and empty. Answers how long the last one took. */
export async function migrateAtOnce(
  place: Place,
  environment: Record<string, string>,
  { programs, killAfterMs }: AtOnce,
): Promise<number> {
  const beganAt = performance.now();
  const all = Array.from({ length: programs }, () => run(place, 'migrate', environment));
  const [first, ...rest] = all;
  if (killAfterMs !== undefined) {
    await pause(killAfterMs);
    await kill(first!, 'SIGKILL');
  }
  for (const program of killAfterMs === undefined ? all : rest)
    assert.equal(await exitOf(program), 0, program.said());
  const rows = await ask(place, 'select name from migration order by name collate "C"');
  assert.deepEqual(
    rows.map(({ name }) => name),
    (await loadMigrations()).map(({ name }) => name),
  );
  return Math.round(performance.now() - beganAt);
}

/** Each on a database of its own, with a kill in every second one. */
export async function playMigrations(cycles: number, tell: (line: string) => void): Promise<void> {
  const place = await newPlace();
  const postgres = await startPostgres({ folder: `${place.base}/own`, settings: { shared_buffers: '64MB' } });
  try {
    for (let turn = 1; turn <= cycles; turn += 1) {
      const name = `workledger_${turn}`;
      const database = await ensureDatabase(postgres, name);
      const url = `postgres://workledger@localhost/${name}?host=${encodeURIComponent(database.host)}`;
      const killAfterMs = turn % 2 === 0 ? 300 + Math.random() * 2_500 : undefined;
      const plan = { programs: 3, killAfterMs };
      const tookMs = await migrateAtOnce({ ...place, database }, { DATABASE_URL: url }, plan);
      const killed = killAfterMs === undefined ? '' : `, one killed after ${Math.round(killAfterMs)} ms`;
      tell(`${turn}. three migrations at once${killed}: done in ${tookMs} ms, each migration once`);
    }
  } finally {
    await leave(place, () => postgres.stop());
  }
}
