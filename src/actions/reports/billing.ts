import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { done } from '#core/refusal.ts';
import {
  readBilling,
  type BillingFigures,
  type BillingGrouping,
  type BillingQuestion as StoreQuestion,
  type BillingRow as StoreRow,
} from '#store/reports/billing.ts';
import type { Page, ReportReader } from './reading.ts';
import { periodTurnedAround } from './wip-control.ts';

export type BillingQuestion = StoreQuestion['filter'] & {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly knownAt?: undefined;
  readonly groupBy: BillingGrouping;
  readonly byMonth: boolean;
};

type Billed = BillingFigures & {
  readonly netMinor: bigint;
  readonly grossMinor: bigint;
  readonly differenceMinor: bigint;
};

export type BillingRow = StoreRow & Billed;
export type BillingTotal = Billed & { readonly currency: CurrencyCode };

export type Billing = Page<BillingRow> & {
  readonly question: BillingQuestion;
  readonly totals: readonly BillingTotal[];
};

export const billing: ReportReader<BillingQuestion, Billing> = {
  permission: 'invoices.read',
  async read({ tx, now }, question) {
    const { from, to, groupBy, byMonth, knownAt: _none, ...filter } = question;
    if (from > to) return periodTurnedAround(from, to);
    const found = await readBilling(tx, { from, to, now, filter: jobFilterOf(filter), groupBy, byMonth });
    const rows = found.map((row) => ({ ...row, ...billed(row) }));
    return done({ question, rows, totals: totalsOf(found), next: null });
  },
};

/** Only what finds something: a report decides by what is asked whether documents are taken apart by job. */
function jobFilterOf(filter: StoreQuestion['filter']): StoreQuestion['filter'] {
  const { clientId, jobId, managerId, partnerId, stateId, stateType, category, text, basis } = filter;
  return { clientId, jobId, managerId, partnerId, stateId, stateType, category, text, basis };
}

function billed(figures: BillingFigures): Billed {
  const { invoicedMinor, creditedMinor, cancelledMinor, taxMinor, outsideWipMinor, ledgerMinor, otherMinor } =
    figures;
  const netMinor = invoicedMinor - creditedMinor - cancelledMinor;
  return {
    invoicedMinor,
    creditedMinor,
    cancelledMinor,
    netMinor,
    taxMinor,
    grossMinor: netMinor + taxMinor,
    outsideWipMinor,
    ledgerMinor,
    differenceMinor: netMinor - outsideWipMinor - ledgerMinor,
    otherMinor,
  };
}

const summed = [
  'invoicedMinor',
  'creditedMinor',
  'cancelledMinor',
  'taxMinor',
  'outsideWipMinor',
  'ledgerMinor',
  'otherMinor',
] as const satisfies readonly (keyof BillingFigures)[];

function totalsOf(rows: readonly StoreRow[]): BillingTotal[] {
  const byCurrency = Map.groupBy(rows, ({ currency }) => currency);
  return [...byCurrency]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, of]) => {
      const sum = (figure: keyof BillingFigures) => of.reduce((total, row) => total + row[figure], 0n);
      const sums = Object.fromEntries(summed.map((figure) => [figure, sum(figure)]));
      return { currency, ...billed(sums as BillingFigures) };
    });
}
