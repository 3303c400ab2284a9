// Lock-up: how many days of billing stand in WIP and with debtors.
//
//     WIP days       net WIP ÷ (billing ex tax of the last N days ÷ N)
//     debtor days    debtors with tax ÷ (billing with tax of the last N days ÷ N)
//     lock-up        the two together
//
// Each is rounded once, half up to a tenth of a day, and the sum is of the rounded two, so that it adds up as it is read.
// Where nothing was billed, or more was credited than billed, there are no days. Billing is invoices less credit notes and
// cancellations, as in the report of billing. Debtors are less the credit that clients have left. By manager, an invoice
// is shared out over the managers of its jobs in proportion to what of it is theirs; credit is nobody's.

import { addDays, civilDate, compareDates, type CivilDate } from '#core/calendar/civil-date.ts';
import { apportion } from '#core/money/apportion.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { formatDays, tenthsOfDays } from '#core/money/ratio.ts';
import { done, refuse } from '#core/refusal.ts';
import { readDebtorDocuments, readDebtors, type DebtorDocument } from '#store/billing/debtors.ts';
import { readBilling } from '#store/reports/billing.ts';
import {
  readGroupedBilling,
  readGroupedNetWip,
  readManagersOfDocuments,
  type LockUpGrouping,
  type ManagerOfDocument,
} from '#store/reports/lock-up.ts';
import type { Tx } from '#store/database.ts';
import type { Page, ReportReader, Scope } from './reading.ts';

/** Before it there are no days to look back to. */
const firstDay = civilDate('1900-01-01');

export type LockUpQuestion = {
  readonly asAt?: CivilDate | undefined;
  readonly knownAt?: undefined;
  readonly days: number;
  readonly clientId?: number | undefined;
  readonly groupBy: LockUpGrouping;
};

type Group = {
  readonly id: number | null;
  readonly name: string | null;
  readonly currency: CurrencyCode;
};
type Amounts = {
  readonly netWipMinor: bigint;
  readonly debtorsMinor: bigint;
  readonly billedMinor: bigint;
  readonly billedWithTaxMinor: bigint;
};
type Days = {
  readonly wipDays: string | null;
  readonly debtorDays: string | null;
  readonly lockUpDays: string | null;
};

export type LockUpRow = Group & Amounts & Days;
export type LockUpTotal = { readonly currency: CurrencyCode } & Amounts & Days;

export type LockUp = Page<LockUpRow> & {
  readonly asAt: CivilDate;
  readonly from: CivilDate;
  readonly days: number;
  readonly groupBy: LockUpGrouping;
  readonly clientId: number | undefined;
  readonly totals: readonly LockUpTotal[];
};

type Asked = LockUpQuestion & { readonly asAt: CivilDate; readonly from: CivilDate };
type Part = Group & Partial<Amounts>;

export const lockUp: ReportReader<LockUpQuestion, LockUp> = {
  permission: 'invoices.read',
  async read(scope, question) {
    if (!scope.may('wip.read'))
      return refuse('notPermitted', 'Lock-up is also about WIP, which you may not see.');
    const asAt = question.asAt ?? scope.today;
    const earliest = addDays(firstDay, question.days - 1);
    if (compareDates(asAt, earliest) < 0)
      return refuse('invalidRequest', `The ${question.days} days until then begin before ${firstDay}.`, {
        field: 'asAt',
        value: asAt,
        accepted: `a day from ${earliest} on`,
      });
    const asked = { ...question, asAt, from: addDays(asAt, 1 - question.days) };
    const parts = await partsOf(scope, asked);
    const rows = added(parts, ({ id, name, currency }) => JSON.stringify([name, id, currency]));
    const totals = added(parts, ({ currency }) => currency);
    const { days, groupBy, clientId, from } = asked;
    return done({
      asAt,
      from,
      days,
      groupBy,
      clientId,
      rows: rows.map((row) => ({ ...row, ...daysOf(row, days) })),
      totals: totals.map(({ id: _id, name: _name, ...total }) => ({ ...total, ...daysOf(total, days) })),
      next: null,
    });
  },
};

