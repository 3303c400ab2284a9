// Reports of the past, held against plain sums of raw lines: Estimated Billings as at any day and as known at any moment, in
// any order, whole and page by page; and what moved and left WIP in any period, in every way that it can be asked.

import assert from 'node:assert/strict';
import { estimatedBillings } from '#actions/reports/estimated-billings.ts';
import { readPage } from '#actions/reports/reading.ts';
import { realisation } from '#actions/reports/realisation.ts';
import { wipControl } from '#actions/reports/wip-control.ts';
import { wipJournal } from '#actions/reports/wip-journal.ts';
import { writeOffs } from '#actions/reports/write-offs.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import type { Result } from '#core/refusal.ts';
import { simContext, simToday } from '../deeds.ts';
import { currencyOf } from '../practice.ts';
import type { Chance } from '../random.ts';
import type { Audited } from './compare.ts';
import { account, cause, kind, type RawLine } from './lines.ts';
import {
  changeOf,
  hasAnything,
  known,
  leftOf,
  netOf,
  standsUnder,
  stoodAt,
  sumOf,
  within,
  type At,
  type Then,
} from './past.ts';

export const value = <T>(result: Result<T>): T => {
  assert.ok(result.ok, result.ok ? '' : JSON.stringify(result.refusals));
  return result.value;
};

export const texts = (rows: Iterable<readonly unknown[]>): string[] =>
  [...rows].map((row) => row.map(String).join(' ')).toSorted();

const sorts = [
  'clientName',
  'jobNumber',
  'netWip',
  'wipTime',
  'interims',
  'uninvoicedQuote',
  'ageOneMonth',
  'ageThreeMonthsPlus',
  'lastActivityOn',
  'lastBilledOn',
] as const;

/** Every job that had anything, with its figures and newest days; the same page by page; and their sums. */
export async function comparePastBillings(
  { database, firm }: Audited,
  raw: readonly RawLine[],
  at: At,
  chance: Chance,
): Promise<void> {
  const context = simContext(database, firm);
  const when = `as at ${at.day}, known at ${at.knownAt}`;
  const jobs = [...stoodAt(raw, at, at.day ?? simToday)].filter(([, then]) => hasAnything(then));
  const groupBy = chance.pick([undefined, undefined, 'client', 'manager'] as const);
  const question = {
    asAt: at.day === null ? undefined : civilDate(at.day),
    knownAt: at.knownAt ?? undefined,
    sort: chance.pick(sorts),
    order: chance.pick(['ascending', 'descending'] as const),
    groupBy,
  };
  const page = value(await readPage(context, estimatedBillings, { ...question, limit: 100 }));
  const how = `${when} by ${question.sort} ${question.order}, in groups of ${groupBy}`;
  assert.deepEqual(
    texts(page.rows.map((row) => [row.jobId, ...shown(row), row.lastActivityOn, row.lastBilledOn])),
    texts(jobs.map(([job, then]) => [job, ...figures(then), then.activityOn, then.billedOn])),
    `Estimated Billings ${how}`,
  );
  const totals = [...Map.groupBy(jobs, ([job]) => currencyOf(firm, job))].map(
    ([currency, own]) => [currency, own.length, ...sumsOf(own.map(([, then]) => then))] as const,
  );
  const total = (one: (typeof page.totals)[number]) => [one.currency, one.jobs, ...shown(one)];
  assert.deepEqual(texts(page.totals.map(total)), texts(totals), `the totals ${how}`);
  if (page.groups !== null) {
    const groupOf = (row: (typeof page.rows)[number]) =>
      groupBy === 'client' ? row.clientId : groupBy === 'manager' ? row.managerId : null;
    const inGroup = new Map(page.rows.map((row) => [row.jobId, groupOf(row)]));
    const groups = [
      ...Map.groupBy(jobs, ([job]) => `${inGroup.get(job) ?? null} ${currencyOf(firm, job)}`),
    ].map(([key, own]) => [key, own.length, ...sumsOf(own.map(([, then]) => then))] as const);
    assert.deepEqual(
      texts(page.groups.map((one) => [one.groupId, ...total(one)])),
      texts(groups),
      `the groups ${how}`,
    );
  }
  const ids: number[] = [];
  let cursor: Parameters<typeof estimatedBillings.read>[1]['cursor'];
  do {
    const next = value(await readPage(context, estimatedBillings, { ...question, limit: 2, cursor }));
    ids.push(...next.rows.map(({ jobId }) => jobId));
    cursor = next.next ?? undefined;
  } while (cursor !== undefined);
  assert.deepEqual(
    ids,
    page.rows.map(({ jobId }) => jobId),
    `page by page ${how}`,
  );
}

type Shown = Readonly<
  Record<
    | 'wipTimeMinor'
    | 'wipCostMinor'
    | 'interimsMinor'
    | 'netWipMinor'
    | 'ageCurrentMinor'
    | 'ageOneMonthMinor'
    | 'ageTwoMonthsMinor'
    | 'ageThreeMonthsPlusMinor',
    bigint
  > & { uninvoicedQuoteMinor: bigint | null }
