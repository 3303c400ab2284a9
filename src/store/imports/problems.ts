// What is wrong with, or worth knowing of, single records of an import.

import type { Tx } from '../database.ts';

export type ProblemSeverity = 'refused' | 'leftOut' | 'difference' | 'note';
export type ProblemStage = 'read' | 'check' | 'apply';

export type NewProblem = {
  readonly severity: ProblemSeverity;
  readonly stage: ProblemStage;
  readonly code: string;
  readonly detail: string;
  readonly file?: string | null | undefined;
  readonly line?: number | null | undefined;
  readonly path?: string | null | undefined;
  readonly field?: string | null | undefined;
  readonly value?: string | null | undefined;
  readonly accepted?: string | null | undefined;
  readonly jobId?: number | null | undefined;
};

export type ImportProblemRow = {
  readonly id: number;
  readonly severity: ProblemSeverity;
  readonly stage: ProblemStage;
  readonly code: string;
  readonly detail: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly path: string | null;
  readonly field: string | null;
  readonly value: string | null;
  readonly accepted: string | null;
  readonly jobId: number | null;
};

export async function insertProblems(
  tx: Tx,
  batchId: number,
  problems: readonly NewProblem[],
): Promise<void> {
  if (problems.length === 0) return;
  const column = <Name extends keyof NewProblem>(name: Name) =>
    problems.map((problem) => problem[name] ?? null);
  await tx.query(
    `insert into import_problem (firm_id, batch_id, severity, stage, code, detail, file, line, path, field, value,
       accepted, job_id)
     select $1, $2, * from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::text[],
       $10::text[], $11::text[], $12::text[], $13::int[])`,
    [
      tx.firmId,
      batchId,
      column('severity'),
      column('stage'),
      column('code'),
      problems.map((problem) => problem.detail.slice(0, 1000)),
      column('file'),
      column('line'),
      column('path'),
      column('field'),
      problems.map((problem) => problem.value?.slice(0, 300) ?? null),
      problems.map((problem) => problem.accepted?.slice(0, 300) ?? null),
      column('jobId'),
    ],
  );
}

export async function forgetProblems(tx: Tx, batchId: number, stage: ProblemStage): Promise<void> {
  await tx.query('delete from import_problem where firm_id = $1 and batch_id = $2 and stage = $3', [
    tx.firmId,
    batchId,
    stage,
  ]);
}

/** Rows and files that were refused: several problems of one row count once. */
export async function countRefused(tx: Tx, batchId: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(distinct (file, line, path))::int as count from import_problem
     where firm_id = $1 and batch_id = $2 and severity = 'refused'`,
    [tx.firmId, batchId],
  );
  return row!.count;
}

export function listProblems(
  tx: Tx,
  batchId: number,
  page: { severity: ProblemSeverity | null; afterId: number; limit: number },
): Promise<ImportProblemRow[]> {
  return tx.query<ImportProblemRow>(
    `select id, severity, stage, code, detail, file, line, path, field, value, accepted, job_id as "jobId"
     from import_problem
     where firm_id = $1 and batch_id = $2 and ($3::text is null or severity = $3) and id > $4
     order by id limit $5`,
    [tx.firmId, batchId, page.severity, page.afterId, page.limit],
  );
}

/** How many there are of each severity and code. */
export function countProblems(
  tx: Tx,
  batchId: number,
): Promise<{ severity: ProblemSeverity; code: string; count: number }[]> {
  return tx.query(
    `select severity, code, count(*)::int as count from import_problem where firm_id = $1 and batch_id = $2
     group by severity, code order by severity, code`,
    [tx.firmId, batchId],
  );
}

/** What was found wrong on jobs: why a figure may not tie. */
export async function problemsOfJobs(
  tx: Tx,
  batchId: number,
  jobIds: readonly number[],
): Promise<Map<number, { detail: string }[]>> {
  const rows = await tx.query<{ jobId: number; detail: string }>(
    `select job_id as "jobId", detail from import_problem
     where firm_id = $1 and batch_id = $2 and job_id = any ($3) and severity in ('refused', 'difference')
     order by id`,
    [tx.firmId, batchId, jobIds],
  );
  return Map.groupBy(rows, (row) => row.jobId);
}
