// A server on a real database with two firms and a caller per role, for tests of routes:
//
//     const api = await createApiTest();
//
//     test('a bookkeeper adds a client', async () => {
//       const made = await api.as('bookkeeper').post('/clients', { name: 'Harbour Trust' });
//       assert.equal(made.status, 201);
//       const changed = await api.as('bookkeeper').patch(`/clients/${made.body.id}`, { name: 'Harbour' }, made.body.version);
//     });
//
// Call it once at the top of a test file, outside of any test. A POST gets a fresh request key by itself, an edit sends
// the version it is given. Callers use API keys without scopes, which may do exactly what their role may.

import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { after } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { openAdmission } from '#api/admission/admission.ts';
import type { Limits } from '#api/admission/queue.ts';
import { buildServer } from '#api/server.ts';
import type { Route } from '#api/route.ts';
import { roleNames, type Role } from '#core/access/roles.ts';
import type { Database } from '#store/database.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm, type TestFirm } from '#store/testing/firm.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- a test looks into answers as it expects them
export type Answer = { status: number; body: any; headers: Record<string, string | undefined>; text: string };

export type ApiCaller = {
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  put(path: string, body: unknown, version?: number): Promise<Answer>;
  patch(path: string, body: unknown, version?: number): Promise<Answer>;
  delete(path: string, version?: number): Promise<Answer>;
  /** Anything else: exactly what is given, below /api/v1. */
  send(method: string, path: string, options?: SendOptions): Promise<Answer>;
};

export type SendOptions = { body?: unknown; headers?: Record<string, string> };

export type ApiTest = {
  server: FastifyInstance;
  database: Database;
  /** The firm that callers belong to, and another one. */
  firm: TestFirm;
  otherFirm: TestFirm;
  /** A caller with this role in the firm. */
  as(role: Role): ApiCaller;
  /** The secret of the API key that such a caller uses. */
  keyOf(role: Role): string;
  /** The owner of the other firm. */
  asOther(): ApiCaller;
  /** Somebody without credentials. */
  asNobody(): ApiCaller;
  /** A caller with these headers. */
  withHeaders(headers: Record<string, string>): ApiCaller;
  /** The moment that the server believes it is; may be set. */
  clock: { now: string };
};

export type ApiTestOptions = {
  now?: string;
  routes?: readonly Route[];
  currency?: string;
  /** Where mail would go; nowhere unless said. Nothing sends it here. */
  mail?: 'server' | 'folder';
  /** How much at once; unless given, whoever waits does so for as long as it takes. */
  admission?: Limits;
};

export const testSecret = 'a secret that is only used in tests, of course';

export async function createApiTest(options: ApiTestOptions = {}): Promise<ApiTest> {
  const { database } = await testDatabase();
  const clock = { now: options.now ?? '2026-03-31T02:00:00Z' };
  const server = buildServer({
    database,
    clock: () => clock.now,
    config: {
      secret: testSecret,
      rateLimits: { requestsPerMinuteMax: 1_000_000, guessesPerMinuteMax: 1_000 },
      mail: options.mail,
    },
    routes: options.routes,
    admission: options.admission && openAdmission(options.admission),
  });
  after(() => server.close());
  const firmOptions = options.currency === undefined ? {} : { currency: options.currency };
  const firm = await testFirm(database, { name: 'First Firm', ...firmOptions });
  const otherFirm = await testFirm(database, { name: 'Second Firm', ...firmOptions });
  const keys = new Map<Role, string>();
  for (const role of roleNames) keys.set(role, await addApiKey(database, firm, { role }));
  const otherKey = await addApiKey(database, otherFirm, { role: 'owner' });
  const withKey = (key: string) => caller(server, { authorization: `Bearer ${key}` });
  return {
    server,
    database,
    firm,
    otherFirm,
    clock,
    as: (role) => withKey(keys.get(role)!),
    keyOf: (role) => keys.get(role)!,
    asOther: () => withKey(otherKey),
    asNobody: () => caller(server, {}),
    withHeaders: (headers) => caller(server, headers),
  };
}

/** An API key straight in the database; returns the secret. A staff member's key is that of the firm's first one. */
export async function addApiKey(
  database: Database,
  firm: TestFirm,
  options: { role: Role; scopes?: readonly string[]; expiresAt?: string },
): Promise<string> {
  const secret = `wl_${randomBytes(32).toString('base64url')}`;
  const staffId = options.role === 'staff' ? firm.staffId : null;
  await database.inFirm(firm.firmId, async (tx) => {
    const [actor] = await tx.query<{ id: number }>(
      `insert into actor (firm_id, kind, name) values ($1, 'apiKey', $2) returning id`,
      [firm.firmId, options.role],
    );
    await tx.query(
      `insert into api_key (firm_id, actor_id, name, prefix, key_hash, role, scopes, staff_id, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $3, $6, $7, '2024-01-01T00:00:00Z', $8)`,
      [
        firm.firmId,
        actor!.id,
        options.role,
        secret.slice(0, 11),
        createHash('sha256').update(secret).digest(),
        options.scopes ?? null,
        staffId,
        options.expiresAt ?? null,
      ],
    );
  });
  return secret;
}

export function caller(server: FastifyInstance, credentials: Record<string, string>): ApiCaller {
  const send: ApiCaller['send'] = async (method, path, { body, headers = {} } = {}) => {
    const answer = await server.inject({
      method: method as 'GET',
      url: path.startsWith('/api/') ? path : `/api/v1${path}`,
      headers: {
        ...credentials,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
      payloadAsStream: true,
    });
    const text = await readText(answer.stream(), path.startsWith('/live') || path.startsWith('/api/v1/live'));
    const isJson = String(answer.headers['content-type']).includes('json');
    return {
      status: answer.statusCode,
      body: isJson && text !== '' ? JSON.parse(text) : undefined,
      headers: answer.headers as Answer['headers'],
      text,
    };
  };
  const edit = (method: string) => (path: string, body: unknown, version?: number) =>
    send(method, path, { body, headers: version === undefined ? {} : { 'if-match': `"${version}"` } });
  return {
    send,
    get: (path, headers) => send('GET', path, { headers: headers ?? {} }),
    post: (path, body, headers) =>
      send('POST', path, { body, headers: { 'idempotency-key': randomUUID(), ...headers } }),
    put: edit('PUT'),
    patch: edit('PATCH'),
    delete: (path, version) => edit('DELETE')(path, undefined, version),
  };
}

/** An answer that goes on for ever is left after its first piece. */
async function readText(stream: AsyncIterable<Buffer>, goesOn: boolean): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) {
    pieces.push(piece);
    if (goesOn) break;
  }
  return Buffer.concat(pieces).toString();
}
