// What is true of the whole installation, and of this machine. Every process tells the same of the installation, so
// queries take the maximum over processes and never the sum.

import { Gauge, type Registry } from 'prom-client';
import { oldestSeconds, workersThere } from '#core/monitoring/judge.ts';
import type { DatabaseState } from '#store/monitoring/database-state.ts';
import type { InstallationReader, InstallationReading } from './installation-reading.ts';
import { openCpuMeter, readDisk, readMemory } from './machine.ts';

export type InstallationGauges = { refresh(): Promise<void> };

type Refresh<Subject> = (subject: Subject) => void;

export function openInstallationGauges(
  registry: Registry,
  read: InstallationReader,
  dataFolder: string,
): InstallationGauges {
  const registers = [registry];
  const up = gauge(registers, 'database_up', 'Whether the database answered just now.');
  const refreshMachine = machineGauges(registers, dataFolder);
  const refreshers: Refresh<InstallationReading>[] = [
    queueGauges(registers),
    runGauges(registers),
    operationGauges(registers),
    byDatabase(databaseGauges(registers)),
    byDatabase(connectionGauges(registers)),
    byDatabase(replicaGauges(registers)),
  ];
  return {
    async refresh() {
      refreshMachine();
      try {
        const reading = await read();
        up.set(1);
        for (const refresh of refreshers) refresh(reading);
      } catch {
        up.set(0);
      }
    },
  };
}

function gauge<Label extends string = never>(
  registers: Registry[],
  name: string,
  help: string,
  labelNames: readonly Label[] = [],
): Gauge<Label> {
  return new Gauge({ name: `workledger_${name}`, help, labelNames: [...labelNames], registers });
}

function byDatabase(refresh: Refresh<DatabaseState>): Refresh<InstallationReading> {
  return ({ database }) => refresh(database);
}

function machineGauges(registers: Registry[], dataFolder: string): () => void {
  const cpu = openCpuMeter();
  const share = gauge(
    registers,
    'machine_cpu_share',
    'How much of all processors was busy, since last asked.',
  );
  const used = gauge(registers, 'machine_memory_used_bytes', 'Memory that is not available.');
  const total = gauge(registers, 'machine_memory_total_bytes', 'Memory of the machine or container.');
  const free = gauge(registers, 'disk_free_bytes', 'What is free where the data folder is.');
  const size = gauge(registers, 'disk_size_bytes', 'The size of that file system.');
  return () => {
    share.set(cpu.share());
    const memory = readMemory();
    used.set(memory.usedBytes);
    total.set(memory.totalBytes);
    const disk = readDisk(dataFolder);
    free.set(disk.freeBytes);
    size.set(disk.sizeBytes);
  };
}

function queueGauges(registers: Registry[]): Refresh<InstallationReading> {
  const routines = gauge(registers, 'queue_routines', 'Routines in the queue.', ['routine', 'state']);
  const oldest = gauge(registers, 'queue_oldest_age_seconds', 'How long the longest has been due.', [
    'routine',
  ]);
  const failing = gauge(registers, 'queue_failing_routines', 'Tried six times or more, and again later.', [
    'routine',
  ]);
  const workers = gauge(registers, 'workers', 'Lanes of workers that said lately that they are there.');
  return ({ queue }) => {
    const now = new Date().toISOString();
    routines.reset();
    oldest.reset();
    failing.reset();
    for (const { routine, waitingSince, failing: failed, givenUp, ...counts } of queue.routines) {
      const { waiting, running, postponed } = counts;
      for (const [state, count] of Object.entries({ waiting, running, postponed, givenUp }))
        routines.set({ routine, state }, count);
      failing.set({ routine }, failed);
      oldest.set({ routine }, oldestSeconds([waitingSince], now));
    }
    workers.set(workersThere(queue.workers, now));
  };
}

