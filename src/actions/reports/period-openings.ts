import { done, refuse } from '#core/refusal.ts';
import { readClose, readLatestClose } from '#store/periods/closes.ts';
import type { JobFilter } from '#store/reports/filters.ts';
import { fits, positionOf, type Position } from '#store/reports/keyset.ts';
import {
  openingKeys,
  readOpenings,
  sumOpenings,
  type OpeningRow,
  type OpeningTotal,
} from '#store/reports/period-openings.ts';
import { unknownClose } from '../periods/reopen-period.ts';
import type { Page, ReportReader } from './reading.ts';

export type OpeningsQuestion = JobFilter & {
  readonly closeId?: number | undefined;
  readonly limit: number;
  readonly cursor?: Position | undefined;
  readonly knownAt?: undefined;
};

export type PeriodOpenings = Page<OpeningRow> & {
  readonly closeId: number;
  /** Empty on later pages. */
  readonly totals: readonly OpeningTotal[];
};

export const periodOpenings: ReportReader<OpeningsQuestion, PeriodOpenings> = {
  permission: 'wip.read',
  async read({ tx }, question) {
    const { limit, cursor } = question;
    if (cursor !== undefined && !fits(openingKeys, cursor)) {
      return refuse('invalidCursor', 'This cursor belongs to another report.', { field: 'cursor' });
    }
    const closeId = question.closeId ?? (await readLatestClose(tx))?.id;
    if (closeId === undefined) return refuse('notFound', 'No period is closed yet.', { field: 'closeId' });
    if ((await readClose(tx, closeId)) === undefined) return unknownClose(closeId);
    const asked = { closeId, filter: question, position: cursor ?? null };
    const found = await readOpenings(tx, { ...asked, limit: limit + 1 });
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    return done({
      closeId,
      rows,
      totals: cursor === undefined ? await sumOpenings(tx, { ...asked, limit }) : [],
      next: last === undefined ? null : positionOf(openingKeys, last),
    });
  },
};
