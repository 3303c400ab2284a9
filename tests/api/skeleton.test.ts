import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiTest } from './testing.ts';

const api = await createApiTest();

test('an API key says whose firm it belongs to and what it may do', async () => {
  const answer = await api.as('staff').get('/session');
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.body.firm.name, 'First Firm');
  assert.equal(answer.body.firm.role, 'staff');
});

test('without credentials the answer is a problem with a code and a page', async () => {
  const answer = await api.asNobody().get('/session');
  assert.equal(answer.status, 401);
  assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json/);
  assert.equal(answer.body.code, 'signInRequired');
  const page = await api.asNobody().get('/api/../docs/errors/signInRequired');
  assert.ok(page.status === 200 || page.status === 404);
});

test('the reference and the document behind it are served', async () => {
  const document = await api.asNobody().get('/openapi.json');
  assert.equal(document.body.openapi, '3.1.0');
  const page = await api.server.inject({ url: '/api/docs/', headers: { accept: 'text/html' } });
  assert.equal(page.statusCode, 200);
});

test('an unknown address, malformed JSON and a wrong kind of body are precise problems', async () => {
  assert.equal((await api.as('owner').get('/nowhere')).body.code, 'notFound');
  assert.equal((await api.server.inject('/livez')).statusCode, 200);
  assert.equal((await api.server.inject('/readyz')).statusCode, 200);
});
