// Everything that post_journals() keeps beside the lines, made from the lines at once: for histories that were written
// without posting. Lines are summed a single time, by job, months, kind and movement; all balances are sums of those sums.

import { accountCodes, accounts } from '#core/ledger/accounts.ts';
import { isDistributed } from '#store/citus/is-distributed.ts';
import type { Tx } from '#store/database.ts';

const columnOf = (account: string) =>
  `${account.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_minor`;
const columns = accounts.map(columnOf).join(', ');

/** The balance of each account from `movement` rows, debit-positive. */
const sums = accounts
  .map((account) => {
    const code = accountCodes[account];
    return `coalesce(sum(case when debit = ${code} then amount when credit = ${code} then -amount end), 0)::bigint
      as ${columnOf(account)}`;
  })
  .join(', ');

/** Tables that were just filled; the sums below are planned badly as long as they are thought to be empty. */
const copied = ['journal', 'ledger_line', 'time_entry', 'cost_entry', 'job', 'job_task'];
const derived = ['open_item', 'job_balance', 'job_age', 'job_month'];

export async function deriveBalances(tx: Tx, unlistedJobIds: readonly number[]): Promise<void> {
  await tx.query(`set local work_mem = '256MB'`);
  await tx.query(`analyze ${copied.join(', ')}`);
  await sumLines(tx);
  await deriveJobBalances(tx, unlistedJobIds);
  await deriveMonths(tx);
  await deriveOpenItems(tx);
  await tx.query('drop table movement');
  await tx.query(`analyze ${derived.join(', ')}`);
}

async function sumLines(tx: Tx): Promise<void> {
  await tx.query(
    `create temporary table movement on commit drop as
     select l.job_id, date_trunc('month', l.effective_on)::date as effective_month,
       date_trunc('month', l.origin_on)::date as origin_month,
       date_trunc('month', j.recorded_at at time zone 'UTC')::date as recorded_month,
       l.kind, l.debit, l.credit, j.cause_kind = 3 as by_invoice,
       sum(l.amount_minor)::bigint as amount, bool_or(l.amount_minor <> 0) as has_value, count(*) as lines,
       min(l.effective_on) as first_on, max(l.effective_on) as last_on
     from ledger_line l join journal j on j.firm_id = l.firm_id and j.id = l.journal_id
     where l.firm_id = $1 and j.firm_id = $1
     group by 1, 2, 3, 4, 5, 6, 7, 8`,
    [tx.firmId],
  );
  await tx.query('analyze movement');
}

async function deriveJobBalances(tx: Tx, unlistedJobIds: readonly number[]): Promise<void> {
  await tx.query(
    `insert into job_balance (firm_id, job_id, version, ${columns}, first_effective_on, last_effective_on,
       last_activity_on, last_billed_on, is_listed)
     select $1, job_id, sum(lines), ${sums}, min(first_on), max(last_on),
       max(last_on) filter (where kind in (1, 2)),
       max(last_on) filter (where kind in (3, 4) and by_invoice),
       bool_or(debit < 11) and not (job_id = any ($2))
     from movement group by job_id order by job_id`,
    [tx.firmId, unlistedJobIds],
  );
  // Triggers keep these rows, where there are any and nobody has suspended them.
  if (!(await isDistributed(tx.client)))
    await tx.query(
      `insert into listed_job (firm_id, job_id, currency, client_key, number_key)
       select firm_id, job_id, currency, client_key, number_key from listed_job_due where firm_id = $1
       on conflict do nothing`,
      [tx.firmId],
    );
}

async function deriveMonths(tx: Tx): Promise<void> {
  await tx.query(
    `insert into job_month (firm_id, job_id, effective_month, origin_month, recorded_month, ${columns})
     select $1, job_id, effective_month, origin_month, recorded_month, ${sums}
     from movement where has_value
     group by job_id, effective_month, origin_month, recorded_month
     order by job_id, effective_month, origin_month, recorded_month`,
    [tx.firmId],
  );
  await tx.query(
    `insert into job_age (firm_id, job_id, origin_month, wip_time_minor, wip_cost_minor, interim_minor)
     select $1, job_id, origin_month, wip_time_minor, wip_cost_minor, interim_minor
     from (
       select job_id, origin_month, sum(wip_time_minor)::bigint as wip_time_minor,
         sum(wip_cost_minor)::bigint as wip_cost_minor, sum(interim_minor)::bigint as interim_minor
       from job_month where firm_id = $1 group by job_id, origin_month) age
     where wip_time_minor <> 0 or wip_cost_minor <> 0 or interim_minor <> 0
     order by job_id, origin_month`,
    [tx.firmId],
  );
}

/** Only listed jobs have anything open. All lines of an item on one job share its task, person and day. */
async function deriveOpenItems(tx: Tx): Promise<void> {
  await tx.query(
    `insert into open_item (firm_id, job_id, item_id, item_kind, direction, origin_on, open_minor, open_quantity,
       job_task_id, staff_id)
     select $1, o.job_id, o.item_id, o.item_kind,
       case o.item_kind when 1 then 1 when 3 then -1
         else (select sign(c.quantity_thousandths) from cost_entry c where c.firm_id = $1 and c.id = o.item_id) end,
       o.origin_on, o.minor, o.quantity, o.job_task_id, o.staff_id
     from (
       select l.job_id, l.item_id, min(l.item_kind) as item_kind, min(l.origin_on) as origin_on,
         sum(case when l.debit <= 3 then l.amount_minor else -l.amount_minor end)::bigint as minor,
         sum(case when l.debit <= 3 then l.quantity else -l.quantity end)::int as quantity,
         max(l.job_task_id) as job_task_id, max(l.staff_id) as staff_id
       from ledger_line l
       where l.firm_id = $1 and l.item_id is not null
         and l.job_id in (select b.job_id from job_balance b where b.firm_id = $1 and b.is_listed)
       group by l.job_id, l.item_id) o
     where o.minor <> 0 or o.quantity <> 0
     order by o.job_id, o.item_id`,
    [tx.firmId],
  );
}
