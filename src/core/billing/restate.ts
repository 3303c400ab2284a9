// From what stands of a document in the ledger to what is to stand: journals that no longer hold are reversed, and those
// that now do are posted. What is the same stays untouched. The day of the change is the day of both; interims and what
// has no item keep the day that they were of.

import type { CivilDate } from '../calendar/civil-date.ts';
import { reversalOf, type Cause, type Journal, type PostedJournal } from '../ledger/journal.ts';

export type Restatement = {
  readonly reversed: readonly PostedJournal[];
  readonly posted: readonly Journal[];
  /** The two, as they go into the ledger. */
  readonly journals: readonly Journal[];
};

export function restate(
  standing: readonly PostedJournal[],
  wanted: readonly Journal[],
  on: CivilDate,
  reversalCause: Cause,
): Restatement {
  const missing = Map.groupBy(wanted, signOf);
  const reversed = standing.filter((journal) => missing.get(signOf(journal))?.pop() === undefined);
  const posted = wanted
    .filter((journal) => missing.get(signOf(journal))?.includes(journal))
    .map((journal) => ({ ...journal, effectiveOn: on }));
  const reversals = reversed
    .toSorted((a, b) => (a.id < b.id ? 1 : -1))
    .map((journal) => reversalOf(journal, on, reversalCause));
  return { reversed, posted, journals: [...reversals, ...posted] };
}

function signOf({ kind, cause, lines }: Journal): string {
  const texts = lines.map((line) =>
    [
      line.jobId,
      line.debit,
      line.credit,
      line.amountMinor,
      line.quantity,
      line.itemId,
      line.originOn,
      line.jobTaskId,
      line.staffId,
    ].join(' '),
  );
  return [kind, cause.kind, cause.id, ...texts.toSorted()].join('\n');
}

/** What journals do to a job's WIP, and taking back some others: each figure may be of either sign. */
export type Movements = {
  readonly jobId: number;
  readonly billedMinor: bigint;
  readonly writtenOnMinor: bigint;
  readonly writtenOffMinor: bigint;
  readonly raisedMinor: bigint;
  readonly absorbedMinor: bigint;
};

const figureOf: Readonly<Partial<Record<Journal['kind'], Exclude<keyof Movements, 'jobId'>>>> = {
  wipBilled: 'billedMinor',
  writtenOn: 'writtenOnMinor',
  writtenOff: 'writtenOffMinor',
  interimRaised: 'raisedMinor',
  interimAbsorbed: 'absorbedMinor',
};

export function movementsOf(posted: readonly Journal[], reversed: readonly Journal[]): Movements[] {
  const jobs = new Map<number, { -readonly [Key in keyof Movements]: Movements[Key] }>();
  const add = (journals: readonly Journal[], times: 1n | -1n) => {
    for (const { kind, lines } of journals) {
      const figure = figureOf[kind];
      if (figure === undefined) continue;
      for (const { jobId, debit, credit, amountMinor } of lines) {
        const isForward =
          kind === 'interimAbsorbed' ||
          debit === 'billed' ||
          debit === 'writtenOff' ||
          credit === 'writtenOn';
        const job = jobs.get(jobId) ?? { jobId, ...nothing };
        job[figure] += times * (isForward ? amountMinor : -amountMinor);
        jobs.set(jobId, job);
      }
    }
  };
  add(posted, 1n);
  add(reversed, -1n);
  return [...jobs.values()].toSorted((a, b) => a.jobId - b.jobId);
}

const nothing = {
  billedMinor: 0n,
  writtenOnMinor: 0n,
  writtenOffMinor: 0n,
  raisedMinor: 0n,
  absorbedMinor: 0n,
};

/** Net WIP after what a job went through. */
export function afterMovements(beforeMinor: bigint, moved: Movements): bigint {
  const { writtenOnMinor, writtenOffMinor, billedMinor, raisedMinor, absorbedMinor } = moved;
  return beforeMinor + writtenOnMinor - writtenOffMinor - billedMinor - raisedMinor + absorbedMinor;
}
