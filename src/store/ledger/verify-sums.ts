// Months, balances and ages from one pass over the lines, and open items from another. The pass first adds up by the
// two accounts of a line, which is cheap for many lines, and only then spreads what is left over twelve columns.

import { accountCodes, type Account } from '#core/ledger/accounts.ts';
import type { Recount } from './verify.ts';
import { compare } from './verify-compare.ts';

const columnOf: Readonly<Record<Account, string>> = {
  wipTime: 'wip_time_minor',
  wipCost: 'wip_cost_minor',
  interim: 'interim_minor',
  recordedTime: 'recorded_time_minor',
  recordedCost: 'recorded_cost_minor',
  revalued: 'revalued_minor',
  transferred: 'transferred_minor',
  billed: 'billed_minor',
  writtenOff: 'written_off_minor',
  writtenOn: 'written_on_minor',
  uninvoicedQuote: 'uninvoiced_quote_minor',
  quoted: 'quoted_minor',
};
const accountColumns = Object.values(columnOf);
const workColumns = [columnOf.wipTime, columnOf.wipCost, columnOf.interim];
const notZero = (columns: readonly string[]) => columns.map((column) => `${column} <> 0`).join(' or ');

const byAccount = Object.entries(columnOf)
  .map(([account, column]) => {
    const code = accountCodes[account as Account];
    return `coalesce(sum_minor(side.amount) filter (where side.account = ${code}), 0) as ${column}`;
  })
  .join(',\n      ');

const summed = (columns: readonly string[]) =>
  columns.map((column) => `sum_minor(${column}) as ${column}`).join(', ');

const moved = `
  moved as materialized (
    select l.job_id, date_trunc('month', l.effective_on::timestamp)::date as effective_month,
      date_trunc('month', l.origin_on::timestamp)::date as origin_month,
      date_trunc('month', g.recorded_at at time zone 'UTC')::date as recorded_month, l.debit, l.credit,
      sum_minor(l.amount_minor) as amount, min(l.effective_on) as first_effective_on, max(l.effective_on) as last_effective_on,
      max(l.effective_on) filter (where l.kind in (1, 2)) as last_activity_on,
      max(l.effective_on) filter (where l.kind in (3, 4) and g.cause_kind = 3) as last_billed_on
    from ledger_line l join journal g on g.firm_id = l.firm_id and g.id = l.journal_id
    where l.firm_id = $1
    group by 1, 2, 3, 4, 5, 6
  ),
  cell as materialized (
    select job_id, effective_month, origin_month, recorded_month,
      ${byAccount},
      bool_or(moved.amount <> 0) as has_amount, min(first_effective_on) as first_effective_on,
      max(last_effective_on) as last_effective_on, max(last_activity_on) as last_activity_on,
      max(last_billed_on) as last_billed_on
    from moved cross join lateral (values (debit, amount), (credit, -amount)) as side (account, amount)
    group by 1, 2, 3, 4
  )`;

const balances = `(
  select job_id, ${summed(accountColumns)}, min(first_effective_on) as first_effective_on,
    max(last_effective_on) as last_effective_on, max(last_activity_on) as last_activity_on,
    max(last_billed_on) as last_billed_on
  from cell group by job_id)`;

const ages = `(
  select * from (select job_id, origin_month, ${summed(workColumns)} from cell group by 1, 2) age
  where ${notZero(workColumns)})`;

const transferred = `
  select 'transferred', jsonb_build_object('currency', j.currency), 'transferredMinor', '0', sum(c.transferred_minor)::text
  from cell c join job j on j.firm_id = $1 and j.id = c.job_id
  group by j.currency having sum(c.transferred_minor) <> 0`;

const openItems = `(
  select * from (
    select job_id, item_id, min(item_kind) as item_kind,
      sum_minor(case when debit <= 3 then amount_minor else -amount_minor end) as open_minor,
      sum(case when debit <= 3 then quantity else -quantity end)::int as open_quantity
    from ledger_line where firm_id = $1 and item_id is not null
    group by 1, 2
  ) item where open_minor <> 0 or open_quantity <> 0)`;

const listing = `
  select 'listing', jsonb_build_object('jobId', job_id), 'isListed', 'false', 'true'
  from job_balance where firm_id = $1 and not is_listed and (${notZero(workColumns)})`;

export const sumRecounts: readonly Recount[] = [
  {
    name: 'months, balances and ages',
    sql: `
      with ${moved}
      ${compare({
        check: 'jobMonth',
        kept: '(select * from job_month where firm_id = $1)',
        recounted: '(select * from cell where has_amount)',
        keys: ['job_id', 'effective_month', 'origin_month', 'recorded_month'],
        columns: accountColumns,
      })}
      union all
      ${compare({
        check: 'jobBalance',
        kept: '(select * from job_balance where firm_id = $1)',
        recounted: balances,
        keys: ['job_id'],
        columns: [
          ...accountColumns,
          'first_effective_on',
          'last_effective_on',
          'last_activity_on',
          'last_billed_on',
        ],
      })}
      union all
      ${compare({
        check: 'jobAge',
        kept: `(select * from job_age where firm_id = $1 and (${notZero(workColumns)}))`,
        recounted: ages,
        keys: ['job_id', 'origin_month'],
        columns: workColumns,
      })}
      union all ${transferred}
      union all ${listing}`,
  },
  {
    name: 'open items',
    sql: compare({
      check: 'openItem',
      kept: '(select * from open_item where firm_id = $1)',
      recounted: openItems,
      keys: ['job_id', 'item_id'],
      columns: ['item_kind', 'open_minor', 'open_quantity'],
    }),
  },
];
