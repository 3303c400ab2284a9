// Finding records by a few letters: what is found, in which order, and by whom.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiTest, type ApiCaller } from './testing.ts';

const api = await createApiTest();
const owner = api.as('owner');
const clientId = String(api.firm.clientId);

async function found(caller: ApiCaller, query: string): Promise<string[]> {
  const answer = await caller.get(`/search?${query}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.items.map(({ kind, title }: { kind: string; title: string }) => `${kind}: ${title}`);
}

async function add(path: string, body: object) {
  const made = await owner.post(path, body);
  assert.ok(made.status < 300, made.text);
  return made.body;
}

const kauri = await add('/clients', { name: 'Kāuri Homes' });
await add('/contacts', { clientId: kauri.id, name: 'Mere Kaur', email: 'mere@kauri.example' });
const pier = await add('/jobs', { name: 'Pier at Kauri Point', clientId: kauri.id, number: 'J000042' });
await add('/jobs', { name: 'Unrelated', clientId, number: 'J000142' });
await add('/quotes', {
  clientId,
  name: 'Kauri boardwalk',
  lines: [{ kind: 'task', description: 'All of it', amount: '10.00' }],
});
const draft = await add('/invoices', {
  clientId,
  type: 'progress',
  basis: 'miscellaneous',
  reference: 'PO Kauri 7',
  lines: [{ kind: 'cost', description: 'Timber', amount: '20.00' }],
});
const invoice = await add(`/invoices/${draft.id}/approval`, { fingerprint: draft.fingerprint });
await add('/payments', { clientId, amount: '5.00', reference: 'kauri bank transfer' });
await add('/staff', { name: 'Kauri Smith' });
await add('/tasks', { name: 'Kauri survey' });

test('everything that has a word beginning like this is found, whatever its case and accents, the best of each kind first', async () => {
  assert.deepEqual(await found(owner, 'text=KAURI'), [
    'client: Kāuri Homes',
    'quote: Kauri boardwalk',
    'payment: kauri bank transfer',
    'staff: Kauri Smith',
    'task: Kauri survey',
    'job: J000042 Pier at Kauri Point',
    'contact: Mere Kaur',
    `invoice: ${invoice.number} PO Kauri 7`,
  ]);
});

test('each word has to be found, in any order, and signs between words do not count', async () => {
  assert.deepEqual(await found(owner, 'text=poi%20pier'), ['job: J000042 Pier at Kauri Point']);
  assert.deepEqual(await found(owner, 'text=mere%40kauri.ex'), ['contact: Mere Kaur']);
  assert.deepEqual(await found(owner, 'text=pier%20harbour'), []);
  assert.deepEqual(await found(owner, 'text=uri'), []);
});

test('a number is found by its beginning and by its digits', async () => {
  assert.deepEqual(await found(owner, 'text=j00004'), ['job: J000042 Pier at Kauri Point']);
  assert.deepEqual(await found(owner, 'text=42&kinds=job'), ['job: J000042 Pier at Kauri Point']);
  const { number } = invoice;
  const digits = /[1-9]\d*$/.exec(number)![0];
  for (const text of [number, number.slice(0, -1).toLowerCase(), digits])
    assert.deepEqual(await found(owner, `text=${encodeURIComponent(text)}&kinds=invoice`), [
      `invoice: ${number} PO Kauri 7`,
    ]);
});

test('an answer says where to go', async () => {
  const { body } = await owner.get('/search?text=pier');
  assert.deepEqual(body.items, [
    {
      kind: 'job',
      id: pier.id,
      title: 'J000042 Pier at Kauri Point',
      subtitle: 'Kāuri Homes',
      datedOn: null,
      clientId: kauri.id,
      jobId: pier.id,
    },
  ]);
});

test('what is over comes after what is alive', async () => {
  const old = await add('/clients', { name: 'Totara' });
  await add('/clients', { name: 'Totara Two' });
  await owner.patch(`/clients/${old.id}`, { archived: true }, old.version);
  assert.deepEqual(await found(owner, 'text=totara'), ['client: Totara Two', 'client: Totara']);
});

test('signs that mean something to a database are plain text', async () => {
  for (const text of ["'", '%', '_', '\\', "a':*|b", 'x\\%', '&|!', '  kauri  '])
    assert.equal(
      (await owner.get(`/search?text=${encodeURIComponent(text)}`)).status,
      text.trim() === '' ? 400 : 200,
      text,
    );
  assert.deepEqual(await found(owner, 'text=%25&kinds=invoice'), []);
});

test('everybody finds only what they may see, and nothing of another firm', async () => {
  const seen = await found(api.as('staff'), 'text=kauri');
  assert.deepEqual(seen.map((title) => title.split(':')[0]!).sort(byText), ['job', 'task']);
  assert.deepEqual(await found(api.asOther(), 'text=kauri'), []);
  assert.deepEqual(await found(api.asOther(), `text=${invoice.number}`), []);
});

test('as many are answered as are asked for', async () => {
  assert.equal((await found(owner, 'text=kauri&limit=3')).length, 3);
  assert.deepEqual(await found(owner, 'text=kauri&kinds=staff,task'), [
    'staff: Kauri Smith',
    'task: Kauri survey',
  ]);
  const refused = await owner.get('/search?text=kauri&kinds=cat');
  assert.equal(refused.status, 400);
});

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}
