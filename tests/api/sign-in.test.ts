import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { buildServer } from '#api/server.ts';
import { testDatabase } from '#store/testing/database.ts';
import { caller, testSecret, type Answer } from './testing.ts';

const { database } = await testDatabase();
const clock = { now: new Date().toISOString() };
const server = buildServer({
  database,
  clock: () => clock.now,
  config: { secret: testSecret, rateLimits: { requestsPerMinuteMax: 10_000, guessesPerMinuteMax: 1_000 } },
});
test.after(() => server.close());

function anotherServer(guessesPerMinuteMax: number): FastifyInstance {
  const rateLimits = { requestsPerMinuteMax: 10_000, guessesPerMinuteMax };
  const config = { secret: testSecret, rateLimits, trustProxy: true };
  return buildServer({ database, clock: () => clock.now, config });
}

const owner = { name: 'Ana Lee', email: 'Ana@Practice.example', password: 'a long enough password' };
const firm = { name: 'Lee & Co', currency: 'NZD', timeZone: 'Pacific/Auckland', locale: 'en-NZ' };
const nobody = caller(server, {});

/** A browser: it keeps the cookies it is given. */
function browser(answer: Answer, extra: Record<string, string> = {}, at = server) {
  const lines = ([] as string[]).concat((answer.headers['set-cookie'] as never) ?? []);
  return caller(at, { cookie: lines.map((line) => line.split(';', 1)[0]).join('; '), ...extra });
}

const signedIn = async (email: string, password: string) =>
  browser(await nobody.send('POST', '/session', { body: { email, password } }));

test('the first start makes the owner and the firm, once', async () => {
  assert.deepEqual((await nobody.get('/set-up')).body, { needed: true, demo: false });
  const weak = await nobody.send('POST', '/set-up', {
    body: { owner: { ...owner, password: 'short' }, firm },
  });
  assert.equal(weak.status, 400);
  assert.deepEqual(weak.body.errors[0].field, 'owner.password');
  assert.equal(weak.body.errors[0].value, undefined, 'a password is never repeated');

  const both = await Promise.all([1, 2].map(() => nobody.send('POST', '/set-up', { body: { owner, firm } })));
  assert.deepEqual(new Set(both.map(({ status }) => status)), new Set([201, 409]));
  const made = both.find(({ status }) => status === 201)!;
  assert.equal(made.body.firm.role, 'owner');
  assert.equal((await browser(made).get('/session')).body.person.email, 'ana@practice.example');
  assert.deepEqual((await nobody.get('/set-up')).body, { needed: false, demo: false });
  assert.equal((await nobody.send('POST', '/set-up', { body: { owner, firm } })).body.code, 'setUpDone');

  const states = await browser(made).get('/job-states');
  assert.deepEqual(
    states.body.items.map((state: { name: string }) => state.name),
    ['Planned', 'In Progress', 'On Hold', 'Completed', 'Cancelled'],
  );
  assert.ok((await browser(made).get('/adjustment-reasons')).body.items.length > 0);
});

test('the cookie is for this site only and out of reach of scripts', async () => {
  const answer = await nobody.send('POST', '/session', {
    body: { email: owner.email, password: owner.password },
  });
  const cookie = String(answer.headers['set-cookie']);
  assert.match(cookie, /HttpOnly/i);
  assert.match(cookie, /SameSite=Lax/i);
  assert.equal(answer.text.includes('token'), false);
});

test('a wrong password and an unknown address are refused alike', async () => {
  const wrong = await nobody.send('POST', '/session', {
    body: { email: owner.email, password: 'not the password' },
  });
  const unknown = await nobody.send('POST', '/session', {
    body: { email: 'no@one.example', password: 'not the password' },
  });
  assert.equal(wrong.status, 401);
  assert.equal(wrong.body.code, 'signInRefused');
  assert.equal(unknown.body.detail, wrong.body.detail);
});

test('nobody can sign up by themselves', async () => {
  for (const path of ['/api/auth/sign-up/email', '/api/v1/sign-up', '/api/auth/sign-in/email']) {
    assert.equal((await nobody.send('POST', path, { body: owner })).status, 404);
  }
});

