// Several servers and workers on one database, each a process of its own, and what is done to them.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { kill, serve, work, type Place, type Program } from '../faults/program.ts';

export type Crew = {
  readonly place: Place;
  /** What all of them are started with. */
  readonly environment: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
  /** By port. */
  readonly servers: Map<number, Program>;
  readonly workers: Program[];
};

export async function startServer({ place, environment, servers }: Crew, port: number): Promise<void> {
  servers.set(port, await serve(place, { ...environment, PORT: String(port) }));
}

export async function startWorker({ place, environment, workers }: Crew): Promise<void> {
  workers.push(await work(place, environment));
}

export async function stopServer({ servers }: Crew, port: number, signal: NodeJS.Signals): Promise<void> {
  const program = servers.get(port);
  assert.ok(program, `a server runs on port ${port}`);
  servers.delete(port);
  await kill(program, signal);
  if (signal === 'SIGTERM') assert.equal(program.child.exitCode, 0, program.said());
}

/** One server after the other is told to stop, replaced, and waited for until requests reach it again. */
export async function restartInTurn(crew: Crew, isReady: (port: number) => Promise<boolean>): Promise<void> {
  for (const port of crew.ports) {
    await stopServer(crew, port, 'SIGTERM');
    await startServer(crew, port);
    await until(`port ${port} gets requests`, () => isReady(port));
  }
}

export async function until(what: string, isSo: () => Promise<boolean> | boolean): Promise<void> {
  for (let waitedMs = 0; waitedMs < 30_000; waitedMs += 50) {
    if (await isSo()) return;
    await pause(50);
  }
  assert.fail(`never: ${what}`);
}
