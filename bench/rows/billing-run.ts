// The billing run as people use it: rehearsed, started, done by a worker in a process of its own, and watched. What the
// worker does is compared with plain SQL that writes the same rows.

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { startRun } from '#actions/billing-runs/control-run.ts';
import { rehearse } from '#actions/billing-runs/rehearse.ts';
import type { DefinedRules } from '#core/billing-run/rules.ts';
import { asServed } from '../http/as-served.ts';
import type { Figure } from '../figures.ts';
import { timed, timesOf } from '../measuring.ts';
import type { Stage } from '../stage.ts';
import { atMost, constantMemory } from '../targets.ts';
import { layOutJobs, type JobToInvoice } from './jobs-to-invoice.ts';
import { copyPlainly, makePlainInvoices, preparePlainly } from './plain-invoices.ts';
import { withRequestKey } from './posting.ts';
import type { Row } from './row.ts';

const itemsPerJob = 40;
const jobsUsual = 10_000;
const jobsSmall = 6;
const jobsPerChunk = 100;
const rehearsals = 3;
const lookEveryMs = 100;
const bytesPerMegabyte = 1_048_576;

export const runRow: Row = {
  name: 'run',
  async measure(stage) {
    const { category, jobs } = await jobsToRun(stage, stage.small ? jobsSmall : jobsUsual);
    await makePlainInvoices(stage.database);
    await preparePlainly(stage.database, jobs);
    const rehearsed: number[] = [];
    let runId = 0;
    for (let turn = 0; turn < (stage.small ? 1 : rehearsals); turn += 1) {
      const took = await timed(async () => (runId = await rehearseJobs(stage, category)));
      rehearsed.push(took);
    }
    const worker = await beginWork(stage);
    try {
      const { tookMs, megabytes } = await runToEnd(stage, runId, { worker, jobs: jobs.length });
      const plainMs = await timed(() => copyInChunks(stage, jobs));
      return [rehearsalOf(jobs.length, rehearsed), ...figuresOf(jobs.length, { tookMs, plainMs, megabytes })];
    } finally {
      worker.kill();
    }
  },
};

function rehearsalOf(jobs: number, took: readonly number[]): Figure {
  const { median, least } = timesOf(took);
  return {
    name: `Billing run of ${jobs.toLocaleString('en')} jobs, rehearsed`,
    value: median / 1_000,
    unit: 's',
    note: `least ${(least / 1_000).toFixed(2)} s`,
    target: atMost(5, 's'),
  };
}

type Measured = { readonly tookMs: number; readonly plainMs: number; readonly megabytes: readonly number[] };

function figuresOf(jobs: number, { tookMs, plainMs, megabytes }: Measured): Figure[] {
  const name = `Billing run of ${jobs.toLocaleString('en')} jobs`;
  const each = `${(tookMs / jobs).toFixed(2)} ms each`;
  return [
    {
      name: `${name}, drafted, approved, numbered`,
      value: tookMs / 1000,
      unit: 's',
      note: each,
      target: atMost(15, 's'),
    },
    { name: '– plain SQL with the same rows and indexes', value: plainMs / 1000, unit: 's' },
    { name: '– run ÷ plain SQL, time', value: tookMs / plainMs, unit: '×', target: atMost(3, '×') },
    {
      name: '– memory of the worker at the end',
      value: megabytes.at(-1)!,
      unit: 'MB',
      note: `resident; at 10 %, 50 %, 100 %: ${megabytes.map((one) => Math.round(one)).join(', ')}`,
    },
    {
      name: '– memory of the worker at the end ÷ half way',
      value: megabytes[2]! / megabytes[1]!,
      unit: '×',
      target: constantMemory,
    },
  ];
}

let categories = 0;

/** Jobs that a run finds by their category. */
export async function jobsToRun(
  stage: Stage,
  count: number,
): Promise<{ readonly category: string; readonly jobs: JobToInvoice[] }> {
  const category = `Bench ${(categories += 1)} of ${process.pid}`;
  return { category, jobs: await layOutJobs(stage.context, count, itemsPerJob, category) };
}

