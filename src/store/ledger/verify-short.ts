// The short proof: whether lines agree with what is derived from them and with the entries, by one pass over the lines
// that adds them up job by job and never item by item or month by month. Recounting everything (verify-sums.ts,
// verify-entries.ts) says where a difference is; this says that there is none, for a third of the time, and most nights
// there is none.
//
// Each figure is added up times a weight that hangs on where it belongs: on an item and a job, on a job and its months,
// on an account. Lines count for, what is kept of them counts against. Where everything agrees the sum is 0 whatever the
// weights are. Sums are taken modulo a prime below 2^31, so that no product overflows. Prime and weights are drawn anew for
// each run: a ledger in which anything differs comes to 0 a few times in a thousand million runs, and nobody can arrange for
// it, as one could for a prime that is known, by what is off by just as many cents.
//
// What a line costs is its arithmetic, so most of it is drawn beforehand and looked up: weights of months by the day, weights
// of movements by their two accounts, whether a movement is permitted by kind, accounts and item. The weight of a job comes
// to the sum of its lines, and what hangs on a journal alone is reckoned once for it. A weight that is a product of weights
// drawn apart is as good as one drawn for the place itself: different places are different products.
//
// What cannot be weighed is asked exactly: the days of balances, the shapes of lines and their journals, and months that
// come to nothing. A month in which each movement leads from where value comes from towards where it goes cannot come
// to nothing, so only lines that lead back need looking at for those.

import { generatePrimeSync, randomInt } from 'node:crypto';
import { accountCodes, accounts, type Account } from '#core/ledger/accounts.ts';
import type { Tx } from '../database.ts';
import { accountColumns } from './account-columns.ts';
import { drawWeights, placesOfMonths } from './verify-weights.ts';

/** Of 31 bits, as the prime is. */
const hashMask = 2_147_483_647;
const primeBits = 31;

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

const isBackward = (debit: Account, credit: Account) => rankOf[credit] >= rankOf[debit];

// $2: the prime; $3: the seed of weights; $4: what an amount, a cost and a time recorded weigh beside a quantity;
// $5: a weight for each account; then by debit and credit: $6 of a movement, $7 of what it opens, and $8 whether it leads
// back; $9: by debit, credit, kind and kind of item, whether a line may be so; $10 to $12: of months, by the day: effective,
// of the work, recorded.
const prime = '$2::bigint';
const seed = '$3::bigint';
const [ofAmount, ofCost, ofTime] = [1, 2, 3].map((place) => `($4::bigint[])[${place}]`) as [
  string,
  string,
  string,
];
const ofAccount = (code: string | number) => `($5::bigint[])[${code}]`;
const ofMovement = '($6::bigint[])[l.debit][l.credit]';
const ofOpening = '($7::bigint[])[l.debit][l.credit]';
const leadsBack = '($8::bool[])[l.debit][l.credit]';
const isPermitted = '($9::bool[])[l.debit][l.credit][l.kind][coalesce(l.item_kind, 4)]';

const hashed = (value: string, salt: number) =>
  `(hashint8extended(${value}, ${seed} + ${salt}) & ${hashMask})`;
const itemWeight = (id: string) => hashed(id, 0);
const openJobWeight = (job: string) => hashed(`${job}::bigint`, 1);
const monthJobWeight = (job: string) => hashed(`${job}::bigint`, 2);
const journalWeight = (id: string) => hashed(id, 3);

/** A month far from all others has a weight by its name. */
const monthWeight = (place: string, salt: number, day: string) => `coalesce(
  (${place}::bigint[])[${day} - date '${placesOfMonths.from}'], ${hashed(`to_char(${day}, 'YYYYMM')::bigint`, salt)})`;
const effectiveWeight = (day: string) => monthWeight('$10', 4, day);
const originWeight = (day: string) => monthWeight('$11', 5, day);
const recordedWeight = (day: string) => monthWeight('$12', 6, day);

/** Factors below 2^31, the first of any size. */
const product = (first: string, ...factors: readonly string[]) =>
  factors.reduce((sum, factor) => `(${sum} * ${factor} % ${prime})`, `(${first} % ${prime})`);

const opened = (minor: string, quantity: string) => `(${minor} % ${prime} * ${ofAmount} + ${quantity})`;
const entered = (minor: string, cost: string) =>
  `(${minor} % ${prime} * ${ofAmount} + ${cost} % ${prime} * ${ofCost})`;

const lineEntered = product(
  `(case l.item_kind + 3 when l.credit then 1 when l.debit then -1 end * (${entered('l.amount_minor', 'l.cost_minor')} % ${prime})
    + case when l.kind = 10 then -${ofTime} else ${ofTime} end)`,
  ofAccount('l.item_kind'),
  itemWeight('l.item_id'),
);

const line = `
  line as materialized (
    select l.job_id, min(l.effective_on) as first_effective_on, max(l.effective_on) as last_effective_on,
      max(l.effective_on) filter (where l.kind in (1, 2)) as last_activity_on,
      max(l.effective_on) filter (where g.is_invoice and l.kind in (3, 4)) as last_billed_on,
      sum_minor(${product('l.amount_minor', ofMovement, originWeight('l.origin_on'), 'g.weight')}) as movement,
      sum_minor(${product(opened('l.amount_minor', 'l.quantity'), ofOpening, itemWeight('l.item_id'))}) as opened,
      sum_minor(case when l.item_kind + 3 in (l.debit, l.credit) then ${lineEntered} end) as entered,
      sum_minor(case when l.line_number = 1 then ${journalWeight('l.journal_id')} end) as journals,
      bool_or((${isPermitted} and l.kind = g.kind and l.effective_on = g.effective_on
        and (l.item_id is null) = (l.item_kind is null)) is not true) as is_strange
    from ledger_line l
    left join (
      select id, kind, effective_on, coalesce(cause_kind = 3, false) as is_invoice,
        coalesce(${product(effectiveWeight('effective_on'), recordedWeight('recorded_at::date'))}, 0) as weight
      from journal where firm_id = $1
    ) g on g.id = l.journal_id
    where l.firm_id = $1
    group by l.job_id
  )`;

