// The first page of an owner and lock-up, held against raw lines and the auditor's books of documents.

import assert from 'node:assert/strict';
import { readHome } from '#actions/home/read-home.ts';
import { lockUp } from '#actions/reports/lock-up.ts';
import { readPage } from '#actions/reports/reading.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import { simContext } from '../deeds.ts';
import { currencyOf } from '../practice.ts';
import { debtorsOn } from './compare-documents.ts';
import { reasonOfLine, reasonsOf, texts, value } from './compare-past.ts';
import type { Audited } from './compare.ts';
import type { Documents } from './documents.ts';
import { account, type RawLine } from './lines.ts';
import { leftOf, netOf, stoodAt, sumOf, within } from './past.ts';

/** As it is opened at a moment, which may lie in the middle of what people have dated. */
export async function compareHome(audited: Audited, raw: readonly RawLine[], now: string): Promise<void> {
  const { database, firm, books } = audited;
  const home = value(await readHome({ ...simContext(database, firm), clock: () => now }));
  const isIn = (currency: string) => (job: number) => currencyOf(firm, job) === currency;
  const hasWip = raw.some(({ debit, credit, amount }) => amount !== 0n && (debit <= 3 || credit <= 3));
  const currencies = new Set(home.wip.map(({ currency }) => currency));
  assert.equal(home.wip.length, 13 * currencies.size, 'twelve ends of months and today');
  assert.equal(currencies.size > 0, hasWip, 'WIP has a currency');
  for (const point of home.wip) {
    const then = [...stoodAt(raw, { day: point.asAt, knownAt: null }, point.asAt)].flatMap(([job, one]) =>
      isIn(point.currency)(job) ? [one] : [],
    );
    const ages = [0, 1, 2, 3].map((age) => sumOf(then.map(({ ages: own }) => own[age]!)));
    assert.deepEqual(
      [
        point.netWipMinor,
        point.interimsMinor,
        point.ageCurrentMinor,
        point.ageOneMonthMinor,
        point.ageTwoMonthsMinor,
        point.ageThreeMonthsPlusMinor,
      ],
      [sumOf(then.map(netOf)), sumOf(then.map(({ accounts }) => accounts[account.interim]!)), ...ages],
      `WIP on the home page at ${point.asAt} in ${point.currency}`,
    );
  }
  for (const point of home.lockUp) {
    assert.deepEqual(
      [point.debtorsMinor, point.billedMinor],
      [
        debtorsAt(books.documents, point.asAt),
        billedIn(books.documents, daysBefore(point.asAt, 89), point.asAt),
      ],
      `debtors and billing on the home page at ${point.asAt}`,
    );
  }
  const lines = within(raw, home.year.from, home.year.to);
  const monthOf = ({ on, job }: RawLine) => `${on.slice(0, 8)}01 ${currencyOf(firm, job)}`;
  const months = [...Map.groupBy(lines, monthOf)].map(([month, own]) => {
    const { billed, off, on } = leftOf(own);
    return [month, billed, off, on] as const;
  });
  assert.deepEqual(
    texts(
      home.realisation.map((row) => [
        row.month,
        row.currency,
        row.billedMinor,
        row.writtenOffMinor,
        row.writtenOnMinor,
      ]),
    ),
    texts(months.filter(([, ...sums]) => sums.some((sum) => sum !== 0n))),
    'realisation on the home page',
  );
  const reasonOf = reasonOfLine(raw, await reasonsOf(audited));
  const inCurrency = (line: RawLine) => `${reasonOf(line)} ${currencyOf(firm, line.job)}`;
  const reasons = [...Map.groupBy(lines, inCurrency)].map(([reason, own]) => {
    const { off, on } = leftOf(own);
    return [reason, off, on] as const;
  });
  assert.deepEqual(
    texts(home.writeOffs.map((row) => [row.reasonId, row.currency, row.writtenOffMinor, row.writtenOnMinor])),
    texts(reasons.filter(([, off, on]) => off !== 0n || on !== 0n)),
    'write-offs by reason on the home page',
  );
  const [billing] = home.billing;
  assert.equal(
    billing!.thisMonth.billedMinor,
    billedIn(books.documents, billing!.thisMonth.first, billing!.thisMonth.last),
    'billed this month',
  );
  assert.equal(
    billing!.lastMonth.billedMinor,
    billedIn(books.documents, billing!.lastMonth.first, billing!.lastMonth.last),
    'billed last month',
  );
  compareUnbilled(audited, home.unbilledClients);
}

