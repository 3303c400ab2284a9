// What people ask, in the words of HTTP.

import { randomUUID } from 'node:crypto';
import type { HttpClient } from '../../bench/http/client.ts';
import type { Asking } from './load.ts';

export const reading = (kind: string, path: string): Asking => ({
  kind,
  ask: (client) => client.request('GET', `/api/v1${path}`),
});

export const addingClient: Asking = { kind: 'interactive', ask: (client) => addClient(client) };

function addClient(client: HttpClient) {
  return client.request('POST', '/api/v1/clients', {
    body: JSON.stringify({ name: `Client ${randomUUID()}` }),
    headers: { 'idempotency-key': randomUUID() },
  });
}

/** Each in turn, for ever. */
export function inTurn<One>(many: readonly One[]): () => One {
  let turn = 0;
  return () => many[(turn += 1) % many.length]!;
}

/** What somebody opens and saves on an afternoon. */
export const afternoon: readonly Asking[] = [
  reading('interactive', '/jobs?limit=50'),
  addingClient,
  reading('interactive', '/time-entries?limit=50'),
];
