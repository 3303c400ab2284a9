// Forgotten passwords: the whole way from asking, through the queue and the mail, to signing in again.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MailMessage } from '#actions/mail/transport.ts';
import { hashPassword } from '#store/sign-in.ts';
import { addUser, setPassword } from '#store/users.ts';
import { routines } from '#worker/routines.ts';
import { createApiTest } from './testing.ts';

const api = await createApiTest({ mail: 'folder' });
const nobody = api.asNobody();
const [oldPassword, newPassword] = ['the old password, long', 'the new password, long'];

let peopleMade = 0;

async function person(): Promise<{ id: string; email: string }> {
  const id = `person-${(peopleMade += 1)}`;
  const email = `${id}@first.example`;
  const at = api.clock.now;
  const passwordHash = await hashPassword(oldPassword);
  await api.database.asInstallation(async (tx) => {
    await addUser(tx, { id, name: `Person ${peopleMade}`, email, at });
    await setPassword(tx, { userId: id, passwordHash, at });
  });
  return { id, email };
}

/** Does what is queued; answers what was mailed. */
async function work(): Promise<MailMessage[]> {
  const mailed: MailMessage[] = [];
  const jobs = await api.database.asInstallation((tx) =>
    tx.query<{ payload: { firmId: number; id: number } }>(
      `with done as (delete from graphile_worker._private_jobs returning payload) select payload from done`,
    ),
  );
  const transport = {
    async send(message: MailMessage) {
      mailed.push(message);
      return { kind: 'taken', messageId: 'x', keptAs: null, remark: null } as const;
    },
  };
  const mail = { transport, drawUp: () => Promise.reject(new Error('there is nothing to draw up')) };
  const supplies = {
    database: api.database,
    clock: () => api.clock.now,
    mail,
    baseUrl: 'https://books.example/',
  };
  for (const { payload } of jobs) await routines.sendPasswordReset(supplies, payload, { isLast: false });
  return mailed;
}

const ask = (email: string) => nobody.post('/password-resets', { email });
const tokenIn = ({ body }: MailMessage) => /https:\/\/books\.example\/reset-password#(\S+)/.exec(body)![1]!;
const complete = (token: string, password = newPassword) =>
  nobody.post('/password-resets/completion', { token, newPassword: password });

async function signIn(email: string, password: string): Promise<number> {
  return (await nobody.post('/session', { email, password })).status;
}

test('whoever forgot the password gets a link by mail, which opens the door once', async () => {
  const { email } = await person();
  const before = await nobody.post('/session', { email, password: oldPassword });
  const cookie = before.headers['set-cookie']!.toString().split(';')[0]!;
  assert.equal((await ask(email.toUpperCase())).status, 204);
  const [message, ...more] = await work();
  assert.deepEqual([message?.to, more], [[email], []]);
  const token = tokenIn(message!);
  assert.equal((await complete(token, 'short')).status, 400);
  assert.equal((await complete(token)).status, 204);
  assert.deepEqual([await signIn(email, oldPassword), await signIn(email, newPassword)], [401, 200]);
  assert.equal(
    (await api.withHeaders({ cookie }).get('/session')).status,
    401,
    'earlier sessions have ended',
  );
  const again = await complete(token, 'yet another password');
  assert.deepEqual([again.status, again.body.code], [401, 'signInRefused']);
});

test('the answer does not tell whether somebody signs in with an address', async () => {
  const { email } = await person();
  const answers = [await ask(email), await ask('nobody@elsewhere.example')];
  assert.deepEqual(
    answers.map(({ status, text }) => [status, text]),
    [
      [204, ''],
      [204, ''],
    ],
  );
  assert.deepEqual(
    (await work()).map(({ to }) => to),
    [[email]],
  );
});

test('a link holds for an hour', async () => {
  const { email } = await person();
  await ask(email);
  const token = tokenIn((await work())[0]!);
  const asked = api.clock.now;
  api.clock.now = Temporal.Instant.from(asked).add({ minutes: 61 }).toString();
  assert.equal((await complete(token)).status, 401);
  assert.equal(await signIn(email, oldPassword), 200);
  api.clock.now = asked;
});

test('of several links the last that is used ends the others, and few are sent at a time', async () => {
  const { email } = await person();
  for (let times = 0; times < 5; times += 1) await ask(email);
  const messages = await work();
  assert.equal(messages.length, 3);
  const [first, second] = messages.map(tokenIn);
  assert.equal((await complete(second!)).status, 204);
  assert.equal((await complete(first!, 'yet another password')).status, 401);
});

test('a link that was guessed or belongs to nobody is refused', async () => {
  assert.equal((await complete('guessed')).status, 401);
});

test('nothing of a token is kept, and firms cannot read the table', async () => {
  const { email } = await person();
  await ask(email);
  const token = tokenIn((await work())[0]!);
  const rows = await api.database.asInstallation((tx) =>
    tx.query('select r::text from auth.password_reset r'),
  );
  assert.ok(rows.length > 0 && !JSON.stringify(rows).includes(token));
  await assert.rejects(
    api.database.inFirm(api.firm.firmId, (tx) => tx.query('select from auth.password_reset')),
    /permission denied/,
  );
});

test('where no mail is sent, it is said whom to ask', async () => {
  const without = await createApiTest();
  const refused = await without.asNobody().post('/password-resets', { email: 'ana@first.example' });
  assert.deepEqual([refused.status, refused.body.code], [409, 'mailNotSetUp']);
  const unreachable = await createApiTest({ mail: 'server' });
  const alsoRefused = await unreachable.asNobody().post('/password-resets', { email: 'ana@first.example' });
  assert.equal(alsoRefused.body.code, 'mailNotSetUp', 'a link needs the address of the installation');
});
