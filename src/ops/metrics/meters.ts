// The metrics of this process as Prometheus knows them, counted where things happen. What is true of the whole
// installation, whichever process is asked, is in installation-gauges.ts.

import { collectDefaultMetrics, Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Admission } from '#api/admission/admission.ts';
import type { Answered } from '#api/middleware/answers.ts';
import type { Database } from '#store/database.ts';
import { groupCommitted, posted, statementAnswered } from '#store/signals.ts';
import type { RoutineDone } from '#worker/worker.ts';
import type { Role } from './sample.ts';

export type Meters = {
  answered(answered: Answered): void;
  routineDone(done: RoutineDone): void;
  /** Looks at what is only true at this moment. */
  refresh(): void;
  close(): void;
};

export type MeterOptions = {
  readonly registry: Registry;
  readonly role: Role;
  readonly version: string;
  readonly pool: Database['pool'];
  /** Of a server; a worker lets nobody in. */
  readonly admission?: Admission | undefined;
};

const requestSeconds = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const postSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30];
const routineSeconds = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900];
const counts = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, 20_000];

export function openMeters(options: MeterOptions): Meters {
  const { registry, role, version, pool, admission } = options;
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  new Gauge({
    name: 'workledger_info',
    help: 'Always 1; which program this process is.',
    labelNames: ['role', 'version', 'node'],
    registers,
  }).set({ role, version, node: process.version }, 1);
  const routineDone = routineMeter(registers);
  const refreshPool = poolGauges(registers, pool);
  const refreshAdmission = admission === undefined ? () => {} : admissionMeters(registers, admission);
  const stopListening = [...ledgerMeters(registers), statementMeter(registers)];
  return {
    answered: requestMeter(registers),
    routineDone,
    refresh() {
      refreshPool();
      refreshAdmission();
    },
    close() {
      for (const stop of stopListening) stop();
    },
  };
}

function requestMeter(registers: Registry[]): Meters['answered'] {
  const duration = new Histogram({
    name: 'workledger_http_request_duration_seconds',
    help: 'How long answers took, by route template. Streams of events are not in it.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: requestSeconds,
    registers,
  });
  const streams = new Counter({
    name: 'workledger_http_streams_total',
    help: 'Streams of events that have ended.',
    labelNames: ['route'] as const,
    registers,
  });
  // Finding the series by its labels costs more than counting in it.
  const series = new Map<string, { observe(seconds: number): void }>();
  return ({ method, route, status, durationMs, isStream }) => {
    if (isStream) return streams.inc({ route });
    const name = `${method} ${route} ${status}`;
    let found = series.get(name);
    if (found === undefined)
      series.set(name, (found = duration.labels({ method, route, status: String(status) })));
    found.observe(durationMs / 1_000);
    return undefined;
  };
}

function ledgerMeters(registers: Registry[]): (() => void)[] {
  const journals = new Counter({
    name: 'workledger_posting_journals_total',
    help: 'Journals posted, in transactions that were kept or not.',
    registers,
  });
  const lines = new Counter({
    name: 'workledger_posting_lines_total',
    help: 'Lines posted, in transactions that were kept or not.',
    registers,
  });
  const batch = new Histogram({
    name: 'workledger_posting_batch_journals',
    help: 'Journals per batch that was posted.',
    buckets: counts,
    registers,
  });
  const duration = new Histogram({
    name: 'workledger_posting_duration_seconds',
    help: 'How long the database took to post a batch.',
    buckets: postSeconds,
    registers,
  });
  const calls = new Histogram({
    name: 'workledger_group_commit_calls',
    help: 'Calls that were done in one transaction.',
    buckets: counts,
    registers,
  });
  const commit = new Histogram({
    name: 'workledger_group_commit_duration_seconds',
    help: 'How long such a transaction took.',
    buckets: postSeconds,
    registers,
  });
  return [
    posted.listen((message) => {
      journals.inc(message.journals);
      lines.inc(message.lines);
      batch.observe(message.journals);
      duration.observe(message.durationMs / 1_000);
    }),
    groupCommitted.listen((message) => {
      calls.observe(message.calls);
      commit.observe(message.durationMs / 1_000);
    }),
  ];
}

function statementMeter(registers: Registry[]): () => void {
  const statements = new Counter({
    name: 'workledger_statements_total',
    help: 'Statements that the database answered.',
    registers,
  });
  const seconds = new Counter({
    name: 'workledger_statement_seconds_total',
    help: 'How long they took, each from when it was sent.',
    registers,
  });
  return statementAnswered.listen(({ durationMs }) => {
    statements.inc();
    seconds.inc(durationMs / 1_000);
  });
}

function routineMeter(registers: Registry[]): Meters['routineDone'] {
  const duration = new Histogram({
    name: 'workledger_routine_duration_seconds',
    help: 'How long routines took, and whether they failed and are tried again.',
    labelNames: ['routine', 'outcome'] as const,
    buckets: routineSeconds,
    registers,
  });
  return ({ routine, outcome, durationMs }) => duration.observe({ routine, outcome }, durationMs / 1_000);
}

function poolGauges(registers: Registry[], pool: Database['pool']): () => void {
  const connections = new Gauge({
    name: 'workledger_pool_connections',
    help: 'Connections of this process to the database.',
    labelNames: ['state'] as const,
    registers,
  });
  const waiting = new Gauge({
    name: 'workledger_pool_waiting',
    help: 'Who waits for one of them.',
    registers,
  });
  const max = new Gauge({
    name: 'workledger_pool_connections_max',
    help: 'As many may be opened.',
    registers,
  });
  max.set(pool.options.max);
  return () => {
    connections.set({ state: 'idle' }, pool.idleCount);
    connections.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
    waiting.set(pool.waitingCount);
  };
}

/** Counted where it happens, and put here when somebody asks. */
function admissionMeters(registers: Registry[], admission: Admission): () => void {
  const labelNames = ['work'] as const;
  const running = new Gauge({
    name: 'workledger_admission_running',
    help: 'Requests that are worked on, by class of work.',
    labelNames,
    registers,
  });
  const waiting = new Gauge({
    name: 'workledger_admission_waiting',
    help: 'Requests that wait for their turn.',
    labelNames,
    registers,
  });
  const begun = new Counter({
    name: 'workledger_admission_begun_total',
    help: 'Requests that were begun.',
    labelNames,
    registers,
  });
  const waited = new Counter({
    name: 'workledger_admission_waited_seconds_total',
    help: 'How long those that were begun had waited.',
    labelNames,
    registers,
  });
  const refused = new Counter({
    name: 'workledger_admission_refused_total',
    help: 'Requests that were not begun: there was no room, they had waited too long, or nobody waited any more.',
    labelNames: ['work', 'why'] as const,
    registers,
  });
  return () => {
    for (const [work, figures] of Object.entries(admission.figures())) {
      running.set({ work }, figures.running);
      waiting.set({ work }, figures.waiting);
      setTotal(begun, { work }, figures.begun);
      setTotal(waited, { work }, figures.waitedMs / 1_000);
      for (const [why, count] of Object.entries({ ...figures.refused, gone: figures.gone }))
        setTotal(refused, { work, why }, count);
    }
  };
}

function setTotal<Labels extends string>(
  counter: Counter<Labels>,
  labels: Record<Labels, string>,
  total: number,
): void {
  counter.remove(labels);
  counter.inc(labels, total);
}
