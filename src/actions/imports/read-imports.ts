// Looking at imports: what was read, what is wrong with it, how it tied out.

import { requirePermission } from '#core/access/principal.ts';
import type { Refused, Result } from '#core/refusal.ts';
import { done, refuse } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import { listImports, readImport, type ImportBatch } from '#store/imports/batches.ts';
import {
  countProblems,
  listProblems,
  type ImportProblemRow,
  type ProblemSeverity,
} from '#store/imports/problems.ts';
import {
  listTieOuts,
  totalTieOuts,
  type TieOut,
  type TieOutPosition,
  type TieOutTotal,
} from '#store/imports/tie-outs.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';

export type { ImportBatch } from '#store/imports/batches.ts';
export type { ImportProblemRow, ProblemSeverity } from '#store/imports/problems.ts';
export type { TieOut, TieOutPosition, TieOutTotal } from '#store/imports/tie-outs.ts';

export type ImportDetails = {
  readonly batch: ImportBatch;
  readonly problems: readonly { severity: ProblemSeverity; code: string; count: number }[];
};

export function listImportBatches(
  context: Context,
  page: { beforeId: number | null; limit: number },
): Promise<Result<ImportBatch[]>> {
  return permittedRead(context, async (tx) => done(await listImports(tx, page)));
}

export function readImportDetails(context: Context, importId: number): Promise<Result<ImportDetails>> {
  return readOne(context, importId, async (tx, batch) => ({
    batch,
    problems: await countProblems(tx, importId),
  }));
}

export function listImportProblems(
  context: Context,
  importId: number,
  page: { severity: ProblemSeverity | null; afterId: number; limit: number },
): Promise<Result<ImportProblemRow[]>> {
  return readOne(context, importId, (tx) => listProblems(tx, importId, page));
}

export type TieOutPage = { readonly jobs: readonly TieOut[]; readonly totals: readonly TieOutTotal[] };

export function readTieOut(
  context: Context,
  importId: number,
  page: { onlyDifferences: boolean; after: TieOutPosition | null; limit: number },
): Promise<Result<TieOutPage>> {
  return readOne(context, importId, async (tx) => ({
    jobs: await listTieOuts(tx, importId, page),
    totals: await totalTieOuts(tx, importId),
  }));
}

function readOne<T>(
  context: Context,
  importId: number,
  work: (tx: Tx, batch: ImportBatch) => Promise<T>,
): Promise<Result<T>> {
  return permittedRead(context, async (tx) => {
    const batch = await readImport(tx, importId);
    return batch === undefined ? noSuchImport(importId) : done(await work(tx, batch));
  });
}

async function permittedRead<T>(context: Context, work: (tx: Tx) => Promise<Result<T>>): Promise<Result<T>> {
  const permitted = requirePermission(context.principal, 'imports.read');
  return permitted.ok ? read(context, work) : permitted;
}

export function noSuchImport(importId: number): Refused {
  return refuse('notFound', 'There is no such import in this firm.', { value: String(importId) });
}
