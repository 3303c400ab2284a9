// Months, balances and ages from one pass over the lines and their journals. The pass adds up by kind and the two
// accounts of a line, which is cheap for many lines, and only then spreads what is left over twelve columns. Because it
// meets every line with its journal, it also sees whether the rules for lines and journals (verify-shapes.ts) hold: they
// are asked in detail only when it saw something.

import { accountCodes, type Account } from '#core/ledger/accounts.ts';
import type { Recount } from './recount.ts';
import { accountColumns } from './account-columns.ts';
import { compare } from './verify-compare.ts';
import { isShapeStrange, lineShapes, journalsWithoutLines, permittedMovements } from './verify-shapes.ts';

const everyColumn = Object.values(accountColumns);
const workColumns = [accountColumns.wipTime, accountColumns.wipCost, accountColumns.interim];
const notZero = (columns: readonly string[]) => columns.map((column) => `${column} <> 0`).join(' or ');

const byAccount = Object.entries(accountColumns)
  .map(([account, column]) => {
    const code = accountCodes[account as Account];
    return `sum_minor(case ${code} when debit then amount when credit then -amount end) as ${column}`;
  })
  .join(',\n      ');

const summed = (columns: readonly string[]) =>
  columns.map((column) => `sum_minor(${column}) as ${column}`).join(', ');

// A line without a journal has no month of recording, a journal without lines no job. Months of recording are months of
// UTC because verify() sets the time zone: asking for it by name would be looked up for every line.
const moved = `
  moved as materialized (
    select l.job_id, date_trunc('month', l.effective_on::timestamp)::date as effective_month,
      date_trunc('month', l.origin_on::timestamp)::date as origin_month,
      date_trunc('month', g.recorded_at::timestamp)::date as recorded_month, l.kind, l.debit, l.credit,
      sum_minor(l.amount_minor) as amount, min(l.effective_on) as first_effective_on, max(l.effective_on) as last_effective_on,
      max(l.effective_on) filter (where g.cause_kind = 3) as last_billed_on, count(l.item_id) as items,
      bool_or(l.kind <> g.kind or l.effective_on <> g.effective_on or l.item_kind not in (l.debit, l.credit)) as is_unlike
    from (select * from ledger_line where firm_id = $1) l
    full join (select * from journal where firm_id = $1) g on g.id = l.journal_id
    group by 1, 2, 3, 4, 5, 6, 7
  ),
  cell as materialized (
    select job_id, effective_month, origin_month, recorded_month,
      ${byAccount},
      bool_or(amount <> 0) as has_amount, min(first_effective_on) as first_effective_on,
      max(last_effective_on) as last_effective_on,
      max(last_effective_on) filter (where kind in (1, 2)) as last_activity_on,
      max(last_billed_on) filter (where kind in (3, 4)) as last_billed_on
    from moved where job_id is not null and recorded_month is not null
    group by 1, 2, 3, 4
  )`;

const balances = `(
  select job_id, ${summed(everyColumn)}, min(first_effective_on) as first_effective_on,
    max(last_effective_on) as last_effective_on, max(last_activity_on) as last_activity_on,
    max(last_billed_on) as last_billed_on
  from cell group by job_id)`;

const ages = `(
  select * from (select job_id, origin_month, ${summed(workColumns)} from cell group by 1, 2) age
  where ${notZero(workColumns)})`;

const transferred = `
  select 'transferred' as "check", jsonb_build_object('currency', j.currency) as identity, 'transferredMinor' as "column",
    '0' as stored, sum(c.transferred_minor)::text as recounted
  from cell c join job j on j.firm_id = $1 and j.id = c.job_id
  group by j.currency having sum(c.transferred_minor) <> 0`;

const listing = `
  select 'listing' as "check", jsonb_build_object('jobId', job_id) as identity, 'isListed' as "column",
    'false' as stored, 'true' as recounted
  from job_balance where firm_id = $1 and not is_listed and (${notZero(workColumns)})`;

export const sumRecount: Recount = {
  name: 'months, balances and ages, and the shapes of lines',
  with: moved,
  parameters: [permittedMovements],
  comparisons: [
    compare({
      check: 'jobMonth',
      kept: '(select * from job_month where firm_id = $1)',
      recounted: '(select * from cell where has_amount)',
      keys: ['job_id', 'effective_month', 'origin_month', 'recorded_month'],
      columns: everyColumn,
    }),
    compare({
      check: 'jobBalance',
      kept: '(select * from job_balance where firm_id = $1)',
      recounted: balances,
      keys: ['job_id'],
      columns: [
        ...everyColumn,
        'first_effective_on',
        'last_effective_on',
        'last_activity_on',
        'last_billed_on',
      ],
    }),
    compare({
      check: 'jobAge',
      kept: `(select * from job_age where firm_id = $1 and (${notZero(workColumns)}))`,
      recounted: ages,
      keys: ['job_id', 'origin_month'],
      columns: workColumns,
    }),
    transferred,
    listing,
    `${lineShapes} and exists (select from moved where recorded_month is null or is_unlike or ${isShapeStrange('moved', 'items > 0')})`,
    `${journalsWithoutLines} and exists (select from moved where job_id is null)`,
  ],
};
