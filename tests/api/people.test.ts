import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addApiKey, createApiTest } from './testing.ts';

const api = await createApiTest();
const owner = api.as('owner');

async function member(email: string, role: string) {
  const invited = await owner.post('/members', { name: email.split('@')[0], email, role });
  assert.equal(invited.status, 201, invited.text);
  const acceptance = { token: invited.body.link.split('#')[1], newPassword: 'a password to try' };
  assert.equal(
    (await api.asNobody().send('POST', '/invitations/acceptance', { body: acceptance })).status,
    200,
  );
  return (await owner.get(`/members/${invited.body.member.id}`)).body;
}

test('the last owner cannot leave or step down, even when two try at once', async () => {
  const [first] = (await owner.get('/members')).body.items;
  const alone = await owner.patch(`/members/${first.id}`, { role: 'staff' }, first.version);
  assert.equal(alone.status, 409);
  assert.equal(alone.body.code, 'lastOwner');
  const second = await member('second@practice.example', 'owner');
  const both = await Promise.all(
    [first, second].map(({ id, version }) => owner.patch(`/members/${id}`, { active: false }, version)),
  );
  assert.deepEqual(new Set(both.map(({ status }) => status)), new Set([200, 409]));
});

test('somebody who left can do nothing from then on, and may come back', async () => {
  const ben = await member('ben@practice.example', 'bookkeeper');
  const signIn = await api.asNobody().send('POST', '/session', {
    body: { email: 'ben@practice.example', password: 'a password to try' },
  });
  const cookie = String(signIn.headers['set-cookie']).split(';', 1)[0]!;
  const session = api.withHeaders({ cookie });
  assert.equal((await session.get('/firm')).status, 200);
  const left = await owner.patch(`/members/${ben.id}`, { active: false }, ben.version);
  assert.equal(left.body.status, 'inactive');
  assert.equal((await session.get('/firm')).status, 403);
  await owner.patch(`/members/${ben.id}`, { active: true, role: 'auditor' }, left.body.version);
  assert.equal((await session.get('/session')).body.firm.role, 'auditor');
});

test('a member is tied to a staff member of the same firm and may have a limit of their own', async () => {
  const cy = await member('cy@practice.example', 'projectManager');
  const tied = await owner.patch(
    `/members/${cy.id}`,
    { staffId: String(api.firm.staffId), writeOffLimit: '250' },
    cy.version,
  );
  assert.equal(tied.body.staffId, String(api.firm.staffId));
  assert.equal(tied.body.writeOffLimit, '250.00');
  const foreign = await owner.patch(
    `/members/${cy.id}`,
    { staffId: String(api.otherFirm.staffId) },
    tied.body.version,
  );
  assert.equal(foreign.body.code, 'unknownStaff');
});

test('nobody is invited twice, and only owners invite', async () => {
  await member('di@practice.example', 'staff');
  const again = await owner.post('/members', { name: 'Di', email: 'DI@practice.example', role: 'staff' });
  assert.equal(again.body.code, 'duplicate');
  assert.equal(again.body.errors[0].field, 'email');
  assert.equal(
    (await api.as('bookkeeper').post('/members', { name: 'E', email: 'e@p.example', role: 'owner' })).status,
    403,
  );
});

test('an API key is shown once, narrowed by its scopes, and dead at once when revoked', async () => {
  const request = { name: 'Month end', scopes: ['firm.read', 'reports.read'] };
  const made = await owner.post('/api-keys', request, { 'idempotency-key': 'month-end' });
  assert.equal(made.status, 201, made.text);
  assert.match(made.body.secret, /^wl_[\w-]{43}$/);
  assert.equal(
    (await owner.post('/api-keys', request, { 'idempotency-key': 'month-end' })).body.secret,
    null,
  );
  assert.equal((await owner.get('/api-keys')).text.includes(made.body.secret), false);

  const key = api.withHeaders({ authorization: `Bearer ${made.body.secret}` });
  assert.equal((await key.get('/firm')).status, 200);
  assert.equal((await key.get('/members')).status, 403);
  assert.equal((await owner.delete(`/api-keys/${made.body.id}`)).status, 204);
  assert.equal((await key.get('/firm')).status, 401);
  assert.equal((await owner.delete('/api-keys/2147483647')).body.code, 'unknownApiKey');
});

test('a key cannot make a key that may do more', async () => {
  const secret = await addApiKey(api.database, api.firm, {
    role: 'owner',
    scopes: ['apiKeys.manage', 'firm.read'],
  });
  const key = api.withHeaders({ authorization: `Bearer ${secret}` });
  const wider = await key.post('/api-keys', { name: 'Wider', scopes: ['people.manage'] });
  assert.equal(wider.status, 403);
  assert.equal(wider.body.errors[0].field, 'scopes[0]');
  assert.equal((await key.post('/api-keys', { name: 'All', scopes: null })).status, 403);
  assert.equal((await key.post('/api-keys', { name: 'Same', scopes: ['firm.read'] })).status, 201);
});

test('an expired key is no key', async () => {
  const secret = await addApiKey(api.database, api.firm, {
    role: 'owner',
    expiresAt: '2026-03-31T02:10:00Z',
  });
  const key = api.withHeaders({ authorization: `Bearer ${secret}` });
  assert.equal((await key.get('/firm')).status, 200);
  api.clock.now = '2026-03-31T02:10:00Z';
  assert.equal((await key.get('/firm')).status, 401);
  const past = await owner.post('/api-keys', {
    name: 'Past',
    scopes: null,
    expiresAt: '2026-03-31T00:00:00Z',
  });
  assert.equal(past.body.errors[0].field, 'expiresAt');
});

test('what roles and keys may do is told in sentences, as the firm has it', async () => {
  const costs = 'A project manager may see cost rates and margins where the firm allows it.';
  const managers = async () => {
    const { body } = await owner.get('/roles');
    return body.roles.find(({ role }: { role: string }) => role === 'projectManager').sentences;
  };
  const firm = (await owner.get('/firm')).body;
  const shows = await owner.patch('/firm', { projectManagersSeeCosts: true }, firm.version);
  assert.ok((await managers()).includes(costs));
  await owner.patch('/firm', { projectManagersSeeCosts: false }, shows.body.version);
  assert.ok(!(await managers()).includes(costs));
  const { permissions } = (await owner.get('/roles')).body;
  assert.deepEqual(
    permissions.find(({ permission }: { permission: string }) => permission === 'clients.read'),
    { permission: 'clients.read', sentence: 'see clients and their contacts', changes: false },
  );
  assert.equal((await api.as('staff').get('/roles')).status, 403);
});
