import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { pageOf, pageQuery, textAndId } from '#contract/paging.ts';
import { openRoute, route } from '#api/route.ts';
import { routes } from '#api/routes/index.ts';
import { done } from '#core/refusal.ts';
import { createApiTest } from './testing.ts';

const broken = openRoute({
  method: 'GET',
  path: '/broken',
  summary: 'Fails',
  tag: 'Session',
  access: 'public',
  handler: () => Promise.reject(new Error('the password of the database is hunter2')),
});
const pages = route({
  method: 'GET',
  path: '/pages',
  summary: 'A list',
  tag: 'Session',
  permission: 'firm.read',
  query: z.strictObject({ ...pageQuery(textAndId) }),
  answer: pageOf(z.object({ after: textAndId.nullable(), limit: z.int() }), textAndId),
  handler: async ({ query }) =>
    done({
      items: [{ after: query.cursor ?? null, limit: query.limit }],
      nextCursor: ['Zoë & “Co”', 17] as [string, number],
    }),
});
const api = await createApiTest({ routes: [...routes, broken, pages] });
const owner = api.as('owner');

test('what could not be done is a problem with a code, a page and the id of the request', async () => {
  const answer = await api.asNobody().get('/firm');
  assert.equal(answer.status, 401);
  assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json/);
  assert.equal(answer.body.requestId, answer.headers['x-request-id']);
  const page = await api.server.inject(new URL(answer.body.type).pathname);
  assert.equal(page.statusCode, 200);
  assert.match(page.body, /signInRequired/);
});

test('a defect says nothing about itself', async () => {
  const answer = await api.asNobody().get('/broken');
  assert.equal(answer.status, 500);
  assert.equal(answer.body.code, 'internalError');
  assert.equal(answer.text.includes('hunter2'), false);
});

test('each mistake in a body is named with its field, its value and what would be accepted', async () => {
  const answer = await owner.post('/job-states', {
    name: '',
    type: 'finished',
    colour: 'red',
    position: 1.5,
  });
  assert.equal(answer.status, 400);
  const byField = new Map(answer.body.errors.map((error: { field: string }) => [error.field, error]));
  assert.deepEqual(new Set(byField.keys()), new Set(['colour', 'name', 'position', 'type']));
  assert.match((byField.get('type') as { accepted: string }).accepted, /planned, inProgress/);
  assert.equal((byField.get('position') as { value: string }).value, '1.5');
});

test('a field that is not there is refused with the ones that are', async () => {
  const acceptedOf = async (answer: Promise<{ body: { errors: { accepted: string }[] } }>) =>
    (await answer).body.errors.map(({ accepted }) => accepted);
  assert.deepEqual(await acceptedOf(owner.get('/pages?search=kauri')), ['only limit, cursor']);
  assert.match((await acceptedOf(owner.get('/reports/estimated-billings?search=kauri')))[0]!, /clientId, /);
  // Inside of an array, and in one of several shapes.
  const entries = [{ jobTaskId: '1', hours: 2 }];
  assert.match((await acceptedOf(owner.post('/time-entries', { entries }))).join('\n'), /only .*workedOn/);
  const mail = { document: 'invoice', id: '1', from: 'a@b.example' };
  assert.match((await acceptedOf(owner.post('/mails', [mail]))).join('\n'), /only document, id, .*to, cc/);
});

test('bodies that cannot be read are told apart', async () => {
  const headers = { 'idempotency-key': 'k', 'content-type': 'application/json' };
  const post = (body: string, more = {}) =>
    owner.send('POST', '/job-states', { body, headers: { ...headers, ...more } });
  assert.equal((await post('{"name":')).body.code, 'malformedBody');
  assert.equal((await post('')).body.code, 'malformedBody');
  assert.equal((await post('{"__proto__":{"x":1}}')).body.code, 'malformedBody');
  assert.equal((await post('name=x', { 'content-type': 'application/x-www-form-urlencoded' })).status, 415);
  assert.equal((await post('x', { 'content-type': 'text/plain' })).body.code, 'unsupportedMediaType');
  assert.equal((await post(`"${'x'.repeat(9 * 1024 * 1024)}"`)).body.code, 'bodyTooLarge');
  assert.equal((await post('[]')).status, 400);
  assert.equal((await post('"\\ud800"')).status, 400);
});

test('an id that cannot be one names nothing', async () => {
  for (const id of ['0', '-1', '2147483648', '9'.repeat(30), '1.5', 'abc', '%00', '1e3', '01']) {
    const answer = await owner.get(`/members/${id}`);
    assert.equal(answer.status, 404, id);
    assert.match(answer.headers['content-type'] ?? '', /problem/);
  }
  assert.equal((await owner.get('/members/%')).status, 400);
});

test('a version that cannot be one is missing, and one of the far future is stale', async () => {
  assert.equal((await owner.send('PATCH', '/firm', { body: {}, headers: { 'if-match': '*' } })).status, 428);
  assert.equal(
    (await owner.send('PATCH', '/firm', { body: {}, headers: { 'if-match': '99999999999' } })).status,
    428,
  );
  assert.equal((await owner.patch('/firm', {}, 999_999_999)).status, 412);
});

test('a cursor leads on, holds any text, and cannot be made up', async () => {
  const first = await owner.get('/pages');
  assert.deepEqual(first.body.items, [{ after: null, limit: 50 }]);
  const second = await owner.get(`/pages?limit=500&cursor=${first.body.nextCursor}`);
  assert.deepEqual(second.body.items, [{ after: ['Zoë & “Co”', 17], limit: 500 }]);
  for (const cursor of [
    'x',
    '',
    'bnVsbA',
    'WzEsMl0',
    `${first.body.nextCursor}x`,
    '%00',
    'WyJcdTAwMDAiLDFd',
  ]) {
    assert.equal((await owner.get(`/pages?cursor=${cursor}`)).body.code, 'invalidCursor', cursor);
  }
  for (const limit of ['0', '501', '-1', 'all', '1.5', '']) {
    assert.equal((await owner.get(`/pages?limit=${limit}`)).body.errors[0].field, 'limit');
  }
  assert.equal((await owner.get('/pages?colour=red')).body.errors[0].field, 'colour');
  assert.equal((await owner.get('/pages?limit=1&limit=2')).status, 400);
});

test('unknown addresses are problems, and the server says that it lives and is ready', async () => {
  assert.equal((await owner.get('/nowhere')).body.code, 'notFound');
  assert.equal((await owner.send('PATCH', '/members', { body: {} })).body.code, 'notFound');
  assert.equal((await api.server.inject('/livez')).statusCode, 200);
  assert.equal((await api.server.inject('/readyz')).statusCode, 200);
  const headers = (await api.server.inject('/livez')).headers;
  assert.equal(String(headers['content-security-policy']).includes('upgrade-insecure-requests'), false);
  assert.equal(headers['x-content-type-options'], 'nosniff');
});

test('the reference is served from here', async () => {
  assert.equal((await api.asNobody().get('/openapi.json')).body.openapi, '3.1.0');
  const page = await api.server.inject('/api/docs/');
  assert.equal(page.statusCode, 200);
  assert.equal(/https?:\/\//.test(page.body.replaceAll('http://www.w3.org', '')), false);
  const document = await api.server.inject('/api/docs/json');
  assert.equal(document.json().info.title, 'Workledger');
});
