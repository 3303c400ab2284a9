// Every endpoint that the OpenAPI document names, tried by everybody: nobody, each role, a key without scopes, and the
// owner of another firm with the ids of this one. A new endpoint is covered as soon as it is described.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routes } from '#api/routes/index.ts';
import type { FirmRoute } from '#api/route.ts';
import { permissions } from '#core/access/permissions.ts';
import { may, type Principal } from '#core/access/principal.ts';
import { roleNames, type Role } from '#core/access/roles.ts';
import { furnish, marker } from './furnished.ts';
import { addressOf, endpoints, sample, type Endpoint, type KnownValues } from './samples.ts';
import { addApiKey, createApiTest, type Answer, type ApiCaller } from './testing.ts';

const api = await createApiTest();
const known = await furnish(api);
const inFirm = endpoints.filter(({ access }) => access === 'firm');

let requestsSent = 0;

function attempt(caller: ApiCaller, endpoint: Endpoint, values: KnownValues = known): Promise<Answer> {
  const body = endpoint.body === undefined ? undefined : sample(endpoint.body, values);
  const headers: Record<string, string> = { 'if-match': '"1"' };
  if (endpoint.method === 'POST') headers['idempotency-key'] = `attempt-${(requestsSent += 1)}`;
  return caller.send(endpoint.method, addressOf(endpoint, values), { body, headers });
}

const nameOf = ({ method, path }: Endpoint) => `${method} ${path}`;

test('only these endpoints are outside of any firm', () => {
  const open = endpoints.filter(({ access }) => access !== 'firm');
  assert.deepEqual(open.map((endpoint) => `${nameOf(endpoint)} ${endpoint.access}`).sort(), [
    'DELETE /api/v1/account/sessions signedIn',
    'DELETE /api/v1/account/sessions/{id} signedIn',
    'DELETE /api/v1/operator/incidents/{id} operator',
    'DELETE /api/v1/session signedIn',
    'GET /api/v1/account signedIn',
    'GET /api/v1/account/sessions signedIn',
    'GET /api/v1/operator/availability operator',
    'GET /api/v1/operator/checks operator',
    'GET /api/v1/operator/firms operator',
    'GET /api/v1/operator/incidents operator',
    'GET /api/v1/operator/operations operator',
    'GET /api/v1/operator/outlook operator',
    'GET /api/v1/operator/slow-routes operator',
    'GET /api/v1/operator/slow-statements operator',
    'GET /api/v1/operator/state operator',
    'GET /api/v1/operator/utilisation operator',
    'GET /api/v1/session signedIn',
    'GET /api/v1/set-up public',
    'GET /api/v1/status public',
    'PATCH /api/v1/account signedIn',
    'PATCH /api/v1/operator/incidents/{id} operator',
    'POST /api/v1/account/email signedIn',
    'POST /api/v1/account/two-factor signedIn',
    'POST /api/v1/account/two-factor/confirmation signedIn',
    'POST /api/v1/account/two-factor/recovery-codes signedIn',
    'POST /api/v1/account/two-factor/removal signedIn',
    'POST /api/v1/email-changes/completion public',
    'POST /api/v1/firms signedIn',
    'POST /api/v1/invitations/acceptance public',
    'POST /api/v1/operator/incidents operator',
    'POST /api/v1/operator/operations operator',
    'POST /api/v1/password-resets public',
    'POST /api/v1/password-resets/completion public',
    'POST /api/v1/session public',
    'POST /api/v1/session/code public',
    'POST /api/v1/set-up public',
    'PUT /api/v1/session/password signedIn',
  ]);
});

test('every endpoint of a firm names a permission, and what changes something needs one that says so', () => {
  const reading = routes.filter((route) => route.kind === 'firm' && route.requestKey === false);
  for (const endpoint of inFirm) {
    assert.ok(endpoint.permissions.length > 0, nameOf(endpoint));
    const isReading = reading.some((route) => `/api/v1${route.path}` === endpoint.path);
    const changes = endpoint.permissions.map((permission) => permissions[permission].changes);
    if (endpoint.method === 'GET') assert.ok(!changes.includes(true), `${nameOf(endpoint)} only reads`);
    else if (!isReading) assert.ok(!changes.includes(false), `${nameOf(endpoint)} changes something`);
  }
});

test('without credentials nothing of a firm is answered', async () => {
  for (const endpoint of endpoints.filter(({ access }) => access !== 'public')) {
    const answer = await attempt(api.asNobody(), endpoint);
    assert.equal(answer.status, 401, nameOf(endpoint));
    assert.ok(!answer.text.includes(marker), nameOf(endpoint));
  }
});

