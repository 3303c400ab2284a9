// Ways to die, and the way to make commits loose for the negative control.

import { setTimeout as pause } from 'node:timers/promises';
import { ask, backendsOf, kill, postmasterOf, serve, type Place, type Program } from './program.ts';

export const victims = ['backend', 'postmaster', 'server', 'everything'] as const;
export type Victim = (typeof victims)[number];

/** Kills without warning; gives back the server that runs afterwards. */
export async function killSomething(place: Place, server: Program, victim: Victim): Promise<Program> {
  if (victim === 'backend') {
    const backends = await backendsOf(place);
    const chosen = backends[Math.floor(Math.random() * backends.length)];
    if (chosen !== undefined) process.kill(chosen, 'SIGKILL');
    return server;
  }
  if (victim === 'postmaster') {
    process.kill(postmasterOf(place), 'SIGKILL');
    return server;
  }
  // The server first, so that nobody starts PostgreSQL again before the next server does.
  const postmaster = postmasterOf(place);
  await kill(server, 'SIGKILL');
  if (victim === 'everything') process.kill(postmaster, 'SIGKILL');
  return serve(place);
}

/** PostgreSQL answers before it has written: what a broken installation would do. */
export async function looseCommits(place: Place): Promise<void> {
  await ask(
    place,
    'alter database workledger set synchronous_commit = off',
    `alter system set wal_writer_delay = '10s'`,
    `alter system set wal_writer_flush_after = '1GB'`,
    'select pg_reload_conf()',
  );
  // Settings of a database begin with a session.
  for (const backend of await backendsOf(place)) await ask(place, `select pg_terminate_backend(${backend})`);
  await pause(200);
}
