// The short proof: whether lines agree with what is derived from them and with the entries, by one pass over the lines
// that adds them up job by job and never item by item or month by month. Recounting everything (verify-sums.ts,
// verify-entries.ts) says where a difference is; this says that there is none, for a third of the time, and most nights
// there is none.
//
// Each figure is added up times a weight that hangs on where it belongs: on an item and a job, on a job and its months,
// on an account. Lines count for, what is kept of them counts against. Where everything agrees the sum is 0 whatever the
// weights are. Sums are taken modulo a prime below 2^31, so that no product overflows. Prime and weights are drawn anew for
// each run: a ledger in which anything differs comes to 0 about once in a thousand million runs, and nobody can arrange for
// it, as one could for a prime that is known, by what is off by just as many cents.
//
// What cannot be weighed is asked exactly: the days of balances, the shapes of lines and their journals, and months that
// come to nothing. A month in which each movement leads from where value comes from towards where it goes cannot come
// to nothing, so only lines that lead back need looking at for those.

import { generatePrimeSync, randomInt } from 'node:crypto';
import { accountCodes, accounts, type Account } from '#core/ledger/accounts.ts';
import type { Tx } from '../database.ts';
import { accountColumns } from './account-columns.ts';
import { isShapeStrange, permittedMovements } from './verify-shapes.ts';

/** Of 31 bits, as the prime is. */
const hashMask = 2_147_483_647;
const primeBits = 31;
const prime = '$10::bigint';

/** Value comes from accounts of the first rank, lies on those of the second, and leaves to those of the third. */
const rankOf: Readonly<Record<Account, 1 | 2 | 3>> = {
  recordedTime: 1,
  recordedCost: 1,
  revalued: 1,
  transferred: 1,
  writtenOn: 1,
  quoted: 1,
  wipTime: 2,
  wipCost: 2,
  interim: 2,
  uninvoicedQuote: 2,
  billed: 3,
  writtenOff: 3,
};

const ranks = accounts
  .toSorted((a, b) => accountCodes[a] - accountCodes[b])
  .map((account) => rankOf[account]);

/** Modulo the prime, so that it can be multiplied by a weight again. */
const weighed = (minor: string, weight: string) => `(${minor}) % ${prime} * ${weight} % ${prime}`;
const hashed = (hash: string) => `(${hash} & ${hashMask})`;
/** The days from the last day of the month before to a day that all months share: a number for a month. */
const monthOf = (day: string) => `(${day} - date_part('day', ${day})::int - date '2000-01-01')`;
const pair = (high: string, low: string) => `(((${high})::bigint << 32) | ((${low})::bigint & 4294967295))`;

// $3: a weight for each account by its code; $4 to $8: for minutes, amounts, costs and times recorded, and the seed;
// $9: the rank of each account; $10: the prime.
const accountWeight = (code: string) => `coalesce(($3::bigint[])[${code}], 0)`;
const cellWeight = (job: string, effective: string, origin: string, recorded: string) =>
  hashed(
    `hashint8extended(${pair(effective, origin)}, hashint8extended(${pair(job, recorded)}, $8::bigint))`,
  );
const openWeight = (item: string, job: string, kind: string) =>
  hashed(`hashint8extended(${item}, hashint8extended(${pair(job, kind)}, $8::bigint + 1))`);
const entryWeight = (item: string, kind: string) =>
  hashed(`hashint8extended(${item}, $8::bigint + 2 + ${kind})`);
const journalWeight = (id: string) => hashed(`hashint8extended(${id}, $8::bigint + 1000)`);

const opened = (minor: string, quantity: string) =>
  `(${weighed(minor, '$5::bigint')} + ${weighed(`${quantity}::bigint`, '$4::bigint')}) % ${prime}`;
const entered = (minor: string, cost: string) =>
  `(${weighed(minor, '$5::bigint')} + ${weighed(cost, '$6::bigint')})`;

const recordedMonth = monthOf('g.recorded_at::timestamp::date');
const lineMovement = weighed(
  weighed('l.amount_minor', `(${accountWeight('l.debit')} - ${accountWeight('l.credit')})`),
  cellWeight('l.job_id', monthOf('l.effective_on'), monthOf('l.origin_on'), recordedMonth),
);
const lineOpened = weighed(
  `case when l.debit <= 3 then 1 else -1 end * ${opened('l.amount_minor', 'l.quantity')}`,
  openWeight('l.item_id', 'l.job_id', 'l.item_kind'),
);
const lineEntered = weighed(
  `case l.item_kind + 3 when l.credit then 1 when l.debit then -1 end * ${entered('l.amount_minor', 'l.cost_minor')}
    + case when l.kind = 10 then -$7::bigint else $7::bigint end`,
  entryWeight('l.item_id', 'l.item_kind'),
);

const line = `
  line as materialized (
    select l.job_id, min(l.effective_on) as first_effective_on, max(l.effective_on) as last_effective_on,
      max(l.effective_on) filter (where l.kind in (1, 2)) as last_activity_on,
      max(l.effective_on) filter (where l.kind in (3, 4) and g.cause_kind = 3) as last_billed_on,
      sum_minor(${lineMovement}) as movement,
      sum_minor(${lineOpened}) as opened,
      sum_minor(case when l.item_kind + 3 in (l.debit, l.credit) then ${lineEntered} end) as entered,
      sum_minor(case when l.line_number = 1 then ${journalWeight('l.journal_id')} end) as journals,
      bool_or(g.id is null or l.kind <> g.kind or l.effective_on <> g.effective_on
        or l.item_kind not in (l.debit, l.credit) or ${isShapeStrange('l', 'l.item_id is not null')}) as is_strange
    from ledger_line l left join journal g on g.firm_id = $1 and g.id = l.journal_id
    where l.firm_id = $1
    group by l.job_id
  )`;

