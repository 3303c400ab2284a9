// Rounds of a billing run under fire, by hand: node tests/faults/main.ts --runs 10 [--jobs 5000] [--strikes 3]

import { parseArgs } from 'node:util';
import { exitOf, leave, newPlace, run } from './program.ts';
import { openRunOffice } from './run-office.ts';
import { playRound } from './run-rounds.ts';
import { callCrew, runVictims, type RunVictim, type Strike } from './run-storm.ts';

export async function playRuns(words: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      runs: { type: 'string', default: '10' },
      jobs: { type: 'string', default: '5000' },
      strikes: { type: 'string', default: '3' },
    },
  });
  const place = await newPlace();
  try {
    if ((await exitOf(run(place, 'migrate'))) !== 0) throw new Error('the database cannot be made');
    const crew = await callCrew(place);
    const office = await openRunOffice(place, Number(values.jobs));
    const strikes: Strike[] = [];
    for (let round = 1; round <= Number(values.runs); round += 1) {
      const beganAt = performance.now();
      const some = () => anyOrder().slice(0, Number(values.strikes));
      const approval = round % 2 === 0 ? 'immediately' : 'afterReview';
      const victims = { bill: some(), approve: some(), undo: some() };
      const struck = await playRound(office, crew, { approval, victims, disturbed: 5 });
      strikes.push(...struck);
      const seconds = Math.round((performance.now() - beganAt) / 1000);
      console.log(`${round}. ${approval}, ${seconds} s: ${struck.map(tell).join(', ')}; all well`);
    }
    for (const victim of runVictims) console.log(`${victim}: ${recoveryOf(strikes, victim)}`);
  } finally {
    await leave(place);
  }
}

const tell = ({ victim, left, recoveredMs }: Strike) =>
  `${victim} with ${left} left, goes on after ${recoveredMs} ms`;

function anyOrder(): RunVictim[] {
  return runVictims
    .map((victim) => ({ victim, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ victim }) => victim);
}

function recoveryOf(strikes: readonly Strike[], victim: RunVictim): string {
  const times = strikes
    .flatMap((one) => (one.victim === victim ? one.recoveredMs : []))
    .toSorted((a, b) => a - b);
  if (times.length === 0) return 'never struck';
  return `${times.length} strikes, goes on after ${times[times.length >> 1]} ms in the median, ${times.at(-1)} ms at most`;
}
