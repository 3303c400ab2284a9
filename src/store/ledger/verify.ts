// The ledger recounted. Lines are added up again, in few passes over them, and held against everything that is derived
// from them: months, balances, ages, open items; and lines against their kinds, reversals against what they reverse,
// entries against what was posted for them. Each difference says where it is, what stands there and what should.
// Nothing is put right by itself: a difference is a defect or a tampering, and somebody must look.
//
// A recount is one statement that answers a row per difference: "check", identity (jsonb), column, stored, recounted.

import type { Database, Tx } from '../database.ts';
import { entryRecounts } from './verify-entries.ts';
import { shapeRecounts } from './verify-shapes.ts';
import { sumRecounts } from './verify-sums.ts';

/** What a difference is about. */
export type CheckName =
  | 'jobMonth'
  | 'jobBalance'
  | 'jobAge'
  | 'openItem'
  | 'listing'
  | 'transferred'
  | 'lineShape'
  | 'lineOfJournal'
  | 'journalWithoutLines'
  | 'reversal'
  | 'timeEntry'
  | 'costEntry'
  | 'interim'
  | 'itemJob';

export type Difference = {
  readonly check: CheckName;
  /** Which row: the parts of its key. */
  readonly identity: Readonly<Record<string, string | number | null>>;
  readonly column: string;
  /** What stands there; null: nothing does. */
  readonly stored: string | null;
  /** What the lines say; null: nothing should be there. */
  readonly recounted: string | null;
};

export type Recount = {
  /** For whoever watches. */
  readonly name: string;
  /** $1 is the firm, then the parameters. */
  readonly sql: string;
  readonly parameters?: readonly unknown[];
};

const recounts: readonly Recount[] = [...sumRecounts, ...shapeRecounts, ...entryRecounts];

/** More from one recount tell nothing new. */
const differencesPerRecountMax = 1_000;

export type Progress = (done: number, total: number, name: string) => void;

/** Recounts the ledger of the transaction's firm; an empty list means that everything agrees. */
export async function verify(tx: Tx, progress: Progress = () => {}): Promise<Difference[]> {
  const differences: Difference[] = [];
  // Sorts and sums of millions of lines are several times faster in memory; it is given back with the transaction.
  await tx.query(`select set_config('work_mem', '256MB', true), set_config('jit', 'off', true)`);
  for (const [index, { name, sql, parameters = [] }] of recounts.entries()) {
    progress(index, recounts.length, name);
    const limited = `select * from (${sql}) difference limit ${differencesPerRecountMax}`;
    differences.push(...(await tx.query<Difference>(limited, [tx.firmId, ...parameters])));
  }
  progress(recounts.length, recounts.length, 'done');
  return differences;
}

/** Recounts a firm from one snapshot, however long it takes. */
export function verifyFirm(database: Database, firmId: number, progress?: Progress): Promise<Difference[]> {
  const options = { readOnly: true, snapshot: true, statementTimeoutMs: 0 };
  return database.inFirm(firmId, (tx) => verify(tx, progress), options);
}