test('a page of another site cannot use the session', async () => {
  const person = await signedIn(owner.email, owner.password);
  const from = (origin: string) =>
    person.send('POST', '/adjustment-reasons', {
      body: { name: `Reason ${origin}` },
      headers: { origin, 'idempotency-key': origin },
    });
  assert.equal((await from('https://evil.example')).status, 403);
  assert.equal((await from('null')).status, 403);
  assert.equal((await from('http://localhost:80')).status, 201);
  const crossSite = await person.send('DELETE', '/session', { headers: { 'sec-fetch-site': 'cross-site' } });
  assert.equal(crossSite.status, 403);
});

test('after signing out the cookie is worth nothing', async () => {
  const person = await signedIn(owner.email, owner.password);
  assert.equal((await person.get('/session')).status, 200);
  const out = await person.send('DELETE', '/session');
  assert.equal(out.status, 204);
  assert.match(String(out.headers['set-cookie']), /Max-Age=0/);
  assert.equal((await person.get('/session')).body.code, 'signInRequired');
});

test('a new password ends the other sessions', async () => {
  const here = await signedIn(owner.email, owner.password);
  const elsewhere = await signedIn(owner.email, owner.password);
  const put = (currentPassword: string, newPassword: string) =>
    here.send('PUT', '/session/password', { body: { currentPassword, newPassword } });
  assert.equal((await put('not the password', 'another long password')).body.code, 'signInRefused');
  const changed = await put(owner.password, 'another long password');
  assert.equal(changed.status, 204, changed.text);
  assert.equal((await elsewhere.get('/session')).status, 401);
  const again = await signedIn(owner.email, 'another long password');
  const back = { currentPassword: 'another long password', newPassword: owner.password };
  assert.equal((await again.send('PUT', '/session/password', { body: back })).status, 204);
});

test('somebody new takes up an invitation with a password of their own', async () => {
  const person = await signedIn(owner.email, owner.password);
  const request = { name: 'Ben Ito', email: 'ben@practice.example', role: 'bookkeeper' };
  const key = { 'idempotency-key': 'invite-ben' };
  const invited = await person.post('/members', request, key);
  assert.equal(invited.status, 201, invited.text);
  assert.equal(invited.body.member.status, 'invited');
  const token = invited.body.link.split('#')[1];
  const repeated = await person.post('/members', request, key);
  assert.equal(repeated.body.link, null, 'a link is shown once');
  assert.equal(repeated.body.member.id, invited.body.member.id);

  assert.equal(
    (await nobody.send('POST', '/session', { body: { email: request.email, password: '' } })).status,
    400,
  );
  const accept = (newPassword?: string, theToken = token) =>
    nobody.send('POST', '/invitations/acceptance', { body: { token: theToken, newPassword } });
  assert.equal((await accept('bens long password', 'nonsense')).body.code, 'signInRefused');
  assert.equal((await accept()).body.errors[0].field, 'newPassword');
  const accepted = await accept('bens long password');
  assert.equal(accepted.status, 200, accepted.text);
  assert.equal(accepted.body.firm.role, 'bookkeeper');
  assert.equal((await accept('bens other password')).body.code, 'signInRefused', 'a link works once');
  const ben = await signedIn(request.email, 'bens long password');
  assert.equal((await ben.get('/session')).body.firm.name, firm.name);
  assert.equal((await ben.get('/api-keys')).status, 200);
  assert.equal((await ben.post('/api-keys', { name: 'x', scopes: null })).status, 403);
});

test('an invitation runs out, and a renewed link replaces the one before', async () => {
  const person = await signedIn(owner.email, owner.password);
  const invited = await person.post('/members', { name: 'Cy', email: 'cy@practice.example', role: 'staff' });
  const renewed = await person.post(`/members/${invited.body.member.id}/invitation`);
  const accept = (link: string) =>
    nobody.send('POST', '/invitations/acceptance', {
      body: { token: link.split('#')[1], newPassword: 'cys long password' },
    });
  assert.equal((await accept(invited.body.link)).body.code, 'signInRefused');
  const then = clock.now;
  clock.now = new Date(Date.parse(then) + 8 * 86_400_000).toISOString();
  assert.equal((await accept(renewed.body.link)).body.code, 'signInRefused');
  clock.now = then;
  assert.equal((await accept(renewed.body.link)).status, 200);
});

