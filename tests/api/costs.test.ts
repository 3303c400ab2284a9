// Cost rates and margins are for those who may see them, at every endpoint.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { isCostFigure } from '#contract/costs.ts';
import { withoutCosts } from '#api/presenters/without-costs.ts';
import { costFigure } from '#contract/costs.ts';
import { permissionsOfRoute, type Route } from '#api/route.ts';
import { routes } from '#api/routes/index.ts';
import { furnish } from './furnished.ts';
import { addressOf, endpoints, type KnownValues } from './samples.ts';
import { createApiTest } from './testing.ts';

/** Names that speak of costs and are no secret: what a disbursement is billed at, which it is, and counts of things. */
const harmless = new Set(['wipCost', 'recordedCost', 'costs', 'costEntryId', 'projectManagersSeeCosts']);

test('every field of an answer that speaks of costs or margins is marked as a cost figure', () => {
  const unmarked = routes
    .filter((route) => !needsCostRates(route))
    .flatMap((route) =>
      route.answer === undefined ? [] : unmarkedIn(route.answer, `${route.method} ${route.path}`),
    );
  assert.deepEqual(unmarked, []);
});

function needsCostRates(route: Route): boolean {
  return (
    route.kind === 'firm' &&
    permissionsOfRoute(route).every((permission) => permission.startsWith('costRates.'))
  );
}

function unmarkedIn(schema: z.core.$ZodType, path: string, seen = new Set<z.core.$ZodType>()): string[] {
  if (seen.has(schema) || isCostFigure(schema)) return [];
  seen.add(schema);
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape).flatMap(([name, field]) => {
        const at = `${path} ${name}`;
        const isOpen = /cost|margin/i.test(name) && !harmless.has(name) && !isCostFigure(field);
        return isOpen ? [at] : unmarkedIn(field, at, seen);
      });
    case 'array':
      return unmarkedIn(def.element, path, seen);
    case 'optional':
    case 'nullable':
    case 'readonly':
      return unmarkedIn(def.innerType, path, seen);
    case 'union':
      return def.options.flatMap((option) => unmarkedIn(option, path, seen));
    default:
      return [];
  }
}

test('a project manager sees no cost figure anywhere, an auditor does, and the firm may decide otherwise', async () => {
  const api = await createApiTest();
  const known = await furnish(api);
  const figuresSeenBy = async (role: 'projectManager' | 'auditor' | 'staff') => {
    const seen: string[] = [];
    for (const endpoint of endpoints.filter(({ method, access }) => method === 'GET' && access === 'firm')) {
      const answer = await api.as(role).get(addressOf(endpoint, known));
      if (answer.status === 200) seen.push(...namesIn(answer.body).map((name) => `${endpoint.path} ${name}`));
    }
    return seen.filter(
      (name) => /cost|margin/i.test(name.split(' ')[1]!) && !harmless.has(name.split(' ')[1]!),
    );
  };
  assert.deepEqual(await figuresSeenBy('projectManager'), []);
  assert.deepEqual(await figuresSeenBy('staff'), []);
  assert.ok((await figuresSeenBy('auditor')).length > 0);
  const { version } = (await api.as('owner').get('/firm')).body;
  await api.as('owner').patch('/firm', { projectManagersSeeCosts: true }, version);
  assert.ok((await figuresSeenBy('projectManager')).length > 0);
});

function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(namesIn);
  return Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)]);
}

/** Of lists that are always of one record: whose they are. */
const belongings: Readonly<Record<string, (known: KnownValues) => Readonly<Record<string, string>>>> = {
  '/api/v1/history': (known) => ({ subject: 'client', id: known['clientId']! }),
  '/api/v1/attachments': (known) => ({ jobId: known['jobId']! }),
};

test('a file leaves out the same columns', async () => {
  const api = await createApiTest();
  const known = await furnish(api);
  const labelsSeenBy = async (role: 'projectManager' | 'auditor') => {
    const labels: string[] = [];
    for (const endpoint of endpoints.filter(({ parameters }) => hasFormat(parameters))) {
      // Nothing was imported into this firm.
      if (endpoint.path.startsWith('/api/v1/imports/{id}')) continue;
      const belongingTo = belongings[endpoint.path]?.(known) ?? {};
      const answer = await api.as(role).get(addressOf(endpoint, known, { ...belongingTo, format: 'csv' }));
      // A role that may not read the list at all.
      if (answer.status === 403) continue;
      assert.equal(answer.status, 200, answer.text);
      labels.push(...answer.text.split('\n', 1)[0]!.trim().split(','));
    }
    // Costs that a job is billed are no secret; what something cost the firm is.
    return labels.filter((label) => /margin|cost (rate|to)|^cost$/i.test(label));
  };
  assert.deepEqual(await labelsSeenBy('auditor'), ['cost', 'cost', 'Cost to the firm']);
  assert.deepEqual(await labelsSeenBy('projectManager'), []);
});

function hasFormat(parameters: readonly { name: string }[]): boolean {
  return parameters.some(({ name }) => name === 'format');
}

test('marks are found in lists, unions and whatever is nested or nullable', () => {
  const line = z.object({ amount: z.string(), cost: costFigure(z.string()) });
  const answer = z.object({
    lines: z.array(line),
    one: line.nullable(),
    either: z.union([z.object({ text: z.string() }), line]),
    margin: costFigure(z.string()),
  });
  const value = {
    lines: [{ amount: '1', cost: '2' }],
    one: { amount: '1', cost: '2' },
    either: { amount: '1', cost: '2' },
    margin: '3',
  };
  const shown = withoutCosts(structuredClone(value), answer);
  assert.deepEqual(shown, { lines: [{ amount: '1' }], one: { amount: '1' }, either: { amount: '1' } });
});