const accountsOfMonth = accounts
  .map((account) => weighed(accountColumns[account], accountWeight(String(accountCodes[account]))))
  .join(' + ');
const monthWeight = cellWeight(
  'job_id',
  monthOf('effective_month'),
  monthOf('origin_month'),
  monthOf('recorded_month'),
);
const entriesOf = (table: string, kind: string, stands: string) => `
  select sum_minor(${weighed(`${entered('amount_minor', 'cost_minor')} + $7::bigint`, entryWeight('id', kind))})
  from ${table} where firm_id = $1 and ${stands}`;
const balancesOf = accounts
  .map((account) => `coalesce(m.${accountColumns[account]}, 0) = b.${accountColumns[account]}`)
  .join('\n        and ');
const summedMonths = accounts
  .map((account) => `sum_minor(${accountColumns[account]}) as ${accountColumns[account]}`)
  .join(', ');
const workOf = (test: (column: string) => string, joined: string) =>
  [accountColumns.wipTime, accountColumns.wipCost, accountColumns.interim].map(test).join(joined);
const nothingIn = accounts.map((account) => `${accountColumns[account]} = 0`).join(' and ');

/** Months with a line that leads back: all that could come to nothing. They are few, so their journals are looked up. */
const back = `
  back as materialized (
    select distinct l.job_id, date_trunc('month', l.effective_on::timestamp)::date as effective_month,
      date_trunc('month', l.origin_on::timestamp)::date as origin_month,
      (select date_trunc('month', g.recorded_at::timestamp)::date from journal g
        where g.firm_id = $1 and g.id = l.journal_id) as recorded_month
    from ledger_line l
    where l.firm_id = $1 and l.amount_minor <> 0 and ($9::int[])[l.credit] >= ($9::int[])[l.debit]
  )`;
const isCellOf = (a: string, b: string) =>
  ['job_id', 'effective_month', 'origin_month', 'recorded_month']
    .map((column) => `${a}.${column} = ${b}.${column}`)
    .join(' and ');

const comesToNothing = (sum: string) => `coalesce((${sum}) % ${prime}, 0) = 0`;
const total = (column: string) => `(select coalesce(sum_minor(${column}), 0) from line)`;

const sums = `with ${line}, ${back},
  month as materialized (select job_id, ${summedMonths} from job_month where firm_id = $1 group by 1),
  age as materialized (
    select job_id, origin_month, ${workOf((column) => `sum_minor(${column}) as ${column}`, ', ')}
    from job_month where firm_id = $1 group by 1, 2)
  select
    not exists (select from line where is_strange)
    and ${comesToNothing(`${total('journals')} - coalesce((
      select sum_minor(${journalWeight('id')}) from journal where firm_id = $1), 0)`)}
    and ${comesToNothing(`${total('movement')} - coalesce((
      select sum_minor(${weighed(accountsOfMonth, monthWeight)}) from job_month where firm_id = $1), 0)`)}
    and not exists (
      select from back where not exists (select from job_month m where m.firm_id = $1 and ${isCellOf('m', 'back')}))
    and not exists (
      select from job_month m where m.firm_id = $1 and ${nothingIn}
        and not exists (select from back where ${isCellOf('m', 'back')}))
    and not exists (
      select from (select * from job_balance where firm_id = $1) b
      full join (line left join month using (job_id)) m on m.job_id = b.job_id
      where (${balancesOf}
        and m.first_effective_on = b.first_effective_on and m.last_effective_on = b.last_effective_on
        and m.last_activity_on is not distinct from b.last_activity_on
        and m.last_billed_on is not distinct from b.last_billed_on
        and (b.is_listed or (${workOf((column) => `b.${column} = 0`, ' and ')}))) is not true)
    and not exists (
      select from (select * from job_age where firm_id = $1) a
      full join age m on m.job_id = a.job_id and m.origin_month = a.origin_month
      where ${workOf((column) => `coalesce(a.${column}, 0) <> coalesce(m.${column}, 0)`, ' or ')})
    and not exists (
      select from month m join job j on j.firm_id = $1 and j.id = m.job_id
      group by j.currency having sum(m.transferred_minor) <> 0) as sums,
    ${comesToNothing(`${total('opened')} - coalesce((
      select sum_minor(${weighed(opened('open_minor', 'open_quantity'), openWeight('item_id', 'job_id', 'item_kind'))})
      from open_item where firm_id = $1), 0)`)}
    and not exists (select from open_item where firm_id = $1 and open_minor = 0 and open_quantity = 0)
    and ${comesToNothing(`${total('entered')} - coalesce((
      ${entriesOf('time_entry', '1', 'not deleted')}), 0) - coalesce((
      ${entriesOf('cost_entry', '2', 'actual and not deleted')}), 0)`)} as items`;

export type ShortProof = {
  /** Months, balances, ages and the shapes of lines agree. */
  readonly sums: boolean;
  /** Open items, time and costs agree. */
  readonly items: boolean;
};

export async function proveInShort(tx: Tx): Promise<ShortProof> {
  const prime = Number(generatePrimeSync(primeBits, { bigint: true }));
  const drawn = () => randomInt(1, prime);
  // Nothing here is looked up row by row, whatever the planner believes of sums that it cannot estimate.
  await tx.query("select set_config('enable_nestloop', 'off', true)");
  const [proof] = await tx.query<ShortProof>(sums, [
    tx.firmId,
    permittedMovements,
    accounts.map(drawn),
    drawn(),
    drawn(),
    drawn(),
    drawn(),
    randomInt(2 ** 47),
    ranks,
    prime,
  ]);
  await tx.query("select set_config('enable_nestloop', 'on', true)");
  return proof!;
}
