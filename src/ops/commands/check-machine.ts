// Checks of this machine, for which no server and no database is needed.

import { setTimeout as delay } from 'node:timers/promises';
import { stateOf } from '#core/monitoring/thresholds.ts';
import { coreCount, openCpuMeter, readDisk, readMemory } from '../metrics/machine.ts';
import type { Found, Given } from './check-result.ts';

export async function checkCpu(given: Given, seconds: number): Promise<Found> {
  const meter = openCpuMeter();
  await delay(seconds * 1_000);
  const percent = meter.share() * 100;
  return {
    state: stateOf(percent, given),
    text: `${percent.toFixed(1)} % of ${coreCount} processors busy`,
    figures: [{ label: 'cpu', value: percent, unit: '%', isWatched: true, least: 0, most: 100 }],
  };
}

export function checkMemory(given: Given): Found {
  const { usedBytes, totalBytes } = readMemory();
  const percent = (usedBytes / totalBytes) * 100;
  return {
    state: stateOf(percent, given),
    text: `${percent.toFixed(1)} % of ${gigabytes(totalBytes)} in use`,
    figures: [
      { label: 'memory', value: percent, unit: '%', isWatched: true, least: 0, most: 100 },
      { label: 'used', value: usedBytes, unit: 'B', least: 0, most: totalBytes },
    ],
  };
}

export function checkDisk(given: Given, folder: string): Found {
  const { usedBytes, freeBytes, sizeBytes } = readDisk(folder);
  const percent = (usedBytes / sizeBytes) * 100;
  return {
    state: stateOf(percent, given),
    text: `${gigabytes(freeBytes)} of ${gigabytes(sizeBytes)} free at ${folder}`,
    figures: [
      { label: 'disk', value: percent, unit: '%', isWatched: true, least: 0, most: 100 },
      { label: 'free', value: freeBytes, unit: 'B', least: 0, most: sizeBytes },
    ],
  };
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
