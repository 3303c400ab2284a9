// The installation judged as `workledger check` judges it, by what its programs have written down.

import { availabilityIn } from '#core/monitoring/availability.ts';
import {
  checkNames,
  judgeAvailability,
  judgeOperation,
  judgeQueue,
  judgeShare,
  thresholdsOf,
  usualThresholds,
  type CheckName,
  type Found,
  type Given,
} from '#core/monitoring/judge.ts';
import { hoursBefore } from '#core/monitoring/moments.ts';
import type { Database } from '#store/database.ts';
import { readSpans } from '#store/monitoring/availability.ts';
import { readLastOperations, type LastOperation } from '#store/monitoring/operations.ts';
import { readUtilisation, type HostUtilisation } from '#store/monitoring/utilisation.ts';
import { readQueue } from '#store/queue.ts';

const availabilityDays = 30;
/** Figures of machines are means of so many minutes, so that one busy second alarms nobody. */
const minutes = 5;

export async function readChecks(database: Database, now: string) {
  const window = { from: hoursBefore(now, availabilityDays * 24), to: now };
  const found = await database.asInstallation(
    async (tx) => ({
      spans: await readSpans(tx, window),
      queue: await readQueue(tx),
      operations: await readLastOperations(tx),
      samples: await readUtilisation(tx, { grain: 1, from: hoursBefore(now, minutes / 60), to: now }),
    }),
    { readOnly: true },
  );
  const hosts = [...Map.groupBy(found.samples, ({ host }) => host)];
  const operation = (kind: LastOperation['kind']) => found.operations.find((each) => each.kind === kind)!;
  const perHost = (name: 'cpu' | 'memory' | 'disk') =>
    hosts.length === 0
      ? [checked(name, () => ({ state: 'unknown', text: 'no program has reported yet', figures: [] }))]
      : hosts.map(([host, samples]) => checked(name, (given) => judgeHost(name, given, samples), host));
  const judged: Readonly<Record<CheckName, () => Checked[]>> = {
    cpu: () => perHost('cpu'),
    memory: () => perHost('memory'),
    disk: () => perHost('disk'),
    availability: () => [
      checked('availability', (given) => judgeAvailability(given, availabilityIn(found.spans, window))),
    ],
    queue: () => [checked('queue', (given) => judgeQueue(given, found.queue, now))],
    ledger: () => [checked('ledger', (given) => judgeOperation('ledger', given, operation('verify'), now))],
    backup: () => [checked('backup', (given) => judgeOperation('backup', given, operation('backup'), now))],
  };
  return { at: now, items: checkNames.flatMap((name) => judged[name]()) };
}

type Checked = ReturnType<typeof checked>;

function checked(name: CheckName, judge: (given: Given) => Found, host: string | null = null) {
  const [warning, critical] = usualThresholds[name];
  const given = thresholdsOf(warning, critical);
  if (!given.ok) throw new Error(`The usual thresholds of ${name} are no ranges.`);
  const { state, text, figures } = judge(given.value);
  const watched = figures.find(({ isWatched }) => isWatched);
  return { name, host, state, text, value: watched?.value ?? null, warning, critical };
}

function judgeHost(
  name: 'cpu' | 'memory' | 'disk',
  given: Given,
  samples: readonly HostUtilisation[],
): Found {
  const last = samples.at(-1)!;
  switch (name) {
    case 'cpu': {
      const share = samples.reduce((sum, { cpuShare }) => sum + cpuShare, 0) / samples.length;
      return judgeShare(given, { label: name, share, text: `${percent(share)} of all processors busy` });
    }
    case 'memory': {
      const share = shareOf(last.memoryUsedBytes, last.memoryTotalBytes);
      return judgeShare(given, { label: name, share, text: `${percent(share)} in use` });
    }
    case 'disk': {
      const share = shareOf(last.diskUsedBytes, last.diskUsedBytes + last.diskFreeBytes);
      return judgeShare(given, { label: name, share, text: `${percent(share)} in use` });
    }
  }
}

function shareOf(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number(part) / Number(whole);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
