// Servers that share a secret, and one that goes on with another: second factors go on too, sessions do not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import type { Queries } from './database.ts';
import { changeSecret, sharesSecret } from './shared-secret.ts';
import { testDatabase } from './testing/database.ts';

const { database } = await testDatabase();
const run = <T>(work: (tx: Queries) => Promise<T>) => database.asInstallation(work);
const first = 'the secret that the first server brought along';
const second = 'the secret that takes the place of the first one';
const shares = (secret: string, makesItSo: boolean) => run((tx) => sharesSecret(tx, secret, { makesItSo }));

test('the first server says which secret it is, and nobody begins with another; workers say nothing', async () => {
  assert.equal(await shares(second, false), true);
  assert.deepEqual(await Promise.all([first, first].map((secret) => shares(secret, true))), [true, true]);
  assert.deepEqual(
    [await shares(first, false), await shares(second, false), await shares(second, true)],
    [true, false, false],
  );
});

test('with another secret second factors go on and everybody signs in again', async () => {
  await run(async (tx) => {
    await tx.query(`insert into auth."user" (id, name, email, "emailVerified", "createdAt", "updatedAt", "twoFactorEnabled")
      values ('ana', 'Ana', 'ana@practice.example', true, now(), now(), true)`);
    await tx.query(
      `insert into auth."twoFactor" (id, "userId", secret, "backupCodes") values ('f', 'ana', $1, $2)`,
      [
        await symmetricEncrypt({ key: first, data: 'the key of the app' }),
        await symmetricEncrypt({ key: first, data: '["one","two"]' }),
      ],
    );
    await tx.query(`insert into auth.session (id, "userId", token, "expiresAt", "createdAt", "updatedAt")
      values ('s', 'ana', 'token', now() + interval '1 day', now(), now())`);
  });
  assert.deepEqual(
    await run((tx) => changeSecret(tx, { secret: second, before: 'never used as a secret, this one' })),
    {
      kind: 'anotherBefore',
    },
  );
  assert.deepEqual(await run((tx) => changeSecret(tx, { secret: second, before: first })), {
    kind: 'changed',
    kept: 1,
    reset: 0,
  });
  const [factor] = await run((tx) =>
    tx.query<{ secret: string; codes: string }>(
      `select secret, "backupCodes" as codes from auth."twoFactor"`,
    ),
  );
  assert.equal(await symmetricDecrypt({ key: second, data: factor!.secret }), 'the key of the app');
  assert.equal(await symmetricDecrypt({ key: second, data: factor!.codes }), '["one","two"]');
  assert.deepEqual(await run((tx) => tx.query('select from auth.session')), []);
  assert.deepEqual([await shares(second, true), await shares(first, true)], [true, false]);
  assert.deepEqual(await run((tx) => changeSecret(tx, { secret: second, before: first })), {
    kind: 'isItAlready',
  });
});

test('a restored database whose server began with another secret is put right afterwards', async () => {
  await run(async (tx) => {
    await tx.query('delete from shared_secret');
    assert.equal(await sharesSecret(tx, first, { makesItSo: true }), true);
  });
  const changed = await run((tx) => changeSecret(tx, { secret: first, before: second }));
  assert.deepEqual(changed, { kind: 'changed', kept: 1, reset: 0 });
  assert.deepEqual(await run((tx) => changeSecret(tx, { secret: second, before: first })), changed);
});

test('where nobody knows the former secret, second factors are taken off', async () => {
  const changed = await run((tx) => changeSecret(tx, { secret: first, before: undefined }));
  assert.deepEqual(changed, { kind: 'changed', kept: 0, reset: 1 });
  assert.deepEqual(await run((tx) => tx.query(`select from auth."twoFactor"`)), []);
  assert.deepEqual(await run((tx) => tx.query(`select "twoFactorEnabled" as "isOn" from auth."user"`)), [
    { isOn: false },
  ]);
});
