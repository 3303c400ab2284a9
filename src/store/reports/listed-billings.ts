// Estimated Billings as people open it: live, of all jobs, in the order of a name, a number or an amount. Asked for more than
// anything else, so it has statements of its own, which read what stands with the listed jobs (listed_job) and nothing of
// the others: however many jobs a firm has had, it takes what five thousand rows of three narrow tables take. Both
// statements travel together, and are texts that are put together once: writing them anew took as long as sending them.
//
// It answers to the cent what estimated-billings.ts answers, which is for everything else that may be asked.

import { addMonths } from '#core/calendar/civil-date.ts';
import type { Tx } from '../database.ts';
import { emptyReasonOf } from './empty-reason.ts';
import type { SortKey } from './keyset.ts';
import { runTogether } from './run.ts';
import { readListed, totalsOf, type Ordering } from './whole-billings.ts';
import type {
  BillingPage,
  BillingTotals,
  EstimatedBillingsQuestion,
  EstimatedBillingsRow,
} from './billing-page.ts';

const net = 'b.wip_time_minor + b.wip_cost_minor + b.interim_minor';

/** What each sort key is in listed_job `l` and job_balance `b`; what is missing comes before everything else. */
const places: Readonly<Record<string, string>> = {
  clientName: 'l.client_key',
  jobNumber: 'l.number_key',
  jobId: 'l.job_id',
  wipTimeMinor: 'b.wip_time_minor',
  wipCostMinor: 'b.wip_cost_minor',
  interimsMinor: 'b.interim_minor',
  netWipMinor: `(${net})`,
  uninvoicedQuoteMinor: `coalesce(nullif(b.uninvoiced_quote_minor, 0), -9223372036854775808)`,
};

export function isOpened({ moment, filter, groupBy, keys, position }: EstimatedBillingsQuestion): boolean {
  return (
    moment.asAt === null &&
    moment.knownAt === null &&
    groupBy === null &&
    position === null &&
    keys.every(({ field }) => Object.hasOwn(places, field)) &&
    Object.values(filter).every((condition) => condition === undefined)
  );
}

/** The first rows and the totals of all; of one snapshot where the transaction has one. */
export async function readOpenedBillings(
  tx: Tx,
  { keys, limit, agesFrom }: EstimatedBillingsQuestion,
): Promise<BillingPage> {
  const ages = [agesFrom, addMonths(agesFrom, -1), addMonths(agesFrom, -2)];
  const ordering = orderingOf(keys);
  const totalsAsked = { name: 'billings in total', sql: totalsOfAll, parameters: [tx.firmId, ...ages] };
  if (limit > rowsOfPageMax) {
    const rows = await readListed(tx, { ordering: ordering.whole, limit, agesFrom: ages });
    if (rows.length < limit) return { rows, totals: totalsOf(rows) };
    const [totals] = await runTogether(tx, [totalsAsked]);
    return { rows, totals: totals as BillingTotals[] };
  }
  const [rows, totals] = await runTogether(tx, [
    { ...ordering.page, parameters: [tx.firmId, ...ages, limit] },
    totalsAsked,
  ]);
  return { rows: rows as EstimatedBillingsRow[], totals: totals as BillingTotals[] };
}

/** Beyond, everything is read of all jobs and put together here. */
const rowsOfPageMax = 1_000;

type Orderings = { readonly page: Ordering; readonly whole: Ordering };

/** By name, of which there are a few. */
const orderings = new Map<string, Orderings>();

function orderingOf(keys: readonly SortKey[]): Orderings {
  const name = keys.map(({ field, descending }) => `${field}${descending === true ? '-' : ''}`).join(' ');
  let ordering = orderings.get(name);
  if (ordering === undefined) {
    const by = keys
      .map(({ field, descending }) => `${places[field]} ${descending === true ? 'desc' : 'asc'}`)
      .join(', ');
    ordering = {
      page: { name: `billings by ${name}`, sql: pageBy(by) },
      whole: {
        name: `billings all by ${name}`,
        sql: `select l.job_id as "jobId" ${listedBy(by)} order by ${by} limit $2`,
      },
    };
    orderings.set(name, ordering);
  }
  return ordering;
}

/** The listed jobs, with their balances where an ordering asks for them. */
function listedBy(ordering: string): string {
  const balance = 'join job_balance b on b.firm_id = $1 and b.job_id = l.job_id and b.is_listed';
  return `from listed_job l ${ordering.includes('b.') ? balance : ''} where l.firm_id = $1`;
}

// $1 is the firm, $2 to $4 the months from which the first three ages count.
const drafted = `
  drafted as materialized (
    select d.job_id, sum_minor(o.open_minor) as open_minor
    from draft_item d join open_item o on o.firm_id = $1 and o.job_id = d.job_id and o.item_id = d.item_id
    where d.firm_id = $1 group by d.job_id
  )`;