test('a key without scopes may do nothing', async () => {
  const secret = await addApiKey(api.database, api.firm, { role: 'owner', scopes: [] });
  const caller = api.withHeaders({ authorization: `Bearer ${secret}` });
  for (const endpoint of inFirm) {
    const answer = await attempt(caller, endpoint);
    assert.equal(answer.status, 403, `${nameOf(endpoint)}: ${answer.text}`);
  }
});

test('the owner of another firm finds nothing behind the ids of this one', async () => {
  for (const endpoint of inFirm) {
    const answer = await attempt(api.asOther(), endpoint);
    assert.ok(
      !answer.text.includes(marker),
      `${nameOf(endpoint)} tells another firm: ${answer.text.slice(0, 300)}`,
    );
    if (!endpoint.path.includes('{')) continue;
    assert.ok(
      [404, 409].includes(answer.status),
      `${nameOf(endpoint)}: ${answer.status} ${answer.text.slice(0, 300)}`,
    );
  }
});

test('a person cannot choose a firm that they do not belong to', async () => {
  for (const endpoint of inFirm) {
    const [path, method] = [addressOf(endpoint, known), endpoint.method];
    const answer = await api.asOther().send(method, path, {
      headers: { 'workledger-firm': String(api.firm.firmId) },
    });
    assert.equal(answer.body.code, 'unknownFirm', nameOf(endpoint));
  }
});

for (const role of ['staff', 'auditor', 'projectManager', 'bookkeeper', 'owner'] as const) {
  test(`the role ${role} may do what its sentences say and nothing else`, async () => {
    for (const endpoint of inFirm) {
      const answer = await attempt(api.as(role), endpoint);
      const isAllowed = endpoint.permissions.some((permission) => may(principalOf(role), permission));
      if (isAllowed) {
        assert.ok(answer.status !== 401 && answer.status < 500, `${nameOf(endpoint)}: ${answer.text}`);
        const isAboutOne = endpoint.permissions.length > 1;
        if (!isAboutOne)
          assert.notEqual(answer.body?.code, 'notPermitted', `${nameOf(endpoint)}: ${answer.text}`);
      } else {
        assert.equal(answer.status, 403, `${nameOf(endpoint)}: ${answer.text.slice(0, 300)}`);
        assert.ok(!answer.text.includes(marker), nameOf(endpoint));
      }
    }
  });
}

test('actions ask for the permission themselves, whoever calls them', async () => {
  const principal: Principal = { ...principalOf('owner'), scopes: [] };
  const careless: string[] = [];
  for (const route of routes.filter((candidate): candidate is FirmRoute => candidate.kind === 'firm')) {
    const endpoint = inFirm.find(
      ({ path, method }) => path === `/api/v1${route.path}` && method === route.method,
    )!;
    if (endpoint.isUpload) continue;
    const asked = decoded(route, endpoint);
    const result = await route.handler(asked as never);
    const code = result.ok ? 'done' : result.refusals[0]?.code;
    // Of what may be one's own, others are not told that it exists.
    const isHidden = endpoint.permissions.length > 1 && (code === 'notFound' || code === 'unknownEntry');
    if (code !== 'notPermitted' && !isHidden) careless.push(`${nameOf(endpoint)}: ${code}`);
  }
  assert.deepEqual(careless, []);

  function decoded(route: FirmRoute, endpoint: Endpoint) {
    const address = new URL(addressOf(endpoint, known), 'http://localhost');
    const names = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
    const segments = route.path.split('/');
    const at = (name: string) => address.pathname.split('/')[segments.indexOf(`{${name}}`) + 2]!;
    return {
      context: { database: api.database, clock: () => api.clock.now, principal },
      params: route.params?.parse(Object.fromEntries(names.map((name) => [name, at(name)]))),
      query: route.query?.parse(Object.fromEntries(address.searchParams)),
      body: route.body?.parse(sample(endpoint.body!, known)),
      version: 1,
      baseUrl: 'http://localhost',
      files: (async function* () {})(),
    };
  }
});

function principalOf(role: Role): Principal {
  return {
    firmId: api.firm.firmId,
    actorId: api.firm.actorId,
    memberId: null,
    staffId: role === 'staff' ? api.firm.staffId : null,
    role,
    scopes: null,
    writeOffLimitMinor: null,
    seesCosts: false,
  };
}

test('the table of roles is complete', () => {
  assert.deepEqual([...roleNames].sort(), ['auditor', 'bookkeeper', 'owner', 'projectManager', 'staff']);
});
