import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { done, refuse } from '#core/refusal.ts';
import { fits, type Position, type SortKey } from '#store/reports/keyset.ts';
import {
  readUnbilledDetail,
  sumUnbilledDetail,
  type UnbilledDetailQuestion as StoreQuestion,
  type UnbilledDetailRow,
  type UnbilledDetailTotal,
} from '#store/reports/unbilled-detail.ts';
import type { Page, ReportReader } from './reading.ts';

export type UnbilledDetailQuestion = StoreQuestion['filter'] & {
  readonly limit: number;
  readonly cursor?: Position | undefined;
};

export type UnbilledDetail = Page<UnbilledDetailRow> & {
  readonly asAt: CivilDate;
  readonly firmCurrency: CurrencyCode;
  /** Empty on later pages. */
  readonly totals: readonly UnbilledDetailTotal[];
};

const keys: readonly SortKey[] = [
  { field: 'jobId', type: 'bigint' },
  { field: 'date', type: 'date' },
  { field: 'itemId', type: 'bigint' },
];
const jobIdMax = 2_147_483_647;

export const unbilledDetail: ReportReader<UnbilledDetailQuestion & { knownAt?: undefined }, UnbilledDetail> =
  {
    permission: 'wip.read',
    async read(scope, { limit, cursor, ...filter }) {
      if (
        cursor !== undefined &&
        (!fits(keys, cursor) || Number(cursor[0]) > jobIdMax || Number(cursor[0]) < 0)
      ) {
        return refuse('invalidCursor', 'This cursor belongs to another report.', { field: 'cursor' });
      }
      const asked = { filter, asAt: scope.today, position: cursor ?? null };
      const [found, totals] = await Promise.all([
        readUnbilledDetail(scope.tx, { ...asked, limit: limit + 1 }),
        cursor === undefined ? sumUnbilledDetail(scope.tx, { ...asked, limit }) : [],
      ]);
      const last = found.length > limit ? found[limit - 1] : undefined;
      const seesRates = scope.may('rates.read');
      const rows = found.slice(0, limit).map((row) => (seesRates ? row : { ...row, rateMinor: null }));
      return done({
        asAt: scope.today,
        firmCurrency: scope.firmCurrency,
        rows,
        totals,
        next: last === undefined ? null : [last.jobId, last.date, last.itemId.toString()],
      });
    },
  };