>;

const shown = (row: Shown) => [
  row.wipTimeMinor,
  row.wipCostMinor,
  row.interimsMinor,
  row.netWipMinor,
  row.ageCurrentMinor,
  row.ageOneMonthMinor,
  row.ageTwoMonthsMinor,
  row.ageThreeMonthsPlusMinor,
  row.uninvoicedQuoteMinor,
];

function figures(then: Then): (bigint | null)[] {
  const [wipTime, wipCost, interim, quote] = [
    account.wipTime,
    account.wipCost,
    account.interim,
    account.uninvoicedQuote,
  ].map((code) => then.accounts[code]!);
  return [wipTime!, wipCost!, interim!, netOf(then), ...then.ages, quote === 0n ? null : quote!];
}

/** A sum of nothing but missing quotes is missing. */
function sumsOf(all: readonly Then[]): (bigint | null)[] {
  const columns = all.map(figures);
  return (columns[0] ?? []).map((_, place) => {
    const some = columns.map((column) => column[place]!).filter((one) => one !== null);
    return some.length === 0 ? null : sumOf(some);
  });
}

export type Span = { readonly from: string; readonly to: string; readonly knownAt: string | null };

/** What moved in a period, by job; what left WIP, by whom, when and why. */
export async function comparePeriod(
  audited: Audited,
  all: readonly RawLine[],
  { from, to, knownAt }: Span,
): Promise<void> {
  const raw = known(all, knownAt);
  const span = { from: civilDate(from), to: civilDate(to), knownAt: knownAt ?? undefined };
  const lines = within(raw, from, to);
  const when = `from ${from} to ${to}, known at ${knownAt}`;
  await compareMovements(audited, { raw, lines, span, when });
  await compareRealised(audited, { raw, lines, span, when });
  await compareWrittenOff(audited, { raw, lines, span, when });
}

type Reading = {
  readonly raw: readonly RawLine[];
  /** Of the period. */
  readonly lines: readonly RawLine[];
  readonly span: {
    readonly from: ReturnType<typeof civilDate>;
    readonly to: ReturnType<typeof civilDate>;
    readonly knownAt: string | undefined;
  };
  readonly when: string;
};

async function compareMovements(
  { database, firm }: Audited,
  { raw, lines, span, when }: Reading,
): Promise<void> {
  const context = simContext(database, firm);
  const jobs = [...new Set(raw.map(({ job }) => job))];
  const before = raw.filter(({ on }) => on < span.from);
  const ofJob = (some: readonly RawLine[], job: number) => some.filter((line) => line.job === job);
  const net = (some: readonly RawLine[]) =>
    sumOf([account.wipTime, account.wipCost, account.interim].map((code) => changeOf(some, code)));
  const less = (some: readonly RawLine[], code: number) => -changeOf(some, code);
  const control = value(await readPage(context, wipControl, { ...span, groupBy: 'job' }));
  const moved = jobs.map((job) => {
    const own = ofJob(lines, job);
    const opening = net(ofJob(before, job));
    const { recordedTime, recordedCost, revalued, moved: between, writtenOn, writtenOff, billed } = account;
    const columns = [recordedTime, recordedCost, revalued, between, writtenOn, writtenOff, billed];
    return [job, opening, ...columns.map((code) => less(own, code)), opening + net(own)] as const;
  });
  const rows = control.rows.map((row) => [
    row.id,
    row.openingMinor,
    row.timeMinor,
    row.costsMinor,
    row.revaluedMinor,
    row.movedMinor,
    row.writtenOnMinor,
    row.writtenOffMinor,
    row.invoicedMinor,
    row.closingMinor,
  ]);
  const something = (row: readonly unknown[]) => row.slice(1).some((minor) => minor !== 0n);
  assert.deepEqual(
    texts(rows.filter(something)),
    texts(moved.filter(something)),
    `WIP control by job ${when}`,
  );
  const whole = value(await readPage(context, wipControl, { ...span, groupBy: 'none' }));
  const closings = [...Map.groupBy(moved.filter(something), ([job]) => currencyOf(firm, job))].map(
    ([currency, own]) => [currency, own.length, sumOf(own.map((row) => row.at(-1) as bigint))] as const,
  );
  assert.deepEqual(
    texts(whole.rows.map((row) => [row.currency, row.jobs, row.closingMinor])),
    texts(closings),
    `WIP control of the firm ${when}`,
  );
  await compareJournal({ database, firm } as Audited, { raw, lines, span, when });
}

