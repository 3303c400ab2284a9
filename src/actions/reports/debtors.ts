// Debtors by age, per client and document by document.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { done, refuse } from '#core/refusal.ts';
import {
  debtorDocumentKeys,
  readDebtorDocuments,
  readDebtors,
  type DebtorAge,
  type DebtorDocument,
  type DebtorFigures,
  type DebtorRow,
  type DebtorsQuestion as StoreQuestion,
} from '#store/billing/debtors.ts';
import { fits, positionOf, type Position } from '#store/reports/keyset.ts';
import type { Page, ReportReader } from './reading.ts';

type Asked = StoreQuestion['filter'] & {
  readonly asAt?: CivilDate | undefined;
  readonly knownAt?: undefined;
};

export type DebtorsTotal = DebtorFigures & { currency: CurrencyCode; clients: number; invoices: number };

export type Debtors = Page<DebtorRow> & {
  readonly asAt: CivilDate;
  readonly filter: StoreQuestion['filter'];
  readonly totals: readonly DebtorsTotal[];
};

export const debtors: ReportReader<Asked, Debtors> = {
  permission: 'invoices.read',
  async read({ tx, today }, { asAt = today, ...asked }) {
    const filter = filterOf(asked);
    const rows = await readDebtors(tx, { asAt, filter });
    return done({ asAt, filter, rows, totals: totalsOf(rows), next: null });
  },
};

export type DebtorDocumentsQuestion = Asked & {
  readonly age?: DebtorAge | 'credits' | undefined;
  readonly limit: number;
  readonly cursor?: Position | undefined;
};

export type DebtorDocuments = Page<DebtorDocument> & { readonly asAt: CivilDate };

export const debtorDocuments: ReportReader<DebtorDocumentsQuestion, DebtorDocuments> = {
  permission: 'invoices.read',
  async read({ tx, today }, { asAt = today, age, limit, cursor, ...asked }) {
    if (cursor !== undefined && !fits(debtorDocumentKeys, cursor)) {
      return refuse('invalidCursor', 'This cursor belongs to another report.', { field: 'cursor' });
    }
    const wanted = { position: cursor ?? null, limit: limit + 1 };
    const found = await readDebtorDocuments(tx, { asAt, filter: filterOf(asked), age }, wanted);
    const last = found.length > limit ? found[limit - 1] : undefined;
    const next = last === undefined ? null : positionOf(debtorDocumentKeys, last);
    return done({ asAt, rows: found.slice(0, limit), next });
  },
};

function filterOf({ clientId, accountManagerId, currency, text }: StoreQuestion['filter']) {
  return { clientId, accountManagerId, currency, text };
}

const figures = [
  'currentMinor',
  'days1To30Minor',
  'days31To60Minor',
  'days61To90Minor',
  'over90DaysMinor',
  'creditsMinor',
  'totalMinor',
] as const satisfies readonly (keyof DebtorFigures)[];

function totalsOf(rows: readonly DebtorRow[]): DebtorsTotal[] {
  return [...Map.groupBy(rows, ({ currency }) => currency)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, of]) => {
      const sums = Object.fromEntries(
        figures.map((figure) => [figure, of.reduce((total, row) => total + row[figure], 0n)]),
      ) as DebtorFigures;
      const invoices = of.reduce((total, row) => total + row.invoices, 0);
      return { currency, clients: of.length, invoices, ...sums };
    });
}
