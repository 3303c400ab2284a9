// Checks of this machine, for which no server and no database is needed.

import { setTimeout as delay } from 'node:timers/promises';
import { judgeShare, type Found, type Given } from '#core/monitoring/judge.ts';
import { coreCount, openCpuMeter, readDisk, readMemory } from '../metrics/machine.ts';

export async function checkCpu(given: Given, seconds: number): Promise<Found> {
  const meter = openCpuMeter();
  await delay(seconds * 1_000);
  const share = meter.share();
  const text = `${(share * 100).toFixed(1)} % of ${coreCount} processors busy`;
  return judgeShare(given, { label: 'cpu', share, text });
}

export function checkMemory(given: Given): Found {
  const { usedBytes, totalBytes } = readMemory();
  const share = usedBytes / totalBytes;
  const text = `${(share * 100).toFixed(1)} % of ${gigabytes(totalBytes)} in use`;
  const used = { label: 'used', value: usedBytes, unit: 'B', least: 0, most: totalBytes };
  return judgeShare(given, { label: 'memory', share, text, more: [used] });
}

export function checkDisk(given: Given, folder: string): Found {
  const { usedBytes, freeBytes, sizeBytes } = readDisk(folder);
  const text = `${gigabytes(freeBytes)} of ${gigabytes(sizeBytes)} free at ${folder}`;
  const free = { label: 'free', value: freeBytes, unit: 'B', least: 0, most: sizeBytes };
  return judgeShare(given, { label: 'disk', share: usedBytes / sizeBytes, text, more: [free] });
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
