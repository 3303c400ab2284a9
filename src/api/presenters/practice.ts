// The records of the practice as the API shows them: amounts as decimal strings, rounding as one thing.

import type { z } from 'zod';
import type { ChangedJob } from '#actions/jobs/change-job.ts';
import type { JobWithTasks, ShownJob } from '#actions/jobs/job.ts';
import type { ExplainedRate } from '#actions/rates/explain-rate.ts';
import type { Client } from '#actions/clients/read-clients.ts';
import type { client } from '#contract/clients/clients.ts';
import type { changedJob, job, listedJob } from '#contract/jobs/jobs.ts';
import type { rateResolution } from '#contract/rates/resolution.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { formatMinor } from '#core/money/money.ts';
import type { RoundingDirection, RoundingIncrement } from '#core/pricing/rounding.ts';
import type { Result } from '#core/refusal.ts';
import { done } from '#core/refusal.ts';
import { asOne } from './one-of-many.ts';

type RoundingColumns = {
  readonly roundingIncrementMinutes: RoundingIncrement | null;
  readonly roundingDirection: RoundingDirection | null;
};

function presentRounding({ roundingIncrementMinutes, roundingDirection }: RoundingColumns) {
  if (roundingIncrementMinutes === null || roundingDirection === null) return null;
  return { incrementMinutes: roundingIncrementMinutes, direction: roundingDirection };
}

export function presentClient(found: Client): z.output<typeof client> {
  const { dueRule, dueDays, billingSchedule: schedule, billingAnchorOn: anchorOn, ...plain } = found;
  const due = dueRule === null || dueDays === null ? null : { rule: dueRule, days: dueDays };
  return { ...plain, rounding: presentRounding(found), due, billing: { schedule, anchorOn } };
}

export function presentListedJob(found: ShownJob): z.output<typeof listedJob> {
  const { budgetMinor, wipTimeMinor, wipCostMinor, interimMinor, uninvoicedQuoteMinor, ...plain } = found;
  const shown = { ...plain, rounding: presentRounding(found) };
  if (wipTimeMinor === undefined || wipCostMinor === undefined || interimMinor === undefined) return shown;
  const show = (amountMinor: bigint): string => formatMinor(amountMinor, found.currency);
  const orNull = (amountMinor: bigint | null | undefined) =>
    amountMinor === null || amountMinor === undefined ? null : show(amountMinor);
  return {
    ...shown,
    budget: orNull(budgetMinor),
    wipTime: show(wipTimeMinor),
    wipCost: show(wipCostMinor),
    interims: show(interimMinor),
    netWip: show(wipTimeMinor + wipCostMinor + interimMinor),
    uninvoicedQuote: orNull(uninvoicedQuoteMinor),
  };
}

export function presentJob(found: JobWithTasks): z.output<typeof job> {
  return { ...presentListedJob(found), tasks: [...found.tasks] };
}

export function presentChangedJob({
  job: changed,
  wipOpenMinor,
  washUpId,
}: ChangedJob): z.output<typeof changedJob> {
  const shown = { ...presentJob(changed), ...(washUpId === undefined ? {} : { washUpId }) };
  if (wipOpenMinor === undefined) return shown;
  return { ...shown, wipOpen: wipOpenMinor === null ? null : formatMinor(wipOpenMinor, changed.currency) };
}

/** A rate or a cost rate. */
export function presentRate<R extends { ratePerHourMinor: bigint; currency: CurrencyCode }>(rate: R) {
  const { ratePerHourMinor, ...plain } = rate;
  return { ...plain, ratePerHour: formatMinor(ratePerHourMinor, rate.currency) };
}

export function presentResolution(explained: ExplainedRate): z.output<typeof rateResolution> {
  const { rate, currency, rateBasis, billable, passedOver, cost } = explained;
  return {
    ...presentResolved(rate, currency),
    currency,
    rateBasis,
    billable,
    passedOver: passedOver.map((other) => presentResolved(other, currency)),
    ...(cost === undefined
      ? {}
      : { cost: { ...presentResolved(cost.rate, cost.currency), currency: cost.currency } }),
  };
}

function presentResolved(rate: ExplainedRate['rate'], currency: CurrencyCode) {
  const { ratePerHourMinor, source, rateId, reason } = rate;
  if (source === 'given') throw new Error('nobody gave a rate to be explained');
  return { ratePerHour: formatMinor(ratePerHourMinor, currency), source, rateId, reason };
}

/** A page of a list, continued by its last item. */
export function presentPage<Item, Shown>(
  page: Result<{ readonly items: readonly Item[]; readonly nextKey: readonly [string, number] | null }>,
  present: (item: Item) => Shown,
): Result<{ items: Shown[]; nextCursor: [string, number] | null }> {
  if (!page.ok) return page;
  const { items, nextKey } = page.value;
  return done({ items: items.map(present), nextCursor: nextKey === null ? null : [nextKey[0], nextKey[1]] });
}

/** How a list is continued and turned, out of its query parameters. */
export function pageWanted(query: {
  readonly limit: number;
  readonly cursor?: [string, number] | undefined;
  readonly order: 'asc' | 'desc';
}) {
  return { limit: query.limit, after: query.cursor, descending: query.order === 'desc' };
}

/** Adds what the body holds: one record, answered by itself, or an array of them, answered as `items`. */
export async function addOneOrMany<Command, Item, Shown>(
  body: Command | Command[],
  add: (commands: readonly Command[]) => Promise<Result<readonly Item[]>>,
  present: (item: Item) => Shown,
): Promise<Result<Shown | { items: Shown[] }>> {
  if (Array.isArray(body)) {
    const added = await add(body);
    return added.ok ? done({ items: added.value.map(present) }) : added;
  }
  const added = asOne('', await add([body]));
  if (!added.ok) return added;
  const [item] = added.value;
  if (item === undefined) throw new Error('a record was added and is not answered');
  return done(present(item));
}

/** What is shown as it is. */
export function asIs<T>(item: T): T {
  return item;
}
