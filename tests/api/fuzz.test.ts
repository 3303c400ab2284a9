// Hostile values at every endpoint that the OpenAPI document names: whatever is sent, the answer is a result or a
// problem with a code, never a defect.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { furnish } from './furnished.ts';
import { addressOf, endpoints, sample, type Endpoint } from './samples.ts';
import { createApiTest } from './testing.ts';

const api = await createApiTest();
const known = await furnish(api);
const owner = api.as('owner');
const runsPerEndpoint = Number(process.env['FUZZ_RUNS'] ?? 12);

const hostileTexts = [
  [
    '',
    ' ',
    '0',
    '-1',
    '1e400',
    'NaN',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\u202e',
    "'; drop table job; --",
    '%',
    '%00',
  ],
  [
    '2147483648',
    '9223372036854775808',
    '99999999999999999999',
    '-0',
    '0x10',
    '٣',
    '1,5',
    '1.005',
    '999999999999999.99',
  ],
  [
    '2026-02-30',
    '0000-01-01',
    '9999-12-31',
    '1900-01-01',
    '+012026-01-01',
    '2026-03-31T00:00:00Z',
    'infinity',
  ],
  ['x'.repeat(20_000), '🦓'.repeat(100)],
].flat();
const hostileOthers = [null, true, 0, -1, 1.5, 2 ** 31, 2 ** 53, 1e308, [], {}, [[]], { $ne: 1 }];

const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...hostileTexts, ...hostileOthers),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.bigInt().map(String),
  fc.jsonValue({ maxDepth: 2 }),
);

type Attempt = { endpoint: Endpoint; address: string; body: unknown; version: string };

/** A request of the endpoint in which one or a few things are hostile. */
function attempts(endpoint: Endpoint): fc.Arbitrary<Attempt> {
  const queryNames = endpoint.parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name }) => name);
  const query = fc.dictionary(fc.constantFrom('colour', ...queryNames), hostile.map(asText), { maxKeys: 3 });
  const pathNames = endpoint.parameters
    .filter((parameter) => parameter.in === 'path')
    .map(({ name }) => name);
  const path = fc.dictionary(fc.constantFrom('none', ...pathNames), hostile.map(asPathPart), { maxKeys: 1 });
  const valid = endpoint.body === undefined ? undefined : sample(endpoint.body, known);
  const body =
    valid === undefined
      ? fc.constant(undefined)
      : fc.oneof({ weight: 5, arbitrary: spoiled(valid) }, hostile);
  const version = fc.constantFrom('"1"', '1', '*', '"x"', '"99999999999"', '');
  return fc.record({ query, path, body, version }).map((parts) => ({
    endpoint,
    address: addressOf(endpoint, { ...known, ...byPlace(endpoint, parts.path) }, parts.query),
    body: parts.body,
    version: parts.version,
  }));
}

const byPlace = (endpoint: Endpoint, path: Record<string, string>) =>
  Object.fromEntries(Object.entries(path).map(([name, value]) => [`${endpoint.path} ${name}`, value]));

const asText = (value: unknown) =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed();
const asPathPart = (value: unknown) => asText(value).slice(0, 100) || '0';

/** The value with something inside replaced by something hostile. */
function spoiled(value: unknown): fc.Arbitrary<unknown> {
  if (Array.isArray(value) && value.length > 0) {
    return fc.oneof(
      hostile,
      spoiled(value[0]).map((first) => [first, ...value.slice(1)]),
      fc.constant([value[0], value[0]]),
    );
  }
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) {
    const replaced = fc
      .constantFrom(...Object.keys(value))
      .chain((name) =>
        spoiled((value as Record<string, unknown>)[name]).map((inner) => ({ ...value, [name]: inner })),
      );
    return fc.oneof({ weight: 8, arbitrary: replaced }, fc.constant({ ...value, colour: 'red' }), hostile);
  }
  return hostile;
}

for (const endpoint of endpoints.filter(({ isUpload }) => !isUpload)) {
  test(`${endpoint.method} ${endpoint.path} has an answer to whatever is sent`, async () => {
    await fc.assert(
      fc.asyncProperty(attempts(endpoint), async ({ address, body, version }) => {
        const headers = { 'idempotency-key': crypto.randomUUID(), 'if-match': version };
        const answer = await owner.send(endpoint.method, address, { body, headers });
        assert.ok(answer.status < 500, `${answer.status} ${answer.text}`);
        if (answer.status < 400) return;
        assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json/);
        assert.ok(answer.body.code.length > 0 && answer.body.errors.length > 0);
      }),
      { numRuns: runsPerEndpoint, endOnFailure: true },
    );
  });
}
