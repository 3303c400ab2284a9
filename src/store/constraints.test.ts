// Which rule of the database an error names: as PostgreSQL says it, and as the coordinator of a cluster repeats what a
// machine said, which is a sentence and nothing else.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constraintOf, referringTableOf } from './constraints.ts';

const said = (code: string, message: string, rest: object = {}) =>
  Object.assign(new Error(message), { code, ...rest });

test('the constraint that PostgreSQL names is believed, with or without the number of a part', () => {
  assert.equal(constraintOf(said('23505', 'anything', { constraint: 'task_name' })), 'task_name');
  assert.equal(constraintOf(said('23505', 'anything', { constraint: 'task_name_102044' })), 'task_name');
});

test('what a coordinator repeats is read from the sentence', () => {
  const unique = 'duplicate key value violates unique constraint "job_firm_id_number_key_102123"';
  assert.equal(constraintOf(said('23505', unique)), 'job_firm_id_number_key');
  const german = 'doppelter Schlüsselwert verletzt Unique-Constraint „staff_code_102123“';
  assert.equal(constraintOf(said('23505', german)), 'staff_code');
  const french = 'la valeur d’une clé dupliquée rompt la contrainte unique « tax_name_102123 »';
  assert.equal(constraintOf(said('23505', french)), 'tax_name');
  const check =
    'new row for relation "rate_102044" violates check constraint "rate_rate_per_hour_minor_check"';
  assert.equal(constraintOf(said('23514', check)), 'rate_rate_per_hour_minor_check');
  const key = `update or delete on table "staff_102044" violates foreign key constraint "timer_staff_102090" on table "timer_102090"`;
  assert.equal(constraintOf(said('23503', key)), 'timer_staff');
  assert.equal(referringTableOf(said('23503', key)), 'timer');
  assert.equal(referringTableOf(said('23503', 'anything', { table: 'rate' })), 'rate');
});

test('of other errors nothing is guessed', () => {
  assert.equal(
    constraintOf(said('23502', 'null value in column "name" of relation "job_102044"')),
    undefined,
  );
  assert.equal(constraintOf(said('42P01', 'relation "job" does not exist')), undefined);
  assert.equal(constraintOf('request_pkey'), undefined);
});
