// Somebody who looks at a page four times a second, whatever goes on, and notes whether it came; and what programs hold of
// the memory meanwhile.

import { readFileSync } from 'node:fs';
import type { Place, Program } from './program.ts';
import type { Office } from './storm.ts';

export type Look = { readonly at: number; readonly tookMs: number; readonly answered: boolean };

export type Watcher = {
  readonly looks: Look[];
  /** The longest time in between that nothing was answered. */
  longestSilenceMs(from: number, to: number): number;
  stop(): Promise<void>;
};

const lookEveryMs = 250;
const impatientAfterMs = 5_000;

/** Reads a job, its figures and invoices in turn. */
export function watch(place: Place, { key, jobs }: Office): Watcher {
  const looks: Look[] = [];
  const underWay = new Set<Promise<void>>();
  const paths = [
    `/jobs/${jobs[0]!.jobId}`,
    '/invoices?limit=20',
    '/reports/estimated-billings?limit=20',
    '/payments?limit=20',
  ];
  let turn = 0;
  const look = async (path: string): Promise<void> => {
    const at = performance.now();
    const answered = await fetch(`${place.url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(impatientAfterMs),
    })
      .then(async (answer) => (await answer.text()) !== '' && answer.status === 200)
      // Not even when it breaks off in the middle of an answer.
      .catch(() => false);
    looks.push({ at, tookMs: performance.now() - at, answered });
  };
  const timer = setInterval(() => {
    const one = look(paths[(turn += 1) % paths.length]!);
    underWay.add(one);
    void one.then(() => underWay.delete(one));
  }, lookEveryMs);
  return {
    looks,
    longestSilenceMs(from, to) {
      const moments = looks
        .filter(({ at, answered }) => answered && at >= from && at <= to)
        .map(({ at }) => at)
        .toSorted((a, b) => a - b);
      const all = [from, ...moments, to];
      return Math.round(Math.max(...all.slice(1).map((at, place_) => at - all[place_]!)));
    },
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
    },
  };
}

/** What the process holds of the machine's memory; 0 where that cannot be read. */
export function megabytesOf({ child }: Program): number {
  try {
    const held = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
    return Math.round(Number(held?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

/** What is gained in an hour, by the straight line that lies nearest to all; each is a minute and what was held then. */
export function perHour(points: readonly (readonly [minute: number, held: number])[]): number {
  const mean = (place: 0 | 1) =>
    points.reduce((sum, point) => sum + point[place], 0) / Math.max(1, points.length);
  const [minute, held] = [mean(0), mean(1)];
  const square = points.reduce((sum, point) => sum + (point[0] - minute) ** 2, 0);
  const product = points.reduce((sum, point) => sum + (point[0] - minute) * (point[1] - held), 0);
  return square === 0 ? 0 : (60 * product) / square;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
