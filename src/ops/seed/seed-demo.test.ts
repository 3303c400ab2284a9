import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyPassword } from 'better-auth/crypto';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import { verify } from '#store/ledger/verify.ts';
import type { Tx } from '#store/database.ts';
import { testDatabase } from '#store/testing/database.ts';
import { seedDemo, type SeededFirm, type SeedRequest } from './seed-demo.ts';
import { scenarioOf } from './scenarios/find.ts';
import { scenarioNames } from './scenarios/scenario.ts';

const { database } = await testDatabase();
const now = '2026-07-15T08:00:00Z';
const today = '2026-07-15' as CivilDate;

async function seeded(request: Partial<SeedRequest>): Promise<SeededFirm> {
  const result = await seedDemo({ database, clock: () => now, scenario: 'agency', ...request });
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

function inFirm<T>({ firmId }: SeededFirm, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.inFirm(firmId, work, { readOnly: true, statementTimeoutMs: 0 });
}

async function numberOf(tx: Tx, sql: string, params: readonly unknown[] = []): Promise<number> {
  const [row] = await tx.query<{ count: bigint }>(sql, [tx.firmId, ...params]);
  return Number(row!.count);
}

for (const scenario of scenarioNames) {
  test(`the ${scenario} firm has everything that can happen to WIP, and its ledger recounts`, async () => {
    const firm = await seeded({ scenario });
    await inFirm(firm, async (tx) => {
      assert.deepEqual(await verify(tx), []);
      await assertScenes(tx);
      await assertStates(tx);
      await assertActions(tx);
      await assertInvoicesAddUp(tx);
      await assertQuotesAddUp(tx);
      await assertDocuments(tx);
      await assertDebts(tx);
      await assertPlausible(tx, scenarioOf(scenario).firm.timeZone);
    });
  });
}

/** What must be found in every demo firm, as questions that count it. */
const scenes: Readonly<Record<string, string>> = {
  'a listed job with negative net WIP': `select count(*) from job_balance
    where firm_id = $1 and is_listed and wip_time_minor + wip_cost_minor + interim_minor < 0`,
  'WIP older than 90 days': `select count(*) from open_item where firm_id = $1 and open_minor > 0 and origin_on < $2::date - 90`,
  'a job over its budget': `select count(*) from job_balance b join job j on j.firm_id = b.firm_id and j.id = b.job_id
    where b.firm_id = $1 and -(recorded_time_minor + recorded_cost_minor) > budget_minor`,
  'an accepted quote with a part not invoiced': `select count(*) from job_balance where firm_id = $1 and uninvoiced_quote_minor > 0`,
  'an excluded job whose time stands at 0': `select count(*) from job j join time_entry e on e.firm_id = j.firm_id and e.job_id = j.id
    where j.firm_id = $1 and j.excluded and e.amount_minor = 0`,
  'time that is not billable on a job that is': `select count(*) from time_entry e join job j on j.firm_id = e.firm_id and j.id = e.job_id
    where e.firm_id = $1 and not e.billable and not j.excluded`,
  'an estimated cost': 'select count(*) from cost_entry where firm_id = $1 and not actual',
  'a cost that is not billable': 'select count(*) from cost_entry where firm_id = $1 and not billable',
  'a deposit absorbed later':
    'select count(*) from journal where firm_id = $1 and kind = 5 and cause_kind = 3',
  'an invoice marked cancelled': `select count(*) from invoice where firm_id = $1 and status = 'cancelled'`,
  'a deposit invoice': `select count(*) from invoice where firm_id = $1 and basis = 'deposit'`,
  'an invoice taken back in the ledger':
    'select count(*) from journal where firm_id = $1 and kind = 10 and cause_kind = 3',
  'a write-off on an invoice':
    'select count(*) from journal where firm_id = $1 and kind = 6 and cause_kind = 3',
  'an entry on another job than it was recorded on': `select count(*) from ledger_line where firm_id = $1 and kind = 9`,
  'a job in another currency': `select count(*) from job j join firm f on f.id = j.firm_id where j.firm_id = $1 and j.currency <> f.currency`,
  'a job settled and no longer listed':
    'select count(*) from job_balance where firm_id = $1 and not is_listed',
  'work recorded in a later month than it was done': `select count(*) from job_month where firm_id = $1 and recorded_month > effective_month`,
  'a lock in the past':
    'select count(*) from ledger_gate where firm_id = $1 and period_lock_on < wip_lock_on and wip_lock_on < $2::date',
  'an invoice number that is the next one': `select count(*) from number_series s where firm_id = $1 and document = 'invoice'
    and 'INV-' || lpad((next_value - 1)::text, minimum_digits, '0')
      = (select max(number) from invoice i where i.firm_id = s.firm_id and number like 'INV-%')`,
  'a draft that holds entries': `select count(*) from draft_item where firm_id = $1`,
  'a credit note': `select count(*) from invoice where firm_id = $1 and document = 'creditNote'`,
  'a payment of which something is left': `select count(*) from payment p where p.firm_id = $1 and p.amount_minor > (
    select sum(a.amount_minor) from allocation a where a.firm_id = p.firm_id and a.payment_id = p.id)`,
  'an invoice paid in part': `select count(*) from invoice where firm_id = $1 and paid_minor > 0 and outstanding_minor > 0`,
  'an overdue invoice': `select count(*) from invoice where firm_id = $1 and outstanding_minor > 0 and due_on < $2::date`,
  'a claim of a quote': `select count(*) from quote_claim where firm_id = $1`,
  'a quote that nobody answered in time': `select count(*) from quote where firm_id = $1 and state = 'issued' and valid_until < $2::date`,
  'people on leave': `select count(*) from time_entry where firm_id = $1 and note = 'Annual leave'`,
  'rates that rose': `select count(*) - count(distinct staff_id) as count from rate where firm_id = $1 and scope = 'staff'`,
};

async function assertScenes(tx: Tx): Promise<void> {
  for (const [scene, sql] of Object.entries(scenes)) {
    const count = await numberOf(tx, sql.includes('$2') ? sql : `${sql} and $2::date is not null`, [today]);
    assert.ok(count > 0, `there is no ${scene}`);
  }
}

async function assertStates(tx: Tx): Promise<void> {
  const types = await tx.query<{ type: string }>(
    `select distinct s.type from job j join job_state s on s.firm_id = j.firm_id and s.id = j.state_id
     where j.firm_id = $1 order by 1`,
    [tx.firmId],
  );
  assert.deepEqual(
    types.map(({ type }) => type),
    ['cancelled', 'completed', 'inProgress', 'onHold', 'planned'],
  );
  const kinds = await numberOf(tx, 'select count(distinct kind) from journal where firm_id = $1');
  assert.equal(kinds, 12, 'every kind of journal is there');
}

async function assertActions(tx: Tx): Promise<void> {
  const kinds = await tx.query<{ kind: string }>(
    'select distinct kind from wip_action where firm_id = $1 order by 1',
    [tx.firmId],
  );
  assert.deepEqual(
    kinds.map(({ kind }) => kind),
    ['move', 'revaluation', 'washUp', 'writeOff', 'writeOn'],
  );
  const undone = await numberOf(
    tx,
    `select count(*) from wip_action_undo u join wip_action a
    on a.firm_id = u.firm_id and a.id = u.wip_action_id where u.firm_id = $1 and a.kind = 'washUp'`,
  );
  const standing = await numberOf(
    tx,
    `select count(*) from wip_action a where a.firm_id = $1 and a.kind = 'washUp'
    and not exists (select from wip_action_undo u where u.firm_id = a.firm_id and u.wip_action_id = a.id)`,
  );
  assert.ok(undone > 0 && standing > 0, 'one wash-up was undone and others stand');
  const unreasoned = await numberOf(
    tx,
    `select count(*) from wip_action where firm_id = $1 and kind in ('writeOff', 'writeOn')
    and reason_id is null`,
  );
  assert.equal(unreasoned, 0);
}

/** Billed, less interims absorbed, is the invoice's total; what was cancelled nets to nothing. */
async function assertInvoicesAddUp(tx: Tx): Promise<void> {
  const wrong = await tx.query(
    `select i.number, i.total_minor, l.billed
     from invoice i
     left join lateral (
       select sum(case when l.debit = 8 then l.amount_minor when l.credit = 8 then -l.amount_minor end) as billed
       from journal j join ledger_line l on l.firm_id = j.firm_id and l.journal_id = j.id
       where j.firm_id = i.firm_id and j.cause_kind = 3 and j.cause_id = i.id) l on true
     where i.firm_id = $1 and i.document = 'invoice' and i.status in ('approved', 'cancelled')
       and not exists (select from invoice n where n.firm_id = i.firm_id and n.credits_invoice_id = i.id)
       and l.billed is distinct from case when i.status = 'cancelled' then 0 else i.total_minor end`,
    [tx.firmId],
  );
  assert.deepEqual(wrong, []);
}

/** A master quote is what its job's ledger has as quoted. */
async function assertQuotesAddUp(tx: Tx): Promise<void> {
  const wrong = await tx.query(
    `select q.number from quote q
     where q.firm_id = $1 and q.state = 'accepted' and q.total_minor is distinct from (
       select sum(l.amount_minor) from journal j join ledger_line l on l.firm_id = j.firm_id and l.journal_id = j.id
       where j.firm_id = q.firm_id and j.cause_kind = 4 and j.cause_id = q.id and j.kind = 11)`,
    [tx.firmId],
  );
  assert.deepEqual(wrong, []);
}

/** Lines, tax, effects and movements of each document agree with its head, and numbers with their series. */
async function assertDocuments(tx: Tx): Promise<void> {
  const wrong = await tx.query(
    `select i.number, i.total_minor, i.tax_minor, l.*, t.*, w.*, e.*
     from invoice i
     left join lateral (select sum(amount_minor) as lines, sum(tax_minor) as line_tax, count(*) as line_count from invoice_line l
       where l.firm_id = i.firm_id and l.invoice_id = i.id) l on true
     left join lateral (select coalesce(sum(tax_minor), 0) as taxes from invoice_tax t
       where t.firm_id = i.firm_id and t.invoice_id = i.id) t on true
     left join lateral (select sum(total_minor) as jobs,
         bool_and(before_minor + written_on_minor - written_off_minor - billed_minor - raised_minor + absorbed_minor = after_minor) as adds_up
       from invoice_job w where w.firm_id = i.firm_id and w.invoice_id = i.id) w on true
     left join lateral (select sum(case kind when 'interimAbsorbed' then -billed_minor when 'quoteInvoiced' then 0
         else billed_minor end) as effects from invoice_effect e where e.firm_id = i.firm_id and e.invoice_id = i.id) e on true
     where i.firm_id = $1 and i.document = 'invoice' and (
       l.lines <> i.total_minor or l.line_tax <> i.tax_minor or t.taxes <> i.tax_minor or w.jobs <> i.total_minor
       or not w.adds_up or e.effects <> i.total_minor or l.line_count = 0 or w.jobs is null or e.effects is null)`,
    [tx.firmId],
  );
  assert.deepEqual(wrong, []);
  const unnumbered = `select count(*) from invoice i join number_series s on s.firm_id = i.firm_id and s.document = i.document
    where i.firm_id = $1 and i.status in ('approved', 'cancelled') and (i.series_id is distinct from s.id
      or i.series_value >= s.next_value or i.number <> s.prefix || lpad(i.series_value::text, s.minimum_digits, '0'))`;
  assert.equal(await numberOf(tx, unnumbered), 0, 'each number is of its series, which counts on behind it');
  const states = await tx.query<{ state: string }>(
    'select distinct state from quote where firm_id = $1 order by 1',
    [tx.firmId],
  );
  assert.deepEqual(
    states.map(({ state }) => state),
    ['accepted', 'archived', 'declined', 'draft', 'issued', 'revised'],
  );
  const overclaimed = `select count(*) from quote_line l where l.firm_id = $1 and l.amount_minor < (
    select sum(c.claimed_minor) from quote_claim c
    where c.firm_id = l.firm_id and c.quote_id = l.quote_id and c.quote_line_id = l.id)`;
  assert.equal(await numberOf(tx, overclaimed), 0, 'nothing is claimed beyond its line of the quote');
}

/** Old invoices are paid but for a few, and nobody owes what would ruin the firm. */
async function assertDebts(tx: Tx): Promise<void> {
  const [debts] = await tx.query<{
    invoices: bigint;
    overdue: bigint;
    old: bigint;
    share: number;
    paid: boolean;
  }>(
    `select count(*) as invoices, count(*) filter (where outstanding_minor > 0 and due_on < $2) as overdue,
       count(*) filter (where outstanding_minor > 0 and due_on < $2::date - 90) as old,
       (sum(outstanding_minor) / sum(total_minor + tax_minor))::float8 as share,
       bool_and(paid_minor = coalesce((select sum(a.amount_minor) from allocation a
         where a.firm_id = i.firm_id and a.invoice_id = i.id and a.payment_id is not null), 0)) as paid
     from invoice i where firm_id = $1 and document = 'invoice' and status = 'approved'`,
    [tx.firmId, today],
  );
  const { invoices, overdue, old, share, paid } = debts!;
  assert.ok(paid, 'what is paid of an invoice is what was allocated to it');
  assert.equal(old, 0n, 'nothing is owed that long');
  assert.ok(overdue >= 1n && overdue * 8n < invoices, `${overdue} of ${invoices} invoices are overdue`);
  assert.ok(share < 0.25, `${share} of all that was invoiced is owed`);
}

async function assertPlausible(tx: Tx, timeZone: string): Promise<void> {
  // What was credited today was recorded by the clock of the database, which does not know what day it is here.
  const late = `select count(*) from journal j where firm_id = $1 and (effective_on > $2::date or recorded_at > $3::timestamptz)
    and not exists (select from invoice n where n.firm_id = j.firm_id and n.document = 'creditNote' and j.cause_kind = 3
      and j.cause_id in (n.id, n.credits_invoice_id))`;
  assert.equal(
    await numberOf(tx, late, [today, now]),
    0,
    'nothing is dated after today or recorded after now',
  );
  const ahead =
    'select count(*) from journal where firm_id = $1 and effective_on > (recorded_at at time zone $2)::date';
  assert.equal(await numberOf(tx, ahead, [timeZone]), 0, 'nothing is recorded before its day');
  const longDays = `select count(*) from (select from time_entry where firm_id = $1
    group by staff_id, worked_on having sum(minutes) > 660) day`;
  assert.equal(await numberOf(tx, longDays), 0, 'nobody works more than a long day');
}

test('one person per role can sign in, to several demo firms with the same password', async () => {
  const size = { jobs: 10, entries: 60 };
  const first = await seeded({ size });
  const second = await seeded({ size, scenario: 'engineering', password: 'another password' });
  assert.deepEqual(second.signIns.map(({ role }) => role).toSorted(), [
    'auditor',
    'bookkeeper',
    'owner',
    'projectManager',
    'staff',
  ]);
  await database.asInstallation(async (tx) => {
    for (const { email, role, password } of second.signIns) {
      const [account] = await tx.query<{ password: string; firms: number[] }>(
        `select a.password, (select array_agg(m.firm_id) from memberships_of(u.id) m where m.role = $2) as firms
         from auth."user" u join auth.account a on a."userId" = u.id and a."providerId" = 'credential' where u.email = $1`,
        [email, role],
      );
      assert.ok(await verifyPassword({ hash: account!.password, password }));
      assert.ok(account!.firms.includes(first.firmId) && account!.firms.includes(second.firmId));
    }
  });
});

test('a firm written directly is the firm that posting makes', async () => {
  const size = { jobs: 30, entries: 900 };
  const posted = await seeded({ scenario: 'accountant', size, scenes: false });
  const direct = await seeded({ scenario: 'accountant', size, direct: true });
  const [expected, found] = await Promise.all([posted, direct].map((firm) => inFirm(firm, contentsOf)));
  assert.deepEqual(found, expected);
  assert.deepEqual(await inFirm(direct, (tx) => verify(tx)), []);
});

/** Everything derived from the lines, by job number instead of id; balances count batches, which differ, as their version. */
async function contentsOf(tx: Tx): Promise<unknown> {
  const contents: Record<string, unknown> = {};
  for (const [table, order] of [
    ['job_balance', 'j.number'],
    ['job_age', 'j.number, t.origin_month'],
    ['job_month', 'j.number, t.effective_month, t.origin_month, t.recorded_month'],
    ['open_item', 'j.number, t.item_id'],
    ['interim', 'j.number, t.id'],
    ['time_entry', 't.id'],
    ['cost_entry', 't.id'],
    ['ledger_line', 't.journal_id, t.line_number'],
  ]) {
    const rows = await tx.query<{ row: unknown }>(
      `select j.number, to_jsonb(t) - '{firm_id,id,job_id,version,item_id,journal_id,job_task_id,staff_id,rate_id}'::text[] as row
       from ${table} t join job j on j.firm_id = t.firm_id and j.id = t.job_id where t.firm_id = $1 order by ${order}`,
      [tx.firmId],
    );
    assert.ok(rows.length > 0, `${table} has rows`);
    contents[table!] = rows;
  }
  for (const table of ['invoice', 'quote', 'wip_action']) {
    contents[table] = await tx.query(
      `select to_jsonb(t) - '{firm_id,id,client_id,job_id,reason_id,actor_id,series_id,created_by,approved_by,cancelled_by}'::text[] as row from ${table} t
       where firm_id = $1 order by id`,
      [tx.firmId],
    );
  }
  return contents;
}

test('work after seeding gets ids of its own, however the firm was written', async () => {
  const firm = await seeded({ size: { jobs: 10, entries: 200 }, direct: true });
  const posted = await seeded({ size: { jobs: 10, entries: 200 }, seed: 3 });
  assert.ok(posted.firmId > firm.firmId);
  assert.deepEqual(await inFirm(posted, (tx) => verify(tx)), []);
});

test('a size that makes no sense is refused with what would do', async () => {
  const refused = await seedDemo({ database, clock: () => now, scenario: 'agency', size: { jobs: 3 } });
  assert.ok(!refused.ok);
  assert.equal(refused.refusals[0]!.field, 'jobs');
  assert.match(refused.refusals[0]!.accepted!, /from 10 to/);
});

test('the last day is today once its work is done, and yesterday before', async () => {
  const size = { jobs: 10, entries: 60 };
  for (const [at, lastDay] of [
    ['2026-07-15T20:00:00Z', '2026-07-15'], // six in the morning of the 16th in Brisbane
    ['2026-07-15T08:00:00Z', '2026-07-15'],
  ] as const) {
    const result = await seedDemo({ database, clock: () => at, scenario: 'engineering', size });
    assert.ok(result.ok);
    await inFirm(result.value, async (tx) => {
      const [last] = await tx.query<{ on: string }>(
        'select max(worked_on) as "on" from time_entry where firm_id = $1',
        [tx.firmId],
      );
      assert.ok(last!.on <= lastDay);
    });
  }
});
