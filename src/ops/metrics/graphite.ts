// Samples as Graphite's plain text: a line per figure, "path value seconds". A connection per sample: one a minute costs
// nothing, and carbon may come and go.

import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { percentileMs } from '#core/monitoring/histogram.ts';
import type { UtilisationSample } from '#store/monitoring/utilisation.ts';
import type { InstallationReader } from './installation-reading.ts';
import { openLoadTally, type LoadTally } from './load.ts';
import { openSampler, type Role } from './sample.ts';

type Carbon = { readonly host: string; readonly port: number; readonly prefix: string };

const sendWithinMs = 5_000;

export function graphiteLines(sample: UtilisationSample, prefix: string, atSeconds: number): string {
  const path = `${prefix}.${nodeOf(sample.host)}.${sample.role}`;
  return Object.entries(figuresOf(sample))
    .filter((entry): entry is [string, number] => entry[1] !== null)
    .map(([name, value]) => `${path}.${name} ${rounded(value)} ${Math.trunc(atSeconds)}\n`)
    .join('');
}

/** Dots part the nodes of a path. */
function nodeOf(text: string): string {
  return text.replaceAll(/[^\w-]/g, '_');
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

function figuresOf(sample: UtilisationSample): Record<string, number | null> {
  const latency = (share: number) => percentileMs(sample.latencyHistogram, share);
  return {
    'cpu.share': sample.cpuShare,
    'memory.used_bytes': sample.memoryUsedBytes,
    'memory.total_bytes': sample.memoryTotalBytes,
    'disk.used_bytes': sample.diskUsedBytes,
    'disk.free_bytes': sample.diskFreeBytes,
    'process.cpu_cores': sample.processCpuShare,
    'process.memory_bytes': sample.processMemoryBytes,
    'event_loop.p99_ms': sample.eventLoopP99Ms,
    'requests.count': sample.role === 'serve' ? sample.requests : null,
    'requests.errors': sample.role === 'serve' ? sample.errors : null,
    'latency.p50_ms': latency(0.5),
    'latency.p95_ms': latency(0.95),
    'latency.p99_ms': latency(0.99),
    'queue.waiting': sample.queueWaiting,
    'queue.oldest_seconds': sample.queueOldestSeconds,
    'database.connections': sample.databaseConnections,
    'database.size_bytes': sample.databaseBytes,
  };
}

/** Resolves when carbon has taken everything. */
export function sendToCarbon({ host, port }: Carbon, lines: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = connect({ host, port });
  socket.setTimeout(sendWithinMs, () =>
    socket.destroy(new Error(`carbon at ${host}:${port} does not answer`)),
  );
  socket.once('error', reject);
  socket.once('close', () => resolve());
  socket.end(lines);
  // Without a reader the end of the other side would never be noticed.
  socket.resume();
  return promise;
}

export type GraphiteSender = { readonly tally: LoadTally; stop(): Promise<void> };

export type GraphiteOptions = Carbon & {
  readonly intervalSeconds: number;
  readonly role: Role;
  readonly dataFolder: string;
  readonly read: InstallationReader;
  readonly warn: (error: unknown, message: string) => void;
};

/** Sends a sample at each interval, until it is stopped. What could not be sent is not sent later. */
export function startGraphite(options: GraphiteOptions): GraphiteSender {
  const { intervalSeconds, role, dataFolder, read, warn, prefix } = options;
  const tally = openLoadTally();
  const sampler = openSampler(role, dataFolder);
  const over = new AbortController();

  async function send(): Promise<void> {
    try {
      const sample = sampler.take(tally.take(), await read());
      await sendToCarbon(options, graphiteLines(sample, prefix, Date.now() / 1_000));
    } catch (error) {
      warn(error, 'A sample could not be sent to Graphite.');
    }
  }

  async function goOn(): Promise<void> {
    for (;;) {
      await delay(intervalSeconds * 1_000, undefined, { signal: over.signal, ref: false }).catch(() => {});
      if (over.signal.aborted) return;
      await send();
    }
  }

  const going = goOn();
  return {
    tally,
    async stop() {
      over.abort();
      await going;
      sampler.close();
    },
  };
}
