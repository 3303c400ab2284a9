import type { Tx } from '#store/database.ts';
import type { HistoryBatch } from '../plan/history.ts';
import type { Practice } from '../plan/practice.ts';
import type { PracticeIds } from './store-practice.ts';
export async function copyHistory(tx: Tx, practice: Practice, ids: PracticeIds, history: Iterable<HistoryBatch>): Promise<void> {
  throw new Error(`${tx.firmId}${practice.entries}${ids.jobs.length}${String(history)}`);
}
