import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountCodes, accounts } from '#core/ledger/accounts.ts';
import { journalKindNames, journalKinds, mayMove } from '#core/ledger/kinds.ts';
import { testDatabase } from '#store/testing/database.ts';

const { database } = await testDatabase();

test('PostgreSQL permits exactly the movements that core permits', async () => {
  const { rows: definitions } = await database.pool.query<{ definition: string }>(
    `select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'ledger_line_movement'`,
  );
  const condition = definitions[0]!.definition.replace(/^CHECK /, '');
  const { rows } = await database.pool.query<{ movement: string }>(
    `select kind || ' ' || debit || ' ' || credit as movement
     from generate_series(1, 12) kind, generate_series(1, 12) debit, generate_series(1, 12) credit
     where ${condition}`,
  );
  const permitted = journalKindNames.flatMap((kind) =>
    accounts.flatMap((debit) =>
      accounts
        .filter((credit) => mayMove(kind, debit, credit))
        .map((credit) => `${journalKinds[kind].code} ${accountCodes[debit]} ${accountCodes[credit]}`),
    ),
  );
  assert.deepEqual(rows.map((row) => row.movement).toSorted(), permitted.toSorted());
});

test('every table of a firm is fenced by row-level security and leads its key with the firm', async () => {
  const { rows } = await database.pool.query<{ table: string; fenced: boolean; first: string }>(
    `select c.relname as table, c.relrowsecurity as fenced,
       (select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
        where i.indrelid = c.oid and i.indisprimary) as first
     from pg_class c
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
       and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'firm_id')`,
  );
  assert.ok(rows.length > 20);
  // Lines are reached by their journal, whose number no two firms share: a key without padding (migration 0024).
  const leads = (table: string) => (table === 'ledger_line' ? 'journal_id' : 'firm_id');
  assert.deepEqual(
    rows.filter((row) => !row.fenced || row.first !== leads(row.table)),
    [],
  );
});

test('the application role owns nothing and cannot pass the fence', async () => {
  const { rows: owned } = await database.pool.query(
    `select relname from pg_class where relowner = 'workledger_app'::regrole
     union all select proname from pg_proc where proowner = 'workledger_app'::regrole`,
  );
  assert.deepEqual(owned, []);
  const { rows } = await database.pool.query(
    `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin from pg_roles where rolname = 'workledger_app'`,
  );
  assert.deepEqual(rows, [
    { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, rolcanlogin: false },
  ]);
});
