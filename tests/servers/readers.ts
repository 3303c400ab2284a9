// People who save and then look: each records time on a job of their own and reads the job's balance from a report, which
// must hold what they were just told is saved, whichever server or copy of the database answers.

import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Place } from '../faults/program.ts';
import { askUntilAnswered, type Acknowledged, type Asking, type Office } from '../faults/storm.ts';

export type Readers = Asking & {
  readonly acknowledged: Acknowledged[];
  /** Reports that did not hold what was saved before they were asked for. */
  readonly stale: string[];
  /** Reports that were refused or broke off. */
  readonly failures: string[];
  reports: number;
  stop(): Promise<void>;
};

/** One reader per job; nobody else may record on these jobs meanwhile. */
export function startReaders(place: Place, office: Office, jobs: Office['jobs'], pauseMs = 0): Readers {
  let stopped = false;
  const readers: Readers = {
    acknowledged: [],
    stale: [],
    failures: [],
    reports: 0,
    retries: 0,
    lastAnswerAt: 0,
    async stop() {
      stopped = true;
      await Promise.all(working);
    },
  };
  const work = async (job: Office['jobs'][number]): Promise<void> => {
    let expected = await readBalance(place, office, job.jobId);
    while (!stopped) {
      const entry = { ...job, staffId: office.staffId, workedOn: '2026-01-15', minutes: 60 };
      const asked = { path: '/time-entries', body: { entries: [entry] }, key: randomUUID() };
      const { entries } = (await askUntilAnswered(place, office, readers, asked)) as {
        entries: { id: string; amount: string }[];
      };
      for (const { id, amount } of entries) {
        const minor = BigInt(amount.replace('.', ''));
        readers.acknowledged.push({ id, minor });
        expected += minor;
      }
      await look(job.jobId, expected);
      await pause(pauseMs);
    }
  };
  async function look(jobId: string, expected: bigint): Promise<void> {
    try {
      const found = await readBalance(place, office, jobId);
      readers.reports += 1;
      if (found !== expected) readers.stale.push(`job ${jobId}: ${found} instead of ${expected}`);
    } catch (error) {
      readers.failures.push((error as Error).message);
    }
  }
  const working = jobs.map((job) => work(job));
  return readers;
}

async function readBalance(place: Place, office: Office, jobId: string): Promise<bigint> {
  const answer = await fetch(`${place.url}/api/v1/reports/estimated-billings?limit=100`, {
    headers: { authorization: `Bearer ${office.key}` },
    signal: AbortSignal.timeout(15_000),
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${answer.status} ${text.slice(0, 200)}`);
  const { items } = JSON.parse(text) as { items: { jobId: string; wipTime: string }[] };
  const row = items.find((one) => one.jobId === jobId);
  return BigInt((row?.wipTime ?? '0.00').replace('.', ''));
}