type Unbilled = {
  readonly clientId: number;
  readonly currency: string;
  readonly netWipMinor: bigint;
  readonly jobs: number;
};

function compareUnbilled({ firm, books }: Audited, rows: readonly Unbilled[]): void {
  const listed = firm.jobs.filter(({ id }) => books.listed.has(id));
  const clientOf = ({ id, clientId }: (typeof listed)[number]) => `${clientId} ${currencyOf(firm, id)}`;
  const clients = [...Map.groupBy(listed, clientOf)].map(([client, jobs]) => {
    const net = sumOf(jobs.map(({ id }) => sumOf(books.accounts.get(id)!.slice(1, 4))));
    return [client, net, jobs.length] as const;
  });
  assert.deepEqual(
    texts(rows.map(({ clientId, currency, netWipMinor, jobs }) => [clientId, currency, netWipMinor, jobs])),
    texts(clients.filter(([, net]) => net > 0n)),
    'the clients with unbilled work',
  );
}

/** Net WIP as lines say, debtors and billing as documents do, whatever the days that are looked back. */
export async function compareLockUp(
  { database, firm, books }: Audited,
  raw: readonly RawLine[],
  asAt: string,
): Promise<void> {
  const days = 30;
  const then = [...stoodAt(raw, { day: asAt, knownAt: null }, asAt)];
  const wip = sumOf(then.map(([, one]) => netOf(one)));
  const debtors = debtorsAt(books.documents, asAt);
  const billed = billedIn(books.documents, daysBefore(asAt, days - 1), asAt);
  for (const groupBy of ['none', 'client', 'manager'] as const) {
    const page = value(
      await readPage(simContext(database, firm), lockUp, { asAt: civilDate(asAt), days, groupBy }),
    );
    const sums = (['netWipMinor', 'debtorsMinor', 'billedMinor'] as const).map((figure) =>
      sumOf(page.rows.map((row) => row[figure])),
    );
    assert.deepEqual(sums, [wip, debtors, billed], `lock-up as at ${asAt} by ${groupBy}`);
    if (groupBy !== 'client') continue;
    const clientOf = (job: number) => firm.jobs.find(({ id }) => id === job)!.clientId;
    const inCurrency = (job: number) => `${clientOf(job)} ${currencyOf(firm, job)}`;
    const ofClients = [...Map.groupBy(then, ([job]) => inCurrency(job))].map(
      ([client, own]) => [client, sumOf(own.map(([, one]) => netOf(one)))] as const,
    );
    assert.deepEqual(
      texts(
        page.rows
          .map((row) => [`${row.id} ${row.currency}`, row.netWipMinor])
          .filter(([, net]) => net !== 0n),
      ),
      texts(ofClients.filter(([, net]) => net !== 0n)),
      `net WIP of clients as at ${asAt}`,
    );
  }
}

function debtorsAt(documents: Documents, day: string): bigint {
  return sumOf(debtorsOn(documents, day).map((line) => BigInt(line.split(' ')[1]!)));
}

/** Invoiced less credited, each on its day; what was cancelled is taken back on its own. */
function billedIn({ invoices, credits }: Documents, from: string, to: string): bigint {
  const isIn = (day: string | null) => day !== null && day >= from && day <= to;
  const counted = (minor: bigint, on: string, gone: string | null) =>
    (isIn(on) ? minor : 0n) - (isIn(gone) ? minor : 0n);
  const issued = [...invoices.values()].filter(({ number }) => number !== null);
  return (
    sumOf(
      issued.map(({ totalMinor, invoicedOn, cancelledOn }) => counted(totalMinor, invoicedOn, cancelledOn)),
    ) -
    sumOf(
      [...credits.values()].map(({ totalMinor, creditedOn, cancelledOn }) =>
        counted(totalMinor, creditedOn, cancelledOn),
      ),
    )
  );
}

function daysBefore(day: string, count: number): string {
  return Temporal.PlainDate.from(day).subtract({ days: count }).toString();
}