/** By kind: a reversal counts with what it takes back. */
async function compareJournal(
  { database, firm }: Audited,
  { raw, lines, span, when }: Reading,
): Promise<void> {
  const context = simContext(database, firm);
  const journal = value(await readPage(context, wipJournal, { ...span, groupBy: 'client', by: 'month' }));
  const standing = standsUnder(raw);
  const net = (some: readonly RawLine[]) =>
    sumOf([account.wipTime, account.wipCost, account.interim].map((code) => changeOf(some, code)));
  const months = [...new Set(journal.rows.map((row) => row.from))];
  const clientOf = (job: number) => firm.jobs.find(({ id }) => id === job)!.clientId;
  const isOf = (row: (typeof journal.rows)[number]) => (line: RawLine) =>
    clientOf(line.job) === row.id && currencyOf(firm, line.job) === row.currency;
  const kinds = [kind.time, kind.cost, kind.interim, kind.absorbed, kind.revalued, kind.moved];
  const expected = journal.rows.map((row) => {
    const own = lines.filter(isOf(row)).filter(({ on }) => on >= row.from && on <= row.to);
    const opening = net(raw.filter(isOf(row)).filter(({ on }) => on < row.from));
    const byKind = kinds.map((of) => net(own.filter((line) => standing(line).kind === of)));
    const left = leftOf(own);
    return [row.id, row.from, opening, ...byKind, -left.billed, -left.off, left.on, opening + net(own)];
  });
  const found = journal.rows.map((row) => [
    row.id,
    row.from,
    row.openingMinor,
    row.timeMinor,
    row.costsMinor,
    row.interimsRaisedMinor,
    row.interimsAbsorbedMinor,
    row.revaluedMinor,
    row.movedMinor,
    row.billedMinor,
    row.writtenOffMinor,
    row.writtenOnMinor,
    row.closingMinor,
  ]);
  assert.deepEqual(texts(found), texts(expected), `the WIP journal ${when}, of ${months.length} months`);
  const last = journal.rows.filter((row) => row.to === span.to);
  assert.equal(
    sumOf(last.map((row) => row.closingMinor)),
    net(raw.filter(({ on }) => on <= span.to)),
    `the end of the WIP journal ${when}`,
  );
}

async function compareRealised({ database, firm }: Audited, { lines, span, when }: Reading): Promise<void> {
  const context = simContext(database, firm);
  const keys = {
    job: (line: RawLine) => String(line.job),
    staff: (line: RawLine) => String(line.staff),
    month: (line: RawLine) => `${line.on.slice(0, 8)}01`,
    none: () => 'null',
  } as const;
  for (const groupBy of ['job', 'staff', 'month', 'none'] as const) {
    const page = value(await readPage(context, realisation, { ...span, groupBy }));
    const inCurrency = (line: RawLine) => `${keys[groupBy](line)} ${currencyOf(firm, line.job)}`;
    const expected = [...Map.groupBy(lines, inCurrency)].map(([key, own]) => {
      const { billed, off, on } = leftOf(own);
      return [key, billed, off, on] as const;
    });
    assert.deepEqual(
      texts(
        page.rows.map((row) => [
          groupBy === 'month' ? row.month : row.id,
          row.currency,
          row.billedMinor,
          row.writtenOffMinor,
          row.writtenOnMinor,
        ]),
      ),
      texts(expected.filter(([, ...sums]) => sums.some((sum) => sum !== 0n))),
      `realisation by ${groupBy} ${when}`,
    );
  }
}

/** The reason of each action, as its row says. */
export async function reasonsOf({ database, firm }: Audited): Promise<Map<bigint, number | null>> {
  const rows = await database.inFirm(firm.firm.firmId, (tx) =>
    tx.query<{ id: number; reason: number | null }>(
      'select id, reason_id as reason from wip_action where firm_id = $1',
      [firm.firm.firmId],
    ),
  );
  return new Map(rows.map(({ id, reason }) => [BigInt(id), reason]));
}

export function reasonOfLine(
  raw: readonly RawLine[],
  reasons: ReadonlyMap<bigint, number | null>,
): (line: RawLine) => string {
  const standing = standsUnder(raw);
  return (line) => {
    const under = standing(line);
    return String(under.causeKind === cause.action ? (reasons.get(under.cause) ?? null) : null);
  };
}

async function compareWrittenOff(audited: Audited, { raw, lines, span, when }: Reading): Promise<void> {
  const context = simContext(audited.database, audited.firm);
  const keys = {
    reason: reasonOfLine(raw, await reasonsOf(audited)),
    staff: (line: RawLine) => String(line.staff),
    month: (line: RawLine) => `${line.on.slice(0, 8)}01`,
    job: (line: RawLine) => String(line.job),
  } as const;
  for (const groupBy of ['reason', 'staff', 'month', 'job'] as const) {
    const page = value(await readPage(context, writeOffs, { ...span, groupBy }));
    const inCurrency = (line: RawLine) => `${keys[groupBy](line)} ${currencyOf(audited.firm, line.job)}`;
    const expected = [...Map.groupBy(lines, inCurrency)].map(([key, own]) => {
      const { off, on } = leftOf(own);
      return [key, off, on] as const;
    });
    const rows = page.rows.map((row) => [
      groupBy === 'month' ? row.month : row.id,
      row.currency,
      row.writtenOffMinor,
      row.writtenOnMinor,
    ]);
    assert.deepEqual(
      texts(rows),
      texts(expected.filter(([, off, on]) => off !== 0n || on !== 0n)),
      `write-offs by ${groupBy} ${when}`,
    );
  }
}
