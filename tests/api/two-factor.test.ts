// The second factor: setting it up, signing in with it, losing it, and a firm that asks for it of everybody.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resetTwoFactorByEmail } from '#actions/people/two-factor.ts';
import { browserOf, codeOf, person, signedIn, withTwoFactor, workOff } from './account.ts';
import { createApiTest } from './testing.ts';

const api = await createApiTest({ mail: 'folder' });
const owner = api.as('owner');
const wrongCode = (secret: string) => (codeOf(secret) === '000000' ? '000001' : '000000');

test('whoever set it up signs in with the password and a code, and with neither alone', async () => {
  const ana = await person(api, 'Ana');
  const here = await signedIn(api, ana);
  assert.equal(
    (await here.post('/account/two-factor', { password: 'guessed' })).body.errors[0].field,
    'password',
  );
  const { body: made } = await here.post('/account/two-factor', { password: ana.password });
  assert.match(made.uri, /^otpauth:\/\/totp\/Workledger/);
  assert.equal(new Set(made.recoveryCodes).size, 10);
  assert.equal(
    (await here.get('/account')).body.twoFactor,
    false,
    'nothing changes before a code is confirmed',
  );
  const confirm = (code: string) => here.post('/account/two-factor/confirmation', { code });
  assert.equal((await confirm(wrongCode(made.secret))).body.errors[0].field, 'code');
  assert.equal((await confirm(codeOf(made.secret))).status, 204);
  assert.equal((await here.get('/account')).body.twoFactor, true, 'the session goes on');
  assert.equal((await here.post('/account/two-factor', { password: ana.password })).body.code, 'conflict');

  const there = browserOf(api);
  const { email, password } = ana;
  const challenged = await there.post('/session', { email, password });
  assert.deepEqual([challenged.status, challenged.body.code], [401, 'codeRequired']);
  assert.equal((await there.get('/session')).status, 401, 'the password alone opens nothing');
  const wrong = await there.post('/session/code', { code: wrongCode(made.secret) });
  assert.deepEqual([wrong.status, wrong.body.code], [401, 'signInRefused']);
  const spaced = codeOf(made.secret).replace(/(...)/, '$1 ');
  const opened = await there.post('/session/code', { code: spaced });
  assert.equal(opened.status, 200, opened.text);
  assert.deepEqual([opened.body.person.twoFactor, opened.body.firm.role], [true, 'staff']);
  assert.equal((await there.get('/account')).body.email, email);
  const stranger = await browserOf(api).post('/session/code', { code: codeOf(made.secret) });
  assert.equal(stranger.body.code, 'signInRequired', 'a code alone opens nothing');
});

test('what is kept of secrets and recovery codes is encrypted', async () => {
  const kim = await person(api, 'Kim');
  const made = await withTwoFactor(await signedIn(api, kim), kim);
  const kept = JSON.stringify(
    await api.database.asInstallation((tx) => tx.query('select t::text from auth."twoFactor" t')),
  );
  for (const secret of [made.secret, ...made.recoveryCodes]) assert.ok(!kept.includes(secret));
});

test('a recovery code signs in once, and new ones replace those that are left', async () => {
  const ben = await person(api, 'Ben');
  const here = await signedIn(api, ben);
  const { recoveryCodes } = await withTwoFactor(here, ben);
  const signIn = async (recoveryCode: string) => {
    const browser = browserOf(api);
    await browser.post('/session', { email: ben.email, password: ben.password });
    return (await browser.post('/session/code', { recoveryCode })).status;
  };
  assert.deepEqual([await signIn(recoveryCodes[0]!), await signIn(recoveryCodes[0]!)], [200, 401]);
  const renew = (password: string) => here.post('/account/two-factor/recovery-codes', { password });
  assert.equal((await renew('guessed')).status, 401);
  const renewed = (await renew(ben.password)).body.recoveryCodes as string[];
  assert.equal(renewed.length, 10);
  assert.deepEqual([await signIn(recoveryCodes[1]!), await signIn(renewed[0]!)], [401, 200]);
});

test('five wrong codes end the challenge, and ten in a row lock the second step', async () => {
  const cy = await person(api, 'Cy');
  const { secret } = await withTwoFactor(await signedIn(api, cy), cy);
  const begun = async () => {
    const browser = browserOf(api);
    await browser.post('/session', { email: cy.email, password: cy.password });
    return browser;
  };
  const [first, second] = [await begun(), await begun()];
  const code = wrongCode(secret);
  for (let times = 0; times < 5; times += 1) {
    assert.equal((await first.post('/session/code', { code })).body.code, 'signInRefused');
  }
  const after = await first.post('/session/code', { code: codeOf(secret) });
  assert.equal(after.body.code, 'signInRequired', 'also the right one comes too late');
  for (let times = 0; times < 5; times += 1) await second.post('/session/code', { code });
  const locked = await (await begun()).post('/session/code', { code: codeOf(secret) });
  assert.deepEqual([locked.status, locked.body.code], [429, 'tooManyRequests']);
});

