// The one way to the server: the public API, as any customer's program would call it.
//
// A write carries an Idempotency-Key, so that repeating it after a broken connection does not do it twice. Whoever
// belongs to several firms says which one with Workledger-Firm, and the tab names itself with Workledger-Watcher, so that
// word of its own writes is known as such (own-writes.ts). Whatever goes wrong arrives as a `Problem`.

import { searchParameters } from '../util/search.ts';
import { currentFirmId } from './firm.ts';
import { asOwnWrite } from './own-writes.ts';
import type { FieldProblem } from './problem.ts';
import { patiently } from './patience.ts';
import { Problem } from './problem.ts';
import { waiter } from './waiter.ts';

export const apiBase = '/api/v1';

/** The name of this tab. */
const watcher = newRequestKey();

export type Question = { search?: Record<string, unknown>; signal?: AbortSignal };
export type Command = {
  body?: unknown;
  method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Of the record that is changed, as it was seen. */
  version?: number;
  /** The same key again, so that a repetition is not done twice; a new one unless given. */
  requestKey?: string;
  search?: Record<string, unknown>;
  /** Of a question that is asked with a body, such as a preview, when nobody waits for it any more. */
  signal?: AbortSignal;
};

export async function ask<T>(path: string, { search = {}, signal }: Question = {}): Promise<T> {
  const response = await send(address(path, search), { headers: headers(), signal: signal ?? null });
  return (await response.json()) as T;
}

export async function tell<T>(path: string, command: Command = {}): Promise<T> {
  const { body, method = 'POST', version, requestKey = newRequestKey(), search = {}, signal } = command;
  const isFile = body instanceof FormData || body instanceof Blob;
  const url = address(path, search);
  const request = {
    method,
    signal: signal ?? null,
    headers: {
      ...headers(),
      'Idempotency-Key': requestKey,
      ...(body === undefined || isFile ? {} : { 'Content-Type': 'application/json' }),
      ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
    },
    ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
  };
  return asOwnWrite(async () => {
    const response = await send(url, request);
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  });
}

/** A file to keep, with the name that the server gives it. */
export async function fetchFile(
  path: string,
  search: Record<string, unknown>,
): Promise<{ name: string; blob: Blob }> {
  const response = await send(address(path, search), { headers: headers() });
  const name = /filename="?([^";]+)"?/.exec(response.headers.get('Content-Disposition') ?? '')?.[1];
  return { name: name ?? 'export', blob: await response.blob() };
}

/** As fetch, but a busy server is waited for, and every answer other than a success, and no answer at all, is thrown as a `Problem`. */
export async function send(url: string, init: RequestInit): Promise<Response> {
  return succeeding(init, () => patiently(() => fetchHere(url, init), waiter, init.signal));
}

/** The same without waiting, for whoever comes back by itself. */
export async function sendOnce(url: string, init: RequestInit): Promise<Response> {
  return succeeding(init, () => fetchHere(url, init));
}

function fetchHere(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, { credentials: 'same-origin', ...init });
}

async function succeeding(init: RequestInit, ask: () => Promise<Response>): Promise<Response> {
  let response: Response;
  try {
    response = await ask();
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw Problem.unreachable();
  }
  if (response.ok) return response;
  throw await problemOf(response);
}

export function address(path: string, search: Record<string, unknown> = {}): string {
  const parameters = searchParameters(search).toString();
  return apiBase + path + (parameters === '' ? '' : `?${parameters}`);
}

export function headers(): Record<string, string> {
  const firmId = currentFirmId();
  return {
    Accept: 'application/json',
    'Workledger-Watcher': watcher,
    ...(firmId === null ? {} : { 'Workledger-Firm': firmId }),
  };
}

async function problemOf(response: Response): Promise<Problem> {
  const said = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const text = (name: string) => (typeof said[name] === 'string' ? said[name] : undefined);
  return new Problem({
    status: response.status,
    code: text('code') ?? 'unknown',
    title: text('title') ?? `The server answered ${response.status}`,
    detail: text('detail') ?? text('message') ?? '',
    errors: Array.isArray(said['errors']) ? (said['errors'] as FieldProblem[]) : [],
    requestId: text('requestId') ?? response.headers.get('X-Request-Id') ?? undefined,
  });
}

// randomUUID exists only on secure addresses; a firm may well run this on http in its own network.
export function newRequestKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
