// The wash-up settles jobs without an invoice: their interims and their WIP absorb each other, the rest is written off
// (or on), and nothing stays open (docs/ledger-rules.md section 6). Across several jobs of a client it is a nil invoice:
// the interims of one job absorb the WIP of the others.

import type { CivilDate } from '../calendar/civil-date.ts';
import type { Cause, Journal, Line } from '../ledger/journal.ts';
import type { JournalKind } from '../ledger/kinds.ts';
import { absorbLine } from '../wip/interim.ts';
import { putIn, takeOut, unallocated, type OpenItem } from '../wip/lines.ts';
import { groupLines } from './effects.ts';
import { spread, type Share, type Spread } from './spread.ts';

/**
 * The journals of a wash-up, per job and kind. Give the open items of one job, or of the jobs that settle against each
 * other. `homeJobId` takes what no item can carry: the job itself, or the one whose interims are left over.
 */
export function washUp(
  items: readonly OpenItem[],
  homeJobId: number,
  on: CivilDate,
  cause: Cause,
): Journal[] {
  const interims = items.filter((item) => item.kind === 'interim');
  const work = items.filter((item) => item.kind !== 'interim');
  const absorbedMinor = interims.reduce((sum, item) => sum - item.openMinor, 0n);
  const lines = settleLines(spread(work, absorbedMinor), homeJobId, on);
  for (const interim of interims) lines.push(['interimAbsorbed', absorbLine(interim, -interim.openMinor)]);
  return groupLines(lines, on, cause);
}

/**
 * The journal of a wash-up that finds nothing open on a job: it moves nothing, and stands as the event by which the job
 * left the WIP manager.
 */
export function washUpOfNothing(jobId: number, on: CivilDate, cause: Cause): Journal {
  const line = unallocated(jobId, 'writtenOff', 'wipTime', 0n, on);
  return { kind: 'writtenOff', effectiveOn: on, cause, reverses: null, lines: [line] };
}

type KindLine = readonly [kind: JournalKind, line: Line];

/** The lines that recognise a spread: written off or on to what is recognised, and that much billed. */
export function settleLines(settled: Spread, homeJobId: number, on: CivilDate): KindLine[] {
  if (settled.unallocatedMinor < 0n) throw new Error('less than nothing cannot stand unallocated');
  const lines: KindLine[] = settled.shares.flatMap(shareLines);
  if (settled.unallocatedMinor > 0n) {
    lines.push(['writtenOn', unallocated(homeJobId, 'wipTime', 'writtenOn', settled.unallocatedMinor, on)]);
    lines.push(['wipBilled', unallocated(homeJobId, 'billed', 'wipTime', settled.unallocatedMinor, on)]);
  }
  return lines;
}

function shareLines({ item, recognisedMinor }: Share): KindLine[] {
  const lines: KindLine[] = [];
  const difference = recognisedMinor - item.openMinor;
  const isCredit = item.openMinor < 0n;
  const leavesUnbilled = recognisedMinor === 0n;
  if (leavesUnbilled) return [['writtenOff', takeOut(item, 'writtenOff', item.openMinor, item.openQuantity)]];
  if (difference < 0n !== isCredit && difference !== 0n) {
    lines.push(['writtenOff', takeOut(item, 'writtenOff', -difference, 0)]);
  } else if (difference !== 0n) {
    lines.push(['writtenOn', putIn(item, 'writtenOn', difference, 0)]);
  }
  lines.push(['wipBilled', takeOut(item, 'billed', recognisedMinor, item.openQuantity)]);
  return lines;
}
