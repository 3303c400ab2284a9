import type { CivilDate } from '#core/calendar/civil-date.ts';
import { done, refuse } from '#core/refusal.ts';
import type { JobFilter } from '#store/reports/filters.ts';
import {
  jobBalancesKeys,
  readJobBalances,
  sumJobBalances,
  type JobBalancesRow,
  type JobBalancesTotal,
} from '#store/reports/job-balances.ts';
import { fits, positionOf, type Position } from '#store/reports/keyset.ts';
import type { Page, ReportReader } from './reading.ts';

export type JobBalancesQuestion = JobFilter & {
  readonly jobId?: number | undefined;
  readonly asAt?: CivilDate | undefined;
  readonly knownAt?: string | undefined;
  readonly limit: number;
  readonly cursor?: Position | undefined;
};

export type JobBalances = Page<JobBalancesRow> & {
  readonly asAt: CivilDate | null;
  readonly knownAt: string | null;
  /** Empty on later pages. */
  readonly totals: readonly JobBalancesTotal[];
};

export const jobBalances: ReportReader<JobBalancesQuestion, JobBalances> = {
  permission: 'wip.read',
  async read({ tx, now }, question) {
    const { asAt = null, knownAt = null, limit, cursor } = question;
    if (cursor !== undefined && !fits(jobBalancesKeys, cursor)) {
      return refuse('invalidCursor', 'This cursor belongs to another report.', { field: 'cursor' });
    }
    const asked = { moment: { asAt, knownAt }, now, filter: question, position: cursor ?? null };
    const found = await readJobBalances(tx, { ...asked, limit: limit + 1 });
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    const totals = cursor === undefined ? await sumJobBalances(tx, { ...asked, limit }) : [];
    return done({
      asAt,
      knownAt,
      rows,
      totals,
      next: last === undefined ? null : positionOf(jobBalancesKeys, last),
    });
  },
};
