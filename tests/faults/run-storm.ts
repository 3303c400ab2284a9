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
async function strike(place: Place, crew: Crew, victim: RunVictim): Promise<void> {
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
export async function strikeThrough(
  { office, crew, runId }: Watched,
  victims: readonly RunVictim[],
): Promise<Strike[]> {
  const strikes: Strike[] = [];
  const all = (await runNow(office, runId)).left;
  const moments = victims.map(() => Math.random() * 0.95 * all).toSorted((a, b) => b - a);
  for (const [turn, victim] of victims.entries()) {
    const now = await until(office, runId, ({ left }) => left <= moments[turn]!);
    if (now.state !== 'running') break;
    await pause(Math.random() * Math.min(250, all / 2));
    const struckAt = performance.now();
    const { left, step } = await runNow(office, runId);
    await strike(office.place, crew, victim);
    await until(office, runId, (later) => later.step > step);
    strikes.push({ victim, left, recoveredMs: Math.round(performance.now() - struckAt) });
    for (const [name, { child, said }] of Object.entries({ server: crew.server, worker: crew.worker })) {
      assert.ok(!hasEnded(child), `the ${name} did not outlive the ${victim}:\n${said()}`);
    }
  }
  await until(office, runId, () => false);
  return strikes;
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