const accountsOfMonth = accounts
  .map((account) => product(accountColumns[account], ofAccount(accountCodes[account])))
  .join(' + ');
const monthsWeighed = product(
  `(${accountsOfMonth})`,
  product(effectiveWeight('effective_month'), recordedWeight('recorded_month')),
  originWeight('origin_month'),
  monthJobWeight('job_id'),
);
const entriesOf = (table: string, kind: number, stands: string) => `
  select sum_minor(${product(
    `(${entered('amount_minor', 'cost_minor')} % ${prime} + ${ofTime})`,
    ofAccount(kind),
    itemWeight('id'),
  )})
  from ${table} where firm_id = $1 and ${stands}`;
const openWeighed = product(
  opened('open_minor', 'open_quantity'),
  ofAccount('item_kind'),
  itemWeight('item_id'),
  openJobWeight('job_id'),
);
const balancesOf = accounts
  .map((account) => `coalesce(m.${accountColumns[account]}, 0) = b.${accountColumns[account]}`)
  .join('\n        and ');
const summedMonths = accounts
  .map((account) => `sum_minor(${accountColumns[account]}) as ${accountColumns[account]}`)
  .join(', ');
const workOf = (test: (column: string) => string, joined: string) =>
  [accountColumns.wipTime, accountColumns.wipCost, accountColumns.interim].map(test).join(joined);
const nothingIn = accounts.map((account) => `${accountColumns[account]} = 0`).join(' and ');

/**
 * Months with a line that leads back: all that could come to nothing. They are few, so their journals are looked up; and the
 * lines are read as they lie, not in the order of an index that would only save sorting the few.
 */
const back = `
  back as materialized (
    select distinct l.job_id + 0 as job_id, date_trunc('month', l.effective_on::timestamp)::date as effective_month,
      date_trunc('month', l.origin_on::timestamp)::date as origin_month,
      (select date_trunc('month', g.recorded_at::timestamp)::date from journal g
        where g.firm_id = $1 and g.id = l.journal_id) as recorded_month
    from ledger_line l
    where l.firm_id = $1 and l.amount_minor <> 0 and ${leadsBack}
  )`;
const isCellOf = (a: string, b: string) =>
  ['job_id', 'effective_month', 'origin_month', 'recorded_month']
    .map((column) => `${a}.${column} = ${b}.${column}`)
    .join(' and ');

const comesToNothing = (sum: string) => `coalesce((${sum}) % ${prime}, 0) = 0`;
const total = (column: string) => `(select coalesce(sum_minor(${column}), 0) from line)`;
const ofJobs = (column: string, weight: string) => total(product(column, weight));

const sums = `with ${line}, ${back},
  month as materialized (select job_id, ${summedMonths} from job_month where firm_id = $1 group by 1),
  age as materialized (
    select job_id, origin_month, ${workOf((column) => `sum_minor(${column}) as ${column}`, ', ')}
    from job_month where firm_id = $1 group by 1, 2)
  select
    not exists (select from line where is_strange)
    and ${comesToNothing(`${total('journals')} - coalesce((
      select sum_minor(${journalWeight('id')}) from journal where firm_id = $1), 0)`)}
    and ${comesToNothing(`${ofJobs('movement', monthJobWeight('job_id'))} - coalesce((
      select sum_minor(${monthsWeighed}) from job_month where firm_id = $1), 0)`)}
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
    not exists (select from line where is_strange)
    and ${comesToNothing(`${ofJobs('opened', openJobWeight('job_id'))} - coalesce((
      select sum_minor(${openWeighed}) from open_item where firm_id = $1), 0)`)}
    and not exists (select from open_item where firm_id = $1 and open_minor = 0 and open_quantity = 0)
    and ${comesToNothing(`${total('entered')} - coalesce((
      ${entriesOf('time_entry', 1, 'not deleted')}), 0) - coalesce((
      ${entriesOf('cost_entry', 2, 'actual and not deleted')}), 0)`)} as items`;

export type ShortProof = {
  /** Months, balances, ages and the shapes of lines agree. */
  readonly sums: boolean;
  /** Open items, time and costs agree. */
  readonly items: boolean;
};

export async function proveInShort(tx: Tx): Promise<ShortProof> {
  const prime = Number(generatePrimeSync(primeBits, { bigint: true }));
  const weights = drawWeights(prime, isBackward);
  // Nothing here is looked up row by row, whatever the planner believes of sums that it cannot estimate.
  await tx.query('set local enable_nestloop = off');
  const [proof] = await tx.query<ShortProof>(sums, [
    tx.firmId,
    prime,
    randomInt(2 ** 47),
    weights.figures,
    weights.accounts,
    weights.movements,
    weights.openings,
    weights.leadsBack,
    weights.permitted,
    ...weights.months,
  ]);
  await tx.query('set local enable_nestloop = on');
  return proof!;
}
