import { monthOf, type CivilDate } from '#core/calendar/civil-date.ts';
import { currencyCodes, minorDigits } from '#core/money/currencies.ts';
import { parseScaled } from '#core/money/money.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import { readEstimatedBillings, readFirstBillings } from '#store/reports/estimated-billings.ts';
import type {
  BillingPage,
  BillingTotals,
  EstimatedBillingsQuestion as StoreQuestion,
  EstimatedBillingsRow,
  Grouping,
  MinimumMinor,
} from '#store/reports/billing-page.ts';
import type { JobFilter } from '#store/reports/filters.ts';
import { fits, positionOf, type Position, type SortKey } from '#store/reports/keyset.ts';
import type { Page, ReportReader, Scope } from './reading.ts';

export type EstimatedBillingsQuestion = JobFilter & {
  readonly asAt?: CivilDate | undefined;
  readonly knownAt?: string | undefined;
  readonly sign?: 'positive' | 'negative' | 'zero' | undefined;
  /** In major units, whatever the currency. */
  readonly minimum?: string | undefined;
  readonly groupBy?: Grouping | undefined;
  readonly sort: string;
  readonly order: 'ascending' | 'descending';
  readonly limit: number;
  readonly cursor?: Position | undefined;
};

export type EstimatedBillings = Page<EstimatedBillingsRow> & {
  readonly asAt: CivilDate;
  readonly live: boolean;
  readonly knownAt: string | null;
  /** Per currency, over everything that the filter finds; empty on later pages. */
  readonly totals: readonly BillingTotals[];
  /** Per group and currency; null unless grouped. */
  readonly groups: readonly BillingTotals[] | null;
};

const textSorts = new Set([
  'jobNumber',
  'jobName',
  'clientName',
  'managerName',
  'partnerName',
  'stateName',
  'category',
  'currency',
]);
const dateSorts = new Set(['lastActivityOn', 'lastBilledOn']);

export const estimatedBillings: ReportReader<EstimatedBillingsQuestion, EstimatedBillings> = {
  permission: 'wip.read',
  async read(scope, question): Promise<Result<EstimatedBillings>> {
    const keys = keysOf(question);
    const ordering = `${question.groupBy ?? ''} ${question.sort} ${question.order}`;
    const [cursorOrdering, ...position] = question.cursor ?? [];
    if (question.cursor !== undefined && (cursorOrdering !== ordering || !fits(keys, position))) {
      return refuse('invalidCursor', 'This cursor belongs to another report or another order.', {
        field: 'cursor',
      });
    }
    const asked = askedOf(scope, question, {
      keys,
      position: question.cursor === undefined ? null : position,
    });
    const { rows: found, totals } = await readBillings(scope, asked, question.limit + 1);
    const rows = found.slice(0, question.limit);
    const last = found.length > question.limit ? rows.at(-1) : undefined;
    const isGrouped = question.groupBy !== undefined;
    return done({
      asAt: question.asAt ?? scope.today,
      live: question.asAt === undefined && question.knownAt === undefined,
      knownAt: question.knownAt ?? null,
      rows,
      totals: (isGrouped ? regroup(totals) : [...totals]).toSorted(byCurrency),
      groups: isGrouped ? totals : null,
      next: last === undefined ? null : [ordering, ...positionOf(keys, last)],
    });
  },
};

function askedOf(
  scope: Scope,
  question: EstimatedBillingsQuestion,
  { keys, position }: { keys: readonly SortKey[]; position: Position | null },
): StoreQuestion {
  const { clientId, managerId, partnerId, stateId, stateType, category, text, sign } = question;
  const minimum = question.minimum === undefined ? undefined : minimumOf(question.minimum);
  return {
    moment: { asAt: question.asAt ?? null, knownAt: question.knownAt ?? null },
    now: scope.now,
    agesFrom: monthOf(question.asAt ?? scope.today),
    filter: { clientId, managerId, partnerId, stateId, stateType, category, text, sign, minimum },
    groupBy: question.groupBy ?? null,
    keys,
    limit: question.limit,
    position,
  };
}

/** The rows asked for; totals of the whole filter come with the first of them. */
async function readBillings({ tx }: Scope, asked: StoreQuestion, limit: number): Promise<BillingPage> {
  if (asked.position === null) return readFirstBillings(tx, { ...asked, limit });
  return { rows: await readEstimatedBillings(tx, { ...asked, limit }), totals: [] };
}

function byCurrency(a: BillingTotals, b: BillingTotals): number {
  return a.currency < b.currency ? -1 : 1;
}

function regroup(groups: readonly BillingTotals[]): BillingTotals[] {
  const totals = new Map<string, BillingTotals>();
  for (const group of groups) {
    const total = totals.get(group.currency);
    totals.set(
      group.currency,
      total === undefined ? { ...group, groupId: null, groupName: null } : plus(total, group),
    );
  }
  return [...totals.values()];
}

function plus(a: BillingTotals, b: BillingTotals): BillingTotals {
  return {
    ...a,
    jobs: a.jobs + b.jobs,
    wipTimeMinor: a.wipTimeMinor + b.wipTimeMinor,
    wipCostMinor: a.wipCostMinor + b.wipCostMinor,
    interimsMinor: a.interimsMinor + b.interimsMinor,
    netWipMinor: a.netWipMinor + b.netWipMinor,
    uninvoicedQuoteMinor: sumOfKnown(a.uninvoicedQuoteMinor, b.uninvoicedQuoteMinor),
    onDraftMinor: sumOfKnown(a.onDraftMinor, b.onDraftMinor),
    ageCurrentMinor: a.ageCurrentMinor + b.ageCurrentMinor,
    ageOneMonthMinor: a.ageOneMonthMinor + b.ageOneMonthMinor,
    ageTwoMonthsMinor: a.ageTwoMonthsMinor + b.ageTwoMonthsMinor,
    ageThreeMonthsPlusMinor: a.ageThreeMonthsPlusMinor + b.ageThreeMonthsPlusMinor,
  };
}

function sumOfKnown(a: bigint | null, b: bigint | null): bigint | null {
  return a === null || b === null ? (a ?? b) : a + b;
}

/** Group by name and id, then what was asked for, then the job, so that the order is one and only one. */
function keysOf({ groupBy, sort, order }: EstimatedBillingsQuestion): SortKey[] {
  const descending = order === 'descending';
  const keys: SortKey[] = [];
  if (groupBy !== undefined) {
    keys.push({ field: `${groupBy}Name`, type: 'text' }, { field: `${groupBy}Id`, type: 'bigint' });
  }
  if (textSorts.has(sort)) keys.push({ field: sort, type: 'text', descending });
  else if (dateSorts.has(sort)) keys.push({ field: sort, type: 'date', descending });
  else keys.push({ field: `${sort}Minor`, type: 'bigint', descending });
  if (sort === 'clientName') keys.push({ field: 'jobNumber', type: 'text' });
  keys.push({ field: 'jobId', type: 'bigint' });
  return keys;
}

/** The least amount in minor units for each number of digits; what has more decimals than a currency rounds up. */
function minimumOf(text: string): MinimumMinor {
  const thousandths = parseScaled(text, 3) ?? 0n;
  const byDigits = new Map<number, { currencies: typeof currencyCodes; minor: bigint }>();
  for (const [digits, currencies] of Map.groupBy(currencyCodes, minorDigits)) {
    const scale = 10n ** BigInt(3 - digits);
    byDigits.set(digits, { currencies, minor: (thousandths + scale - 1n) / scale });
  }
  return byDigits;
}