test('a trusted device is asked for no code, until its person signs out everywhere else', async () => {
  const di = await person(api, 'Di');
  const here = await signedIn(api, di);
  const { secret } = await withTwoFactor(here, di);
  const credentials = { email: di.email, password: di.password };
  const laptop = browserOf(api);
  await laptop.post('/session', credentials);
  await laptop.post('/session/code', { code: codeOf(secret), trustDevice: true });
  await laptop.send('DELETE', '/session');
  assert.equal((await laptop.post('/session', credentials)).status, 200);
  assert.ok((await here.send('DELETE', '/account/sessions')).body.ended > 0);
  assert.equal((await laptop.post('/session', credentials)).body.code, 'codeRequired');
  await laptop.post('/session/code', { code: codeOf(secret), trustDevice: true });
  const renewed = { currentPassword: di.password, newPassword: 'another password of Di' };
  assert.equal((await here.put('/session/password', renewed)).status, 204);
  const again = { email: di.email, password: renewed.newPassword };
  assert.equal((await laptop.post('/session', again)).body.code, 'codeRequired', 'nor after a new password');
});

test('it is turned off with the password and a code, which its person is told', async () => {
  const ed = await person(api, 'Ed');
  const here = await signedIn(api, ed);
  const { secret } = await withTwoFactor(here, ed);
  const off = (password: string, code: string) =>
    here.post('/account/two-factor/removal', { password, code });
  assert.equal((await off('guessed', codeOf(secret))).body.errors[0].field, 'password');
  assert.equal((await off(ed.password, wrongCode(secret))).body.errors[0].field, 'code');
  assert.equal((await off(ed.password, codeOf(secret))).status, 204);
  assert.equal((await here.get('/account')).body.twoFactor, false);
  assert.equal((await browserOf(api).post('/session', ed)).status, 400, 'only e-mail and password are read');
  const { email, password } = ed;
  assert.equal((await browserOf(api).post('/session', { email, password })).status, 200);
  const [notice] = (await workOff(api)).filter(({ to }) => to.includes(email));
  assert.equal(notice?.subject, 'Your second factor is off');
});

test('an owner resets that of a colleague, who is signed out and told; it stays in the history', async () => {
  const flo = await person(api, 'Flo');
  const here = await signedIn(api, flo);
  const reset = () => owner.post(`/members/${flo.memberId}/two-factor-reset`);
  assert.equal((await reset()).body.code, 'nothingToDo');
  await withTwoFactor(here, flo);
  assert.equal((await owner.get(`/members/${flo.memberId}`)).body.twoFactor, true);
  assert.equal((await api.as('bookkeeper').post(`/members/${flo.memberId}/two-factor-reset`)).status, 403);
  const done = await reset();
  assert.deepEqual([done.status, done.body.twoFactor], [200, false], done.text);
  assert.equal((await here.get('/session')).status, 401);
  const { email, password } = flo;
  assert.equal((await browserOf(api).post('/session', { email, password })).status, 200);
  const [notice] = (await workOff(api)).filter(({ to }) => to.includes(email));
  assert.match(notice!.body, /has taken the second factor off/);
  const history = await owner.get(`/history?subject=member&id=${flo.memberId}`);
  assert.match(history.text, /Two factor/);
});

test('nobody resets their own, nor that of somebody of another firm too, which is for the operator', async () => {
  const gus = await person(api, 'Gus', 'owner');
  const here = await signedIn(api, gus);
  const { secret } = await withTwoFactor(here, gus);
  assert.equal((await here.post(`/members/${gus.memberId}/two-factor-reset`)).body.code, 'conflict');
  await here.post('/firms', { name: 'Gus & Co', currency: 'NZD', timeZone: 'Pacific/Auckland' });
  const refused = await owner.post(`/members/${gus.memberId}/two-factor-reset`);
  assert.equal(refused.body.code, 'conflict');
  const again = browserOf(api);
  await again.post('/session', { email: gus.email, password: gus.password });
  assert.equal((await again.post('/session/code', { code: codeOf(secret) })).status, 200);
  const { database } = api;
  const reset = (email: string) => resetTwoFactorByEmail({ database, clock: () => api.clock.now }, email);
  assert.equal(await reset('nobody@account.example'), undefined);
  assert.deepEqual([await reset(` ${gus.email.toUpperCase()}`), await reset(gus.email)], ['reset', 'none']);
  assert.equal((await again.get('/session')).status, 401);
  const { email, password } = gus;
  assert.equal((await browserOf(api).post('/session', { email, password })).status, 200);
});

test('where a firm asks for it, who has none can do nothing there but set it up', async () => {
  const hal = await person(api, 'Hal');
  const here = await signedIn(api, hal);
  assert.equal((await here.get('/firm')).status, 200);
  const { version } = (await owner.get('/firm')).body;
  assert.equal((await owner.patch('/firm', { requiresTwoFactor: true }, version)).status, 200);
  const refused = await here.get('/firm');
  assert.deepEqual([refused.status, refused.body.code], [403, 'twoFactorRequired']);
  const { body } = await here.get('/session');
  assert.deepEqual([body.twoFactorNeeded, body.firm], [true, null]);
  const signIn = await browserOf(api).post('/session', { email: hal.email, password: hal.password });
  assert.equal(signIn.body.twoFactorNeeded, true);
  await withTwoFactor(here, hal);
  assert.equal((await here.get('/firm')).status, 200);
  const off = { password: hal.password, recoveryCode: 'x' };
  assert.equal((await here.post('/account/two-factor/removal', off)).body.errors[0].field, 'recoveryCode');
  assert.equal((await owner.get('/firm')).status, 200, 'API keys are not concerned');
  await owner.patch('/firm', { requiresTwoFactor: false }, version + 1);
});
