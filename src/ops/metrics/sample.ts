// A sample of how busy this process, its machine and the installation are, since the one before it.

import { hostname } from 'node:os';
import { oldestSeconds } from '#core/monitoring/judge.ts';
import type { UtilisationSample } from '#store/monitoring/utilisation.ts';
import type { InstallationReading } from './installation-reading.ts';
import type { Load } from './load.ts';
import { openCpuMeter, openProcessMeter, readDisk, readMemory } from './machine.ts';

export type Role = 'serve' | 'work';

export type Sampler = {
  take(load: Load, reading: InstallationReading): UtilisationSample;
  close(): void;
};

export function openSampler(role: Role, dataFolder: string): Sampler {
  const cpu = openCpuMeter();
  const meter = openProcessMeter();
  return {
    take(load, { database, queue }) {
      const memory = readMemory();
      const disk = readDisk(dataFolder);
      const own = meter.take();
      return {
        host: hostname(),
        role,
        process: process.pid,
        cpuShare: cpu.share(),
        memoryUsedBytes: memory.usedBytes,
        memoryTotalBytes: memory.totalBytes,
        diskUsedBytes: disk.usedBytes,
        diskFreeBytes: disk.freeBytes,
        processCpuShare: own.cpuShare,
        processMemoryBytes: own.memoryBytes,
        eventLoopP99Ms: own.eventLoopP99Ms,
        requests: load.requests,
        errors: load.errors,
        latencyHistogram: load.histogram,
        queueWaiting: queue.routines.reduce((sum, { waiting }) => sum + waiting, 0),
        queueOldestSeconds: oldestSeconds(
          queue.routines.map(({ waitingSince }) => waitingSince),
          present(),
        ),
        databaseConnections: database.connections.reduce((sum, { count }) => sum + count, 0),
        databaseBytes: Number(database.sizeBytes),
      };
    },
    close: () => meter.close(),
  };
}

function present(): string {
  return new Date().toISOString();
}