function runGauges(registers: Registry[]): Refresh<InstallationReading> {
  const runs = gauge(registers, 'billing_runs', 'Billing runs that are not done.', ['state']);
  const parked = gauge(registers, 'billing_run_parked_units', 'Invoices of theirs that were parked.');
  return ({ runs: { running, paused, parked: units } }) => {
    runs.set({ state: 'running' }, running);
    runs.set({ state: 'paused' }, paused);
    parked.set(units);
  };
}

function operationGauges(registers: Registry[]): Refresh<InstallationReading> {
  const kind = ['kind'] as const;
  const ended = gauge(
    registers,
    'operation_last_end_timestamp_seconds',
    'When it last ended or was broken off.',
    kind,
  );
  const succeeded = gauge(
    registers,
    'operation_last_success_timestamp_seconds',
    'When it last succeeded; 0 where it never did.',
    kind,
  );
  const outcome = gauge(registers, 'operation_last_succeeded', 'Whether the last one succeeded.', kind);
  const differences = gauge(
    registers,
    'ledger_differences',
    'What the last recount of the ledger found to differ.',
  );
  return ({ operations }) => {
    for (const { kind: name, last, lastSucceededAt } of operations) {
      succeeded.set({ kind: name }, secondsOf(lastSucceededAt));
      if (last === null) continue;
      ended.set({ kind: name }, secondsOf(last.seenAt));
      outcome.set({ kind: name }, last.outcome === 'succeeded' ? 1 : 0);
      if (name === 'verify') differences.set(Number(last.detail['differences'] ?? 0));
    }
  };
}

function secondsOf(moment: string | null): number {
  return moment === null ? 0 : Date.parse(moment) / 1_000;
}

function databaseGauges(registers: Registry[]): Refresh<DatabaseState> {
  const gauges = {
    sizeBytes: gauge(registers, 'database_size_bytes', 'The size of the database.'),
    longestTransactionSeconds: gauge(
      registers,
      'database_longest_transaction_seconds',
      'How long the oldest transaction has been open.',
    ),
    lockWaits: gauge(registers, 'database_lock_waits', 'Connections that wait for a lock.'),
    cacheHits: gauge(registers, 'database_cache_hits', 'Blocks found in memory, since counting began.'),
    cacheReads: gauge(registers, 'database_cache_reads', 'Blocks that were not.'),
    commits: gauge(registers, 'database_commits', 'Transactions committed, since counting began.'),
    rollbacks: gauge(registers, 'database_rollbacks', 'Transactions rolled back, since counting began.'),
    deadlocks: gauge(registers, 'database_deadlocks', 'Deadlocks, since counting began.'),
    deadRows: gauge(registers, 'database_dead_rows', 'Rows that wait to be vacuumed.'),
    connectionsMax: gauge(registers, 'database_connections_max', 'Connections that the server accepts.'),
  } satisfies { readonly [Field in keyof DatabaseState]?: Gauge };
  return (state) => {
    for (const [field, told] of Object.entries(gauges)) {
      told.set(Number(state[field as keyof typeof gauges]));
    }
  };
}

function connectionGauges(registers: Registry[]): Refresh<DatabaseState> {
  const connections = gauge(registers, 'database_connections', 'Connections to the database.', ['state']);
  return (state) => {
    connections.reset();
    for (const { state: name, count } of state.connections) connections.set({ state: name }, count);
  };
}

function replicaGauges(registers: Registry[]): Refresh<DatabaseState> {
  const labels = ['replica'] as const;
  const seconds = gauge(registers, 'database_replica_lag_seconds', 'How far a replica is behind.', labels);
  const bytes = gauge(registers, 'database_replica_lag_bytes', 'As much has it yet to replay.', labels);
  return ({ replicas }) => {
    seconds.reset();
    bytes.reset();
    for (const { name, lagBytes, lagSeconds } of replicas) {
      seconds.set({ replica: name }, lagSeconds ?? 0);
      if (lagBytes !== null) bytes.set({ replica: name }, Number(lagBytes));
    }
  };
}
