// A billing run goes on while the server, a worker of its own and PostgreSQL are killed in turn. Nobody touches the run
// meanwhile: it has to come back by itself.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { hasEnded, kill, postmasterOf, serve, work, type Place, type Program } from './program.ts';
import { runNow, type RunOffice } from './run-office.ts';

export const runVictims = ['server', 'worker', 'postmaster', 'everything'] as const;
export type RunVictim = (typeof runVictims)[number];

export type Crew = { server: Program; worker: Program; readonly environment: Record<string, string> };

export type Strike = {
  readonly victim: RunVictim;
  /** How much was left then. */
  readonly left: number;
  /** Until something more of the run was done, or it had ended. */
  readonly recoveredMs: number;
};

export async function callCrew(place: Place, environment: Record<string, string> = {}): Promise<Crew> {
  return { server: await serve(place, environment), worker: await work(place, environment), environment };
}

/** Kills without warning, and starts again what a system would: PostgreSQL is the server's business. */
export async function strike(place: Place, crew: Crew, victim: RunVictim): Promise<void> {
  const postmaster = postmasterOf(place);
  const isStruck = (name: RunVictim) => victim === name || victim === 'everything';
  if (isStruck('server')) await kill(crew.server, 'SIGKILL');
  if (isStruck('worker')) await kill(crew.worker, 'SIGKILL');
  if (isStruck('postmaster')) process.kill(postmaster, 'SIGKILL');
  if (isStruck('server')) crew.server = await serve(place, crew.environment);
  if (isStruck('worker')) crew.worker = await work(place, crew.environment);
}

export type Watched = {
  readonly office: RunOffice;
  readonly crew: Crew;
  readonly runId: string;
};

const endsWithinMs = 20 * 60_000;

/** Sees a run to its end, and strikes once each time that so much or less of it is left. */
export async function strikeThrough(watched: Watched, victims: readonly RunVictim[]): Promise<Strike[]> {
  const { office, runId } = watched;
  const strikes: Strike[] = [];
  const all = (await runNow(office, runId)).left;
  for (const [turn, victim] of victims.entries()) {
    // One in each part of the run, somewhere.
    const moment = 0.95 * all * (1 - (turn + 0.8 * Math.random()) / victims.length);
    const now = await until(office, runId, ({ left }) => left <= moment);
    if (now.state !== 'running') break;
    strikes.push(await strikeOnce(watched, victim, Math.random() * Math.min(250, all / 2)));
  }
  await until(office, runId, () => false);
  return strikes;
}

/** Strikes after a while, and waits until the run goes on. */
export async function strikeOnce(
  { office, crew, runId }: Watched,
  victim: RunVictim,
  afterMs: number,
): Promise<Strike> {
  await pause(afterMs);
  const struckAt = performance.now();
  const { left, step } = await runNow(office, runId);
  await strike(office.place, crew, victim);
  await until(office, runId, (later) => later.step > step);
  const recoveredMs = Math.round(performance.now() - struckAt);
  for (const [name, { child, said }] of Object.entries({ server: crew.server, worker: crew.worker })) {
    assert.ok(!hasEnded(child), `the ${name} did not outlive the ${victim}:\n${said()}`);
  }
  return { victim, left, recoveredMs };
}

/** Until it is so, or the run does not go on any more. */
async function until(
  office: RunOffice,
  runId: string,
  isSo: (now: Awaited<ReturnType<typeof runNow>>) => boolean,
) {
  const giveUpAt = performance.now() + endsWithinMs;
  for (;;) {
    const now = await runNow(office, runId);
    if (now.state !== 'running' || isSo(now)) return now;
    assert.ok(performance.now() < giveUpAt, `the run does not end: ${JSON.stringify(now)}`);
    await pause(20);
  }
}
