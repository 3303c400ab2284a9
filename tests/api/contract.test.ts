// The contract as a whole. That docs/openapi.json and the error pages say the same as the code, `npm run check` sees.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openApiDocument } from '#api/openapi.ts';
import { routes } from '#api/routes/index.ts';
import { problems } from '#contract/refusals.ts';
import { refusalCodes } from '#core/refusal.ts';
import { endpoints, resolved, type Schema } from './samples.ts';

test('every refusal is in the catalogue once', () => {
  assert.equal(new Set(refusalCodes).size, refusalCodes.length);
  for (const code of refusalCodes) assert.ok(Object.hasOwn(problems, code), code);
});

test('no endpoint is described twice, and each has a name of its own', () => {
  const places = routes.map((route) => `${route.method} ${route.path}`);
  assert.equal(new Set(places).size, places.length);
  const described = openApiDocument(routes) as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  const names = Object.values(described.paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  assert.equal(new Set(names).size, names.length);
});

test('whatever a caller may send has a limit: texts a length, arrays a size, numbers a range', () => {
  const unlimited: string[] = [];
  for (const endpoint of endpoints) {
    const place = `${endpoint.method} ${endpoint.path}`;
    if (endpoint.body !== undefined) findUnlimited(endpoint.body, place, unlimited);
    for (const { name, in: where, schema } of endpoint.parameters) {
      if (where !== 'header') findUnlimited(schema, `${place} ?${name}`, unlimited);
    }
  }
  assert.deepEqual(unlimited, []);
});

type Limits = { maxLength?: number; maxItems?: number; maximum?: number; pattern?: string };

function findUnlimited(given: Schema, path: string, found: string[]): void {
  const schema = resolved(given) as Schema & Limits;
  for (const part of [schema.anyOf, schema.oneOf, schema.allOf].flat()) {
    if (part !== undefined) findUnlimited(part, path, found);
  }
  for (const [name, inner] of Object.entries(schema.properties ?? {}))
    findUnlimited(inner, `${path}.${name}`, found);
  if (schema.enum !== undefined || schema.const !== undefined) return;
  if (schema.type === 'string' && schema.maxLength === undefined) found.push(path);
  if ((schema.type === 'integer' || schema.type === 'number') && schema.maximum === undefined)
    found.push(path);
  if (schema.type === 'array') {
    if (schema.maxItems === undefined) found.push(path);
    if (schema.items !== undefined) findUnlimited(schema.items, `${path}[]`, found);
  }
}
