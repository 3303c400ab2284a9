// The ledger recounted. Lines are added up again and held against everything that is derived from them: months, balances,
// ages, open items; and lines against their kinds, reversals against what they reverse, entries against what was posted
// for them, documents against what they did and what pays them. Each difference says where it is, what stands there and
// what should. Nothing is put right by itself: a difference is a defect or a tampering, and somebody must look.
//
// A recount is one statement of several comparisons, each of which answers a row per difference: "check", identity
// (jsonb), column, stored, recounted. Identities are built for differences alone. The recounts that must group millions
// of lines are left out where the short proof (verify-short.ts) has shown that they would find nothing.

import type { Database, Tx } from '../database.ts';
import { documentRecounts } from './verify-documents.ts';
import { entryRecounts, itemRecount } from './verify-entries.ts';
import { firmMonthRecount } from './verify-firm-months.ts';
import { listedRecount } from './verify-listed.ts';
import { pastRecount } from './verify-past.ts';
import { reversalRecount } from './verify-shapes.ts';
import { proveInShort } from './verify-short.ts';
import { sumRecount } from './verify-sums.ts';
import type { Difference, Recount } from './recount.ts';

const everything: readonly Recount[] = [
  sumRecount,
  pastRecount,
  firmMonthRecount,
  listedRecount,
  reversalRecount,
  ...entryRecounts,
  ...documentRecounts,
];

/** More from one comparison tell nothing new. */
const differencesPerComparisonMax = 1_000;

const settings = {
  // Sorts and sums of millions of lines are several times faster in memory.
  work_mem: '256MB',
  jit: 'off',
  timezone: 'UTC',
  max_parallel_workers_per_gather: '2',
};

function statementOf({ with: shared, comparisons }: Recount): string {
  const limited = comparisons.map(
    (comparison) => `(select * from (${comparison}) difference limit ${differencesPerComparisonMax})`,
  );
  return `${shared === undefined ? '' : `with ${shared}`} ${limited.join(' union all ')}`;
}

export type Progress = (done: number, total: number, name: string) => void;

/** Recounts the ledger of the transaction's firm; an empty list means that everything agrees. */
export async function verify(tx: Tx, progress: Progress = () => {}): Promise<Difference[]> {
  const differences: Difference[] = [];
  // The settings end with the transaction.
  for (const [name, value] of Object.entries(settings)) {
    // As a statement: where firms are spread over machines, what a function sets stays on the coordinator.
    await tx.query(`set local ${name} = '${value}'`);
  }
  const steps = everything.length + 1;
  progress(0, steps, 'lines against everything derived from them');
  const proof = await proveInShort(tx);
  for (const [index, recount] of everything.entries()) {
    if (proof.sums && recount === sumRecount) continue;
    if (proof.items && recount === itemRecount) continue;
    progress(index + 1, steps, recount.name);
    const parameters = [tx.firmId, ...(recount.parameters ?? []), ...((await recount.draw?.(tx)) ?? [])];
    await tx.query(`set local enable_nestloop = '${recount.isOfWholes ? 'off' : 'on'}'`);
    differences.push(...(await tx.query<Difference>(statementOf(recount), parameters)));
  }
  progress(steps, steps, 'done');
  return differences;
}

/** Recounts a firm from one snapshot, however long it takes. */
export function verifyFirm(database: Database, firmId: number, progress?: Progress): Promise<Difference[]> {
  const options = { readOnly: true, snapshot: true, statementTimeoutMs: 0 };
  return database.inFirm(firmId, (tx) => verify(tx, progress), options);
}
