// What is published beside the code and must say the same: docs/openapi.json and a page per error code. To write them
// anew: UPDATE=1 node --test tests/api/contract.test.ts

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { errorIndex, errorPage } from '#api/errors/pages.ts';
import { openApiDocument } from '#api/openapi.ts';
import { routes } from '#api/routes/index.ts';
import { problems, type ProblemCode } from '#contract/refusals.ts';
import { refusalCodes } from '#core/refusal.ts';
import { endpoints, resolved, type Schema } from './samples.ts';

const docs = new URL('../../docs/', import.meta.url);
const isUpdate = process.env['UPDATE'] === '1';
const howToUpdate =
  'Look at the difference; if it is meant, run UPDATE=1 node --test tests/api/contract.test.ts';

function publish(name: string, text: string): void {
  const file = new URL(name, docs);
  if (isUpdate) writeFileSync(file, text);
  assert.equal(readFileSync(file, 'utf8'), text, `docs/${name} is out of date. ${howToUpdate}`);
}

test('docs/openapi.json is what the server serves', () => {
  publish('openapi.json', `${JSON.stringify(openApiDocument(routes), null, 2)}\n`);
});

test('every error code has its page, and there are no others', () => {
  const pages = new Map<string, string>([['README.md', errorIndex()]]);
  for (const code of Object.keys(problems)) pages.set(`${code}.md`, errorPage(code as ProblemCode));
  const folder = new URL('errors/', docs);
  if (isUpdate) for (const name of readdirSync(folder)) if (!pages.has(name)) rmSync(new URL(name, folder));
  for (const [name, text] of pages) publish(`errors/${name}`, text);
  assert.deepEqual(readdirSync(folder).sort(), [...pages.keys()].sort());
});

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
