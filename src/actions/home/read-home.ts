// The owner's page: what is unbilled and how old, how much leaks away, what was billed. Every figure is one of a report,
// which it names; here they are read together, in one snapshot, and for a year at once.

import {
  addDays,
  addMonths,
  lastDayOfMonth,
  monthOf,
  today,
  type CivilDate,
} from '#core/calendar/civil-date.ts';
import { may, requirePermission } from '#core/access/principal.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { done, type Result } from '#core/refusal.ts';
import { readDebtors } from '#store/billing/debtors.ts';
import type { Tx } from '#store/database.ts';
import { loadFirm } from '#store/firms.ts';
import { readFirmMonths } from '#store/reports/firm-months.ts';
import { readWrittenForReasons } from '#store/reports/firm-reasons.ts';
import {
  readAhead,
  readDaysOfBilling,
  readUnbilledClients,
  readWipNow,
  type UnbilledClient,
} from '#store/reports/home.ts';
import type { Context } from '../context.ts';
import { billedToDate, lockUpDays, type BilledToDate, type LockUpPoint } from './billing-of-days.ts';
import { realisedByMonth, type MonthRealised } from './realised-by-month.ts';
import { wipAtEnds, type WipPoint } from './wip-at-ends.ts';
import { writtenByReason, type WrittenByReason } from './written-by-reason.ts';

const monthsBack = 12;
const lockUpOverDays = 90;
const unbilledClientsMax = 8;
const reportTimeoutMs = 20_000;

export type Home = {
  readonly asAt: CivilDate;
  readonly currency: CurrencyCode;
  readonly lockUpOverDays: number;
  readonly year: { readonly from: CivilDate; readonly to: CivilDate };
  readonly wip: readonly WipPoint[];
  readonly lockUp: readonly LockUpPoint[];
  readonly realisation: readonly MonthRealised[];
  readonly writeOffs: readonly WrittenByReason[];
  readonly unbilledClients: readonly UnbilledClient[];
  readonly billing: readonly BilledToDate[];
};

export async function readHome(context: Context): Promise<Result<Home>> {
  const { principal, database } = context;
  for (const permission of ['reports.read', 'wip.read', 'invoices.read'] as const) {
    if (!may(principal, permission)) return requirePermission(principal, permission) as Result<never>;
  }
  const work = (tx: Tx) => homeOf(tx, context.clock());
  const options = { readOnly: true, snapshot: true, statementTimeoutMs: reportTimeoutMs, replica: true };
  return done(await database.inFirm(principal.firmId, work, options));
}

async function homeOf(tx: Tx, now: string): Promise<Home> {
  // Compiling these queries would cost more than running them.
  const [firm] = await Promise.all([loadFirm(tx), tx.query(`select set_config('jit', 'off', true)`)]);
  const asAt = today(now, firm.timeZone);
  // The ends of the months before, oldest first, and today.
  const ends = Array.from({ length: monthsBack }, (_, place) =>
    lastDayOfMonth(addMonths(monthOf(asAt), place - monthsBack)),
  );
  const days = [...ends, asAt];
  const year = { from: addMonths(monthOf(asAt), 1 - monthsBack), to: asAt };
  const firstEnd = ends[0]!;
  const [wipNow, moved, ahead, debtors, billed, written, unbilledClients] = await Promise.all([
    readWipNow(tx),
    readFirmMonths(tx, { from: year.from, until: null }),
    readAhead(tx, { first: addDays(asAt, 1), last: lastDayOfMonth(monthOf(asAt)) }),
    readDebtors(tx, { asAt, filter: {} }),
    readDaysOfBilling(tx, {
      from: addDays(firstEnd, 1 - lockUpOverDays),
      debtorsAfter: firstEnd,
      to: asAt,
    }),
    readWrittenForReasons(tx, { first: year.from, last: asAt }),
    readUnbilledClients(tx, unbilledClientsMax),
  ]);
  const wip = wipAtEnds(days, { now: wipNow, moved, ahead });
  const realisation = realisedByMonth({ first: year.from, last: year.to }, { moved, ahead });
  return {
    asAt,
    currency: firm.currency,
    lockUpOverDays,
    year,
    wip,
    lockUp: lockUpDays(days, wip, { overDays: lockUpOverDays, asAt, debtors, billed }),
    realisation,
    writeOffs: writtenByReason(realisation, written),
    unbilledClients,
    billing: billedToDate(asAt, billed, firm.currency),
  };
}
