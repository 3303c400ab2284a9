// How long people wait while a run goes on, beside how long they wait without one, by hand:
//
//     node tests/faults/main.ts --peak 3 [--jobs 2000] [--people 8]
//
// People record time on jobs of the run and read Estimated Billings, with a moment of thought in between. Quiet and busy
// phases take turns, so that what else the machine does is in both.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { exitOf, leave, newPlace, run } from './program.ts';
import { openRunOffice, post, runNow, type RunOffice } from './run-office.ts';
import { rehearsed } from './run-rounds.ts';
import { callCrew } from './run-storm.ts';
import { send } from './storm.ts';

const thoughtMs = 50;
const quietForMs = 15_000;

type Waits = { readonly recording: number[]; readonly reading: number[] };

export async function playPeak(words: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      peak: { type: 'string', default: '3' },
      jobs: { type: 'string', default: '2000' },
      people: { type: 'string', default: '8' },
    },
  });
  const place = await newPlace();
  try {
    assert.equal(await exitOf(run(place, 'migrate')), 0);
    await callCrew(place);
    const office = await openRunOffice(place, Number(values.jobs));
    const people = Number(values.people);
    // What runs cold is in neither.
    await during(office, people, () => pause(3_000));
    const quiet: Waits = { recording: [], reading: [] };
    const busy: Waits = { recording: [], reading: [] };
    for (let turn = 1; turn <= Number(values.peak); turn += 1) {
      add(quiet, await during(office, people, () => pause(quietForMs)));
      const seconds = await billed(office, people, busy);
      console.log(`${turn}. ${values.jobs} jobs billed in ${seconds.toFixed(1)} s beside ${people} people`);
    }
    for (const what of ['recording', 'reading'] as const) {
      console.log(`${what}: without a run ${told(quiet[what])}; with one ${told(busy[what])}`);
    }
  } finally {
    await leave(place);
  }
}

/** Bills the month beside people, and then takes it back without them. */
async function billed(office: RunOffice, people: number, busy: Waits): Promise<number> {
  const { id, version } = await rehearsed(office, 'immediately');
  const startedAt = performance.now();
  const waits = await during(office, people, async () => {
    await post(office, `/billing-runs/${id}/start`, { whenChanged: 'bill' }, { 'if-match': `"${version}"` });
    await untilOver(office, id);
  });
  add(busy, waits);
  const seconds = (performance.now() - startedAt) / 1000;
  await post(office, `/billing-runs/${id}/undoing`, { reason: 'Once more' });
  await untilOver(office, id);
  return seconds;
}

async function untilOver(office: RunOffice, runId: string): Promise<void> {
  while ((await runNow(office, runId)).state === 'running') await pause(250);
}

/** What people wait, each time, as long as something goes on. */
async function during(office: RunOffice, people: number, goesOn: () => Promise<unknown>): Promise<Waits> {
  const waits: Waits = { recording: [], reading: [] };
  let isOver = false;
  const record = async () => {
    const job = office.month[Math.floor(Math.random() * office.month.length)]!;
    const entry = { ...job, staffId: office.staffId, workedOn: '2026-03-12', minutes: 15 };
    const entries = [{ ...entry, jobId: String(job.jobId), jobTaskId: String(job.jobTaskId) }];
    const headers = { authorization: `Bearer ${office.key}`, 'idempotency-key': randomUUID() };
    const answer = await send(office.place, '/time-entries', { entries }, headers);
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
  };
  const read = async () => {
    const answer = await fetch(`${office.place.url}/api/v1/reports/estimated-billings?limit=50`, {
      headers: { authorization: `Bearer ${office.key}` },
    });
    assert.equal(answer.status, 200, await answer.text());
  };
  const person = async (place: number): Promise<void> => {
    const [deed, mine] = place % 4 === 3 ? [read, waits.reading] : [record, waits.recording];
    while (!isOver) {
      const askedAt = performance.now();
      await deed();
      mine.push(performance.now() - askedAt);
      await pause(Math.random() * 2 * thoughtMs);
    }
  };
  const all = Array.from({ length: people }, (_, place) => person(place));
  await goesOn();
  isOver = true;
  await Promise.all(all);
  return waits;
}

function add(to: Waits, more: Waits): void {
  to.recording.push(...more.recording);
  to.reading.push(...more.reading);
}

function told(waits: readonly number[]): string {
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1 - 1e-9)} ms of ${sorted.length}`;
}