function daysOf({ netWipMinor, debtorsMinor, billedMinor, billedWithTaxMinor }: Amounts, days: number): Days {
  const wip = tenthsOfDays(netWipMinor, billedMinor, days);
  const debtors = tenthsOfDays(debtorsMinor, billedWithTaxMinor, days);
  return {
    wipDays: wip === null ? null : formatDays(wip),
    debtorDays: debtors === null ? null : formatDays(debtors),
    lockUpDays: wip === null || debtors === null ? null : formatDays(wip + debtors),
  };
}

async function partsOf({ tx, now }: Scope, asked: Asked): Promise<Part[]> {
  const { asAt, from, clientId, groupBy } = asked;
  const wip = await readGroupedNetWip(tx, { asAt, now, clientId, groupBy });
  if (groupBy === 'manager')
    return [...wip, ...(await debtorsByManager(tx, asked)), ...(await billedByManager(tx, now, asked))];
  const period = { first: from, last: asAt };
  const billed = await readGroupedBilling(tx, { period, clientId, groupBy });
  return [...wip, ...(await debtorsOf(tx, asked)), ...billed];
}

async function billedByManager(
  tx: Tx,
  now: string,
  { asAt, from, clientId, groupBy }: Asked,
): Promise<Part[]> {
  const rows = await readBilling(tx, { from, to: asAt, now, filter: { clientId }, groupBy, byMonth: false });
  return rows.map(({ id, name, currency, invoicedMinor, creditedMinor, cancelledMinor, taxMinor }) => {
    const billedMinor = invoicedMinor - creditedMinor - cancelledMinor;
    return { id, name, currency, billedMinor, billedWithTaxMinor: billedMinor + taxMinor };
  });
}

async function debtorsOf(tx: Tx, { asAt, clientId, groupBy }: Asked): Promise<Part[]> {
  const rows = await readDebtors(tx, { asAt, filter: { clientId } });
  return rows.map(({ clientId: id, clientName: name, currency, totalMinor }) => {
    const group = groupBy === 'client' ? { id, name } : { id: null, name: null };
    return { ...group, currency, debtorsMinor: totalMinor };
  });
}

/** The invoices outstanding in one firm at once; a firm with more asks client by client. */
const documentsMax = 200_000;

async function debtorsByManager(tx: Tx, { asAt, clientId }: Asked): Promise<Part[]> {
  const documents = await readDebtorDocuments(
    tx,
    { asAt, filter: { clientId } },
    { position: null, limit: documentsMax },
  );
  const invoices = documents.filter(({ kind }) => kind === 'invoice');
  const managers = Map.groupBy(
    await readManagersOfDocuments(
      tx,
      invoices.map(({ id }) => id),
    ),
    ({ invoiceId }) => invoiceId,
  );
  return documents.flatMap((document) =>
    document.kind === 'invoice' ? sharedOut(document, managers.get(document.id) ?? []) : [ofNobody(document)],
  );
}

/** In proportion to what of the invoice is over each manager's jobs, by largest remainder. */
function sharedOut(document: DebtorDocument, managers: readonly ManagerOfDocument[]): Part[] {
  const weights = managers.map(({ amountMinor }) => (amountMinor > 0n ? amountMinor : 0n));
  if (weights.every((weight) => weight === 0n)) return [ofNobody(document)];
  const shares = apportion(document.outstandingMinor, weights);
  return managers.map(({ managerId, managerName }, index) => ({
    id: managerId,
    name: managerName,
    currency: document.currency,
    debtorsMinor: shares[index]!,
  }));
}

function ofNobody({ currency, outstandingMinor }: DebtorDocument): Part {
  return { id: null, name: null, currency, debtorsMinor: outstandingMinor };
}

/** The parts of each group added up, in the order of names. */
function added(parts: readonly Part[], keyOf: (part: Part) => string): (Group & Amounts)[] {
  return [...Map.groupBy(parts, keyOf).values()]
    .map((of) => {
      const [{ id, name, currency }] = of as [Part, ...Part[]];
      const sum = (figure: keyof Amounts) => of.reduce((total, part) => total + (part[figure] ?? 0n), 0n);
      return {
        id,
        name,
        currency,
        netWipMinor: sum('netWipMinor'),
        debtorsMinor: sum('debtorsMinor'),
        billedMinor: sum('billedMinor'),
        billedWithTaxMinor: sum('billedWithTaxMinor'),
      };
    })
    .toSorted((a, b) => compareText(a.name ?? '', b.name ?? '') || compareText(a.currency, b.currency));
}

function compareText(a: string, b: string): number {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}
