import { requirePermission } from '#core/access/principal.ts';
import { done, type Result } from '#core/refusal.ts';
import { readMyJobs as readRows, type MyJob } from '#store/reports/my-jobs.ts';
import type { Context } from '../context.ts';

const jobsMax = 200;

export type JobAnsweredFor = MyJob & {
  /** What was worked above the budget; null where it is within, or where there is none. */
  readonly overBudgetMinor: bigint | null;
};

/** The jobs that the caller answers for; none for whoever is no staff member. */
export async function readMyJobs(context: Context): Promise<Result<readonly JobAnsweredFor[]>> {
  const { principal, database } = context;
  const permitted = requirePermission(principal, 'wip.read');
  if (!permitted.ok) return permitted;
  const { staffId } = principal;
  if (staffId === null) return done([]);
  const rows = await database.inFirm(principal.firmId, (tx) => readRows(tx, staffId, jobsMax), {
    readOnly: true,
  });
  return done(rows.map((row) => ({ ...row, overBudgetMinor: overBudget(row) })));
}

function overBudget({ budgetMinor, workedMinor }: MyJob): bigint | null {
  return budgetMinor !== null && workedMinor > budgetMinor ? workedMinor - budgetMinor : null;
}
