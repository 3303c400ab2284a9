// One's own name, address and sessions, and how people are invited by mail.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserOf, person, signedIn, tokenIn, workOff } from './account.ts';
import { createApiTest } from './testing.ts';

const api = await createApiTest({ mail: 'folder' });
const owner = api.as('owner');

test('a new name stands wherever the person is named, and in the history', async () => {
  const ana = await person(api, 'Ana');
  const here = await signedIn(api, ana);
  assert.equal((await here.send('PATCH', '/account', { body: { name: 'Ana Lee-Ito' } })).status, 204);
  assert.equal((await here.get('/session')).body.person.name, 'Ana Lee-Ito');
  assert.equal((await owner.get(`/members/${ana.memberId}`)).body.name, 'Ana Lee-Ito');
  assert.match((await owner.get(`/history?subject=member&id=${ana.memberId}`)).text, /Ana Lee-Ito/);
  assert.equal((await here.send('PATCH', '/account', { body: { name: ' ' } })).status, 400);
  assert.equal((await owner.get('/account')).body.code, 'notPermitted', 'an API key has no account');
});

test('a new address is proved by the link that goes there, and the old one is told', async () => {
  const ben = await person(api, 'Ben');
  const here = await signedIn(api, ben);
  const change = (newEmail: string, password = ben.password) =>
    here.post('/account/email', { newEmail, password });
  assert.equal((await change('ben@new.example', 'guessed')).body.errors[0].field, 'password');
  assert.equal((await change(ben.email)).body.code, 'nothingToDo');
  assert.deepEqual((await change('Ben@New.example')).body, { changed: false });
  assert.equal((await here.get('/account')).body.newEmail.email, 'ben@new.example');
  const [mail, ...more] = await workOff(api);
  assert.deepEqual([mail?.to, more], [['ben@new.example'], []]);
  const confirm = (token: string) => api.asNobody().post('/email-changes/completion', { token });
  assert.equal((await confirm('guessed')).status, 401);
  assert.equal((await confirm(tokenIn(mail))).status, 204);
  assert.equal((await confirm(tokenIn(mail))).status, 401, 'a link works once');
  const [notice] = await workOff(api);
  assert.deepEqual([notice?.to, notice?.subject], [[ben.email], 'Your e-mail address has changed']);
  const signIn = async (email: string) =>
    (await browserOf(api).post('/session', { email, password: ben.password })).status;
  assert.deepEqual([await signIn(ben.email), await signIn('ben@new.example')], [401, 200]);
  assert.match((await owner.get(`/history?subject=member&id=${ben.memberId}`)).text, /ben@new\.example/);
});

test('nobody learns from a change of address who else signs in with it, and nobody loses theirs', async () => {
  const cy = await person(api, 'Cy');
  const di = await person(api, 'Di');
  const here = await signedIn(api, cy);
  const begun = await here.post('/account/email', { newEmail: di.email, password: cy.password });
  assert.deepEqual(begun.body, { changed: false });
  assert.deepEqual(await workOff(api), []);
  await here.post('/account/email', { newEmail: 'free@new.example', password: cy.password });
  const [mail] = await workOff(api);
  const dis = await signedIn(api, di);
  await dis.post('/account/email', { newEmail: 'free@new.example', password: di.password });
  const [second] = await workOff(api);
  const confirm = (token: string) => api.asNobody().post('/email-changes/completion', { token });
  assert.equal((await confirm(tokenIn(second))).status, 204);
  assert.equal((await confirm(tokenIn(mail))).body.code, 'duplicate');
});

test('a link for a new address holds for a day', async () => {
  const ed = await person(api, 'Ed');
  const here = await signedIn(api, ed);
  await workOff(api);
  await here.post('/account/email', { newEmail: 'ed@new.example', password: ed.password });
  const [mail] = await workOff(api);
  const then = api.clock.now;
  api.clock.now = Temporal.Instant.from(then).add({ hours: 25 }).toString();
  const late = await api.asNobody().post('/email-changes/completion', { token: tokenIn(mail) });
  assert.equal(late.status, 401);
  api.clock.now = then;
});