test('whoever belongs to several firms says which one; another firm lets them in only as themselves', async () => {
  const ana = await signedIn(owner.email, owner.password);
  const founded = await ana.post('/firms', { ...firm, name: 'Second Practice', currency: 'AUD' });
  assert.equal(founded.status, 201, founded.text);
  const session = await ana.get('/session');
  assert.equal(session.body.firms.length, 2);
  assert.equal(session.body.firm, null);
  const undecided = await ana.get('/firm');
  assert.equal(undecided.body.code, 'unknownFirm');
  const second = { 'workledger-firm': founded.body.firmId };
  assert.equal((await ana.get('/firm', second)).body.currency, 'AUD');
  assert.equal((await ana.get('/firm', { 'workledger-firm': '999' })).status, 404);
  assert.equal((await ana.get('/firm', { 'workledger-firm': 'x' })).status, 404);

  const invited = await ana.post(
    '/members',
    { name: 'Ben', email: 'ben@practice.example', role: 'auditor' },
    second,
  );
  const acceptance = { token: invited.body.link.split('#')[1], newPassword: 'an attackers password' };
  const stranger = await nobody.send('POST', '/invitations/acceptance', { body: acceptance });
  assert.equal(stranger.body.code, 'signInRequired');
  const ben = await signedIn('ben@practice.example', 'bens long password');
  const accepted = await ben.send('POST', '/invitations/acceptance', { body: { token: acceptance.token } });
  assert.equal(accepted.body.firm.role, 'auditor');
  assert.equal(accepted.body.firms.length, 2);
});

test('whoever was let in on one server is not sent away by another', async (t) => {
  const there = anotherServer(1_000);
  t.after(() => there.close());
  const ana = await signedIn(owner.email, owner.password);
  const founded = await ana.post('/firms', { ...firm, name: 'Third Practice' });
  const third = { 'workledger-firm': founded.body.firmId };
  const opened = await nobody.send('POST', '/session', {
    body: { email: 'ben@practice.example', password: 'bens long password' },
  });
  const ben = browser(opened, {}, there);
  assert.equal((await ben.get('/firm', third)).status, 404);
  const invited = await ana.post(
    '/members',
    { name: 'Ben', email: 'ben@practice.example', role: 'staff' },
    third,
  );
  const token = invited.body.link.split('#')[1];
  await browser(opened).send('POST', '/invitations/acceptance', { body: { token } });
  assert.equal((await ben.get('/firm', third)).status, 200);
});

test('attempts to guess are few, however many servers there are, and others go on', async (t) => {
  const [here, there] = [anotherServer(3), anotherServer(3)];
  t.after(() => Promise.all([here.close(), there.close()]));
  const guess = (at: FastifyInstance, from = '192.0.2.7') =>
    caller(at, { 'x-forwarded-for': from }).send('POST', '/session', {
      body: { email: owner.email, password: 'guess' },
    });
  const answers = [await guess(here), await guess(there), await guess(here), await guess(there)];
  assert.deepEqual(
    answers.map(({ status }) => status),
    [401, 401, 401, 429],
  );
  assert.equal(answers[3]!.body.code, 'tooManyRequests');
  const seconds = Number(answers[3]!.headers['retry-after']);
  assert.ok(seconds > 0 && seconds <= 60);
  assert.equal((await guess(there)).status, 429);
  assert.equal((await guess(there, '192.0.2.8')).status, 401);
  await database.asInstallation((tx) =>
    tx.query(`update guess set began_at = began_at - interval '1 minute'`),
  );
  assert.equal((await guess(here)).status, 401);
  const left = await database.asInstallation((tx) => tx.query('select address from guess order by address'));
  assert.deepEqual(left, [{ address: '192.0.2.7' }]);
});