/** Three ages; the newest is what they leave of all WIP, which spares reading half of the rows for totals. */
const olderAges = `
  coalesce(sum_minor(minor) filter (where origin_month >= $3::date), 0) as age_1,
  coalesce(sum_minor(minor) filter (where origin_month >= $4::date and origin_month < $3::date), 0) as age_2,
  coalesce(sum_minor(minor) filter (where origin_month < $4::date), 0) as age_3`;

const emptyReason = emptyReasonOf({
  jobId: 'page.job_id',
  net: `(${net})`,
  onDraft: 'coalesce(h.open_minor, 0)',
  quote: 'nullif(b.uninvoiced_quote_minor, 0)',
});

/** Looked up, whatever number of rows PostgreSQL thinks that a page has. */
const nameOf = (table: 'client' | 'staff', id: string) =>
  `(select n.name from ${table} n where n.firm_id = $1 and n.id = ${id})`;

/** The jobs of the page are found first; all that is told of them is looked up for them alone. */
const pageBy = (ordering: string) => `
  with ${drafted},
  page as materialized (
    select l.job_id, row_number() over (order by ${ordering}) as place
    ${listedBy(ordering)} order by ${ordering} limit $5
  )
  select j.id as "jobId", j.number as "jobNumber", j.name as "jobName", j.client_id as "clientId",
    ${nameOf('client', 'j.client_id')} as "clientName",
    j.manager_id as "managerId", ${nameOf('staff', 'j.manager_id')} as "managerName",
    j.partner_id as "partnerId", ${nameOf('staff', 'j.partner_id')} as "partnerName",
    j.state_id as "stateId", s.name as "stateName", s.type as "stateType", j.category, j.currency,
    b.wip_time_minor as "wipTimeMinor", b.wip_cost_minor as "wipCostMinor", b.interim_minor as "interimsMinor",
    ${net} as "netWipMinor", nullif(b.uninvoiced_quote_minor, 0) as "uninvoicedQuoteMinor",
    coalesce(h.open_minor, 0) as "onDraftMinor",
    b.wip_time_minor + b.wip_cost_minor - g.age_1 - g.age_2 - g.age_3 as "ageCurrentMinor",
    g.age_1 as "ageOneMonthMinor", g.age_2 as "ageTwoMonthsMinor", g.age_3 as "ageThreeMonthsPlusMinor",
    b.last_activity_on as "lastActivityOn", b.last_billed_on as "lastBilledOn",
    ${emptyReason} as "emptyReason"
  from page
  join job j on j.firm_id = $1 and j.id = page.job_id
  join job_balance b on b.firm_id = $1 and b.job_id = page.job_id
  join job_state s on s.firm_id = $1 and s.id = j.state_id
  left join drafted h on h.job_id = page.job_id
  cross join lateral (
    select ${olderAges}
    from (
      select a.origin_month, a.wip_time_minor + a.wip_cost_minor as minor
      from job_age a where a.firm_id = $1 and a.job_id = page.job_id and a.origin_month < $2::date offset 0
    ) a
  ) g
  order by page.place`;

// Each listed job has a balance. Joined as if it might not, PostgreSQL knows how many rows there will be; otherwise it thinks
// that they are the fewer, the more jobs a firm ever had, and puts thousands in order to add them up.
const totalsOfAll = `
  with ${drafted}
  select null::int as "groupId", null::text as "groupName", f.currency, f.jobs, f.time_minor as "wipTimeMinor",
    f.cost_minor as "wipCostMinor", f.interim_minor as "interimsMinor",
    f.time_minor + f.cost_minor + f.interim_minor as "netWipMinor", f.quote_minor as "uninvoicedQuoteMinor",
    coalesce(h.open_minor, 0) as "onDraftMinor",
    f.time_minor + f.cost_minor - coalesce(g.age_1 + g.age_2 + g.age_3, 0) as "ageCurrentMinor",
    coalesce(g.age_1, 0) as "ageOneMonthMinor", coalesce(g.age_2, 0) as "ageTwoMonthsMinor",
    coalesce(g.age_3, 0) as "ageThreeMonthsPlusMinor"
  from (
    select l.currency, count(b.job_id)::int as jobs, sum_minor(b.wip_time_minor) as time_minor,
      sum_minor(b.wip_cost_minor) as cost_minor, sum_minor(b.interim_minor) as interim_minor,
      case when count(*) filter (where b.uninvoiced_quote_minor <> 0) > 0 then sum_minor(b.uninvoiced_quote_minor) end
        as quote_minor
    from listed_job l left join job_balance b on b.firm_id = $1 and b.job_id = l.job_id and b.is_listed
    where l.firm_id = $1 group by l.currency
  ) f
  left join (
    select l.currency, ${olderAges}
    from (
      select job_id, origin_month, wip_time_minor + wip_cost_minor as minor
      from job_age where firm_id = $1 and origin_month < $2::date
    ) a
    join listed_job l on l.firm_id = $1 and l.job_id = a.job_id group by l.currency
  ) g on g.currency = f.currency
  left join (
    select l.currency, sum_minor(h.open_minor) as open_minor
    from drafted h join listed_job l on l.firm_id = $1 and l.job_id = h.job_id group by 1
  ) h on h.currency = f.currency
  order by f.currency`;
