// How busy the machine and this process are: processors, memory, the disk that the data folder is on, the event loop.

import { statfsSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';

export type Memory = { readonly usedBytes: number; readonly totalBytes: number };
export type Disk = { readonly usedBytes: number; readonly freeBytes: number; readonly sizeBytes: number };

/** Of the machine, or of the container where that is given less. */
export function readMemory(): Memory {
  const limit = process.constrainedMemory();
  const totalBytes = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  return { totalBytes, usedBytes: Math.max(0, totalBytes - process.availableMemory()) };
}

/** The file system that a folder is on. What is kept for root counts neither as used nor as free, as `df` has it. */
export function readDisk(folder: string): Disk {
  const { bsize, blocks, bfree, bavail } = statfsSync(folder);
  const usedBytes = bsize * (blocks - bfree);
  const freeBytes = bsize * bavail;
  return { usedBytes, freeBytes, sizeBytes: usedBytes + freeBytes };
}

type CpuTimes = { readonly busyMs: number; readonly totalMs: number };

function cpuTimes(): CpuTimes {
  let busyMs = 0;
  let totalMs = 0;
  for (const { times } of cpus()) {
    const total = times.user + times.nice + times.sys + times.idle + times.irq;
    totalMs += total;
    busyMs += total - times.idle;
  }
  return { busyMs, totalMs };
}

export type CpuMeter = {
  /** The share of all processors that was busy since it was last asked, from 0 to 1. */
  share(): number;
};

export function openCpuMeter(): CpuMeter {
  let before = cpuTimes();
  return {
    share() {
      const now = cpuTimes();
      const total = now.totalMs - before.totalMs;
      const busy = now.busyMs - before.busyMs;
      before = now;
      return total <= 0 ? 0 : Math.min(1, Math.max(0, busy / total));
    },
  };
}

export type ProcessMeter = {
  /** Since it was last asked: cores used, and how late the event loop ran at its latest hundredth. */
  take(): { cpuShare: number; memoryBytes: number; eventLoopP99Ms: number };
  close(): void;
};

const resolutionMs = 20;

export function openProcessMeter(): ProcessMeter {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  let before = process.cpuUsage();
  let beforeMs = performance.now();
  return {
    take() {
      const used = process.cpuUsage(before);
      const nowMs = performance.now();
      const cpuShare = (used.user + used.system) / 1_000 / Math.max(1, nowMs - beforeMs);
      // It counts the time between two ticks, of which the resolution is what was wanted.
      const lateMs = delay.count === 0 ? 0 : delay.percentile(99) / 1e6 - resolutionMs;
      before = process.cpuUsage();
      beforeMs = nowMs;
      delay.reset();
      const memoryBytes = process.memoryUsage.rss();
      return { cpuShare, memoryBytes, eventLoopP99Ms: Math.max(0, lateMs) };
    },
    close: () => delay.disable(),
  };
}

export const coreCount = availableParallelism();