test('one sees where one is signed in and signs out elsewhere, alone or all at once', async () => {
  const flo = await person(api, 'Flo');
  const here = await signedIn(api, flo);
  const credentials = { email: flo.email, password: flo.password };
  const phone = browserOf(api, 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/605');
  await phone.post('/session', credentials);
  const laptop = await signedIn(api, flo);
  const list = async () => (await here.get('/account/sessions')).body.items;
  const before = await list();
  assert.equal(before.filter(({ current }: { current: boolean }) => current).length, 1);
  const ofPhone = before.find(({ userAgent }: { userAgent: string }) => userAgent.includes('iPhone'));
  const gus = await person(api, 'Gus');
  const foreign = await (await signedIn(api, gus)).delete(`/account/sessions/${ofPhone.id}`);
  assert.equal(foreign.status, 404, 'nobody ends the session of somebody else');
  assert.equal((await here.delete(`/account/sessions/${ofPhone.id}`)).status, 204);
  assert.equal((await phone.get('/session')).status, 401);
  assert.equal((await laptop.get('/session')).status, 200);
  assert.ok((await here.delete('/account/sessions')).body.ended >= 1);
  assert.equal((await laptop.get('/session')).status, 401);
  assert.equal((await list()).length, 1);
});

test('an invitation goes by mail where mail is sent, and its link opens the door once', async () => {
  const invited = await owner.post('/members', { name: 'Hal', email: 'hal@new.example', role: 'staff' });
  assert.deepEqual([invited.body.link, invited.body.mailed], [null, true]);
  const { id } = invited.body.member;
  assert.equal((await owner.get(`/members/${id}`)).body.invitation.mailedAt, null);
  const [mail] = await workOff(api);
  assert.deepEqual(mail?.to, ['hal@new.example']);
  assert.match(mail.body, /First Firm invites you on Workledger/);
  const { invitation } = (await owner.get(`/members/${id}`)).body;
  assert.deepEqual(
    [invitation.byMail, invitation.mailedAt !== null, invitation.mailProblem],
    [true, true, null],
  );
  const accept = (token: string) =>
    api.asNobody().post('/invitations/acceptance', { token, newPassword: 'a password of Hal' });
  const again = await owner.post(`/members/${id}/invitation`);
  assert.equal(again.body.mailed, true);
  const [second] = await workOff(api);
  assert.equal((await accept(tokenIn(mail))).status, 401, 'a new link replaces the one before');
  assert.equal((await accept(tokenIn(second))).status, 200);
  const joined = (await owner.get(`/members/${id}`)).body;
  assert.deepEqual([joined.status, joined.invitation], ['active', null]);
});

test('a link may be handed over all the same, and stops what was to be mailed', async () => {
  const invited = await owner.post('/members', { name: 'Ida', email: 'ida@new.example', role: 'staff' });
  const { id } = invited.body.member;
  const handed = await owner.post(`/members/${id}/invitation`, { handOver: true });
  assert.match(handed.body.link, /\/invitation#/);
  assert.deepEqual(await workOff(api), []);
  assert.equal((await owner.get(`/members/${id}`)).body.invitation.byMail, false);
});

test('an invitation is taken back, and made again', async () => {
  const request = { name: 'Jon', email: 'jon@new.example', role: 'staff', handOver: true };
  const { member, link } = (await owner.post('/members', request)).body;
  const accept = (from: string) =>
    api
      .asNobody()
      .post('/invitations/acceptance', { token: from.split('#')[1], newPassword: 'a password of Jon' });
  const revoke = () => owner.delete(`/members/${member.id}/invitation`, member.version);
  assert.equal((await revoke()).status, 204);
  assert.equal((await owner.get(`/members/${member.id}`)).body.status, 'revoked');
  assert.equal((await accept(link)).status, 401);
  assert.equal((await revoke()).body.code, 'nothingToDo');
  const again = await owner.post(`/members/${member.id}/invitation`, { handOver: true });
  assert.equal((await accept(again.body.link)).status, 200);
});

test('why an invitation could not be mailed is told', async () => {
  const invited = await owner.post('/members', { name: 'Kim', email: 'kim@new.example', role: 'staff' });
  await workOff(api, 'There is no such mailbox.');
  const { invitation } = (await owner.get(`/members/${invited.body.member.id}`)).body;
  assert.deepEqual([invitation.mailedAt, invitation.mailProblem], [null, 'There is no such mailbox.']);
});

test('nothing of a token is kept, and a firm cannot read what waits to be mailed', async () => {
  const { link } = (
    await owner.post('/members', { name: 'Lea', email: 'lea@new.example', role: 'staff', handOver: true })
  ).body;
  const rows = await api.database.asInstallation((tx) => tx.query('select i::text from auth.invitation i'));
  assert.ok(rows.length > 0 && !JSON.stringify(rows).includes(link.split('#')[1]));
  const others = await api.database.inFirm(api.otherFirm.firmId, (tx) =>
    tx.query('select from auth.invitation'),
  );
  assert.equal(others.length, 0, 'another firm sees none of them');
  await assert.rejects(
    api.database.inFirm(api.firm.firmId, (tx) => tx.query('select about from auth.account_mail')),
    /permission denied/,
  );
});

test('without mail an address changes at once, unless somebody has it', async () => {
  const without = await createApiTest();
  const [mia, noa] = [await person(without, 'Mia'), await person(without, 'Noa')];
  const here = await signedIn(without, mia);
  const change = (newEmail: string) => here.post('/account/email', { newEmail, password: mia.password });
  assert.equal((await change(noa.email)).body.code, 'duplicate');
  assert.deepEqual((await change('mia@new.example')).body, { changed: true });
  assert.equal((await here.get('/account')).body.email, 'mia@new.example');
});
