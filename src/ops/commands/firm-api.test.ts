import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpoints } from '#cli/firm-api.ts';
import { routeOf } from './firm-api.ts';

test('every endpoint that a command asks is there', () => {
  for (const endpoint of endpoints) assert.ok(routeOf(endpoint).summary !== '', endpoint);
});