/** Answers the run. */
export async function rehearseJobs({ context, today }: Stage, category: string): Promise<number> {
  const rehearsed = await rehearse(withRequestKey(context), { rules: rulesOf(category, today) });
  if (!rehearsed.ok) throw new Error(JSON.stringify(rehearsed.refusals.slice(0, 3)));
  return rehearsed.value.id;
}

function rulesOf(category: string, today: Stage['today']): DefinedRules {
  const anything = { clientIds: null, jobIds: null, managerIds: null, partnerIds: null };
  return {
    cutOffOn: today,
    invoicedOn: today,
    periodFrom: null,
    periodTo: null,
    dueOn: null,
    seriesId: null,
    templateId: null,
    layout: null,
    taxMode: null,
    grouping: 'job',
    approval: 'immediately',
    reviewStages: [],
    filters: { ...anything, categories: [category], schedule: 'any', minimumAmount: null, sign: 'any' },
    treatment: {
      carryYoungerThanDays: null,
      writeOffBelow: null,
      writeOffReasonId: null,
      interims: 'absorb',
      finalWhenCompleted: true,
      quotedJobs: 'leave',
    },
  };
}

/** A worker in a process of its own, with the memory that it is deployed with. */
export async function beginWork(stage: Stage): Promise<ChildProcess> {
  const worker = fork(
    join(import.meta.dirname, '..', 'worker.ts'),
    [JSON.stringify(stage.address), stage.context.clock()],
    { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [...asServed] },
  );
  await once(worker, 'message');
  return worker;
}

async function runToEnd(
  stage: Stage,
  runId: number,
  { worker, jobs }: { readonly worker: ChildProcess; readonly jobs: number },
): Promise<{ readonly tookMs: number; readonly megabytes: readonly number[] }> {
  const start = performance.now();
  await beginRun(stage, runId);
  const megabytes: number[] = [];
  for (const share of [0.1, 0.5, 1]) {
    await until(stage, runId, (billed) => billed >= jobs * share);
    worker.send('memory');
    const [bytes] = (await once(worker, 'message')) as [number];
    megabytes.push(bytes / bytesPerMegabyte);
  }
  await until(stage, runId, (_billed, state) => state === 'done');
  return { tookMs: performance.now() - start, megabytes };
}

export async function beginRun({ context }: Stage, runId: number): Promise<void> {
  const started = await startRun(withRequestKey(context), { id: runId, version: 1, whenChanged: 'bill' });
  if (!started.ok) throw new Error(JSON.stringify(started.refusals));
}

/** Looks from time to time, as nobody whom a run stands back for; the run does not end before everything is billed. */
export async function until(
  { address }: Stage,
  runId: number,
  isThere: (billed: number, state: string) => boolean,
): Promise<void> {
  const client = new pg.Client({ ...address, application_name: 'benchmark' });
  await client.connect();
  try {
    for (;;) {
      const { rows } = await client.query<{ state: string; billed: number }>(
        `select r.state, (select count(*)::int from billing_run_unit u
           where u.firm_id = r.firm_id and u.run_id = r.id and u.state = 'billed') as billed
         from billing_run r where r.id = $1`,
        [runId],
      );
      const { state, billed } = rows[0]!;
      if (isThere(billed, state)) return;
      if (state !== 'running') throw new Error(`the run is ${state} with ${billed} billed`);
      await pause(lookEveryMs);
    }
  } finally {
    await client.end();
  }
}

async function copyInChunks(stage: Stage, jobs: readonly JobToInvoice[]): Promise<void> {
  for (let start = 0; start < jobs.length; start += jobsPerChunk) {
    await copyPlainly(stage.database, stage.context, jobs.slice(start, start + jobsPerChunk));
  }
}
