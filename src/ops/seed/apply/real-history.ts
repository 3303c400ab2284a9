// The rows of a history with real ids in the place of planned ones.

import type { Cause } from '#core/ledger/journal.ts';
import type { CostEntryRow } from '#store/work/cost-entries.ts';
import type { TimeEntryRow } from '#store/work/time-entries.ts';
import type { AuthoredJournal } from '../plan/history.ts';
import type { DocumentTerms } from './document-terms.ts';
import type { PracticeIds } from './store-practice.ts';

/** Real ids by planned id, of what a history makes. */
export type HistoryIds = PracticeIds & {
  readonly terms: DocumentTerms;
  item(planned: bigint): bigint;
  action(planned: number): number;
  invoice(planned: number): number;
  quote(planned: number): number;
  quoteLine(planned: number): number;
  journal(planned: bigint): bigint;
};

export function realTimeEntry(ids: HistoryIds, entry: TimeEntryRow): TimeEntryRow {
  return {
    ...entry,
    id: ids.item(entry.id),
    jobId: ids.jobs[entry.jobId]!,
    jobTaskId: ids.jobTasks[entry.jobTaskId]!,
    staffId: ids.people[entry.staffId]!,
    rateId: entry.rateId === null ? null : ids.rates[entry.rateId]!,
  };
}

export function realCostEntry(ids: HistoryIds, entry: CostEntryRow): CostEntryRow {
  return { ...entry, id: ids.item(entry.id), jobId: ids.jobs[entry.jobId]! };
}

export function realJournal(ids: HistoryIds, journal: AuthoredJournal): AuthoredJournal {
  return {
    ...journal,
    actorId: ids.actors[journal.actorId]!,
    cause: { kind: journal.cause.kind, id: realCause(ids, journal.cause) },
    reverses: journal.reverses === null ? null : ids.journal(journal.reverses),
    lines: journal.lines.map((line) => ({
      ...line,
      jobId: ids.jobs[line.jobId]!,
      itemId: line.itemId === null ? null : ids.item(line.itemId),
      jobTaskId: line.jobTaskId === null ? null : ids.jobTasks[line.jobTaskId]!,
      staffId: line.staffId === null ? null : ids.people[line.staffId]!,
    })),
  };
}

export function realCause(ids: HistoryIds, { kind, id }: Cause): bigint {
  switch (kind) {
    case 'timeEntry':
    case 'costEntry':
      return ids.item(id);
    case 'invoice':
      return BigInt(ids.invoice(Number(id)));
    case 'quote':
      return BigInt(ids.quote(Number(id)));
    case 'wipAction':
      return BigInt(ids.action(Number(id)));
    case 'importBatch':
      throw new Error('a generated history imports nothing');
  }
}
