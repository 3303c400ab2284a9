// Estimated Billings against recalculating what is unbilled on the same database, in turns; and reading it while entries
// are recorded.

import { setTimeout as pause } from 'node:timers/promises';
import type { Figure, Target } from '../figures.ts';
import { callersAtOnce, inTurns, timesOf } from '../measuring.ts';
import type { Stage } from '../stage.ts';
import { atMost, atTenMillion } from '../targets.ts';
import { recordOne } from './posting.ts';
import { keptRows, query, unbilledFromOpenItems, unbilledPerJob } from './recalculating.ts';
import { liveWorks } from './report-works.ts';
import type { Row } from './row.ts';

export const estimatedBillingsRow: Row = {
  name: 'estimated-billings',
  async measure(stage) {
    const [first, whole] = liveWorks(stage);
    const jobs = await whole!.read();
    const times = await inTurns(
      {
        first: () => first!.read(),
        whole: () => whole!.read(),
        kept: () => query(stage, keptRows),
        recalculated: () => query(stage, unbilledPerJob),
        open: () => query(stage, unbilledFromOpenItems),
      },
      { rounds: stage.small ? 2 : 9 },
    );
    const ms = (name: string, key: keyof typeof times, note?: string, target?: Target): Figure => ({
      name,
      value: times[key].median,
      unit: 'ms',
      note,
      target,
    });
    const ratio = (name: string, key: 'kept' | 'whole', target?: Target): Figure => ({
      name,
      value: times.recalculated.median / times[key].median,
      unit: '×',
      target,
    });
    return [
      ms(first!.name, 'first', undefined, atMost(10, 'ms')),
      ms(whole!.name, 'whole', `${jobs} jobs`, atMost(60, 'ms')),
      ms('– the kept balance rows alone', 'kept'),
      ms('– recalculated from all lines', 'recalculated'),
      ms('– recalculated from open items only', 'open'),
      ratio('– recalculated ÷ kept rows', 'kept', atTenMillion({ text: '≥ 300×', atLeast: 300 })),
      ratio('– recalculated ÷ whole report', 'whole'),
    ];
  },
};

const postingCallers = 16;
const postingForMs = 6_000;
const lookEveryMs = 10;

/**
 * How long the database itself takes for the kept rows, by its own clock (EXPLAIN ANALYZE, with turning them into text):
 * what this process waits for while its callers record says nothing about the database.
 */
export const whilePostingRow: Row = {
  name: 'while-posting',
  async measure(stage) {
    const lastsMs = stage.small ? 200 : postingForMs;
    const idle = await readFor(stage, pause(lastsMs / 2));
    let number = 20_000_000;
    const posting = callersAtOnce(postingCallers, lastsMs, () => recordOne(stage, (number += 1)));
    const busy = await readFor(stage, posting);
    const { perSecond } = await posting;
    return [
      {
        name: 'Kept rows in the database while entries are recorded, p99',
        value: busy.p99,
        unit: 'ms',
        note: `p50 ${busy.median.toFixed(1)} ms of ${busy.count}, ${Math.round(perSecond)} entries/s; idle p99 ${idle.p99.toFixed(1)} ms`,
        target: atMost(20, 'ms'),
      },
    ];
  },
};

async function readFor(stage: Stage, something: Promise<unknown>) {
  let isOver = false;
  const over = something.finally(() => (isOver = true));
  const took: number[] = [];
  do {
    const rows = await query<{ 'QUERY PLAN': string }>(
      stage,
      `explain (analyze, timing off, buffers off, serialize text) ${keptRows}`,
    );
    const line = rows.map((row) => row['QUERY PLAN']).find((text) => text.startsWith('Execution Time'));
    took.push(Number(/[\d.]+/.exec(line ?? '')?.[0] ?? NaN));
    await pause(lookEveryMs);
  } while (!isOver);
  await over;
  return timesOf(took);
}
