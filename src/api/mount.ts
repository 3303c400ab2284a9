// Puts a described route on the server. What happens to a request, in this order:
//
//   onRequest  has it any chance to begin in time                                   503
//              who is calling, do they come from our own pages, may they do this    401, 403, 404
//   preParsing how often has this caller called                                     429
//   parsing    the body                                                             400, 413, 415
//   handler    its turn among all that came                                         503
//              parameters, version, request key, body; then the action              400, 404, 412, 428, …
//
// So nobody's body is read before it is known that they may send one, and nothing is written before all is checked.

import { hash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify';
import { z } from 'zod';
import { may, requirePermission, type Principal } from '#core/access/principal.ts';
import { done, refuse, refuseAll, type Result } from '#core/refusal.ts';
import type { RequestKey } from '#actions/context.ts';
import type { Slot } from './admission/admission.ts';
import { refuseEntry, workOf } from './admission/of-route.ts';
import { refusedBySchema } from './errors/from-zod.ts';
import { sendRefused } from './errors/problems.ts';
import { sendEvents } from './events.ts';
import { signInRequired, type Caller } from './identities.ts';
import { mailsLinks, type Installation } from './installation.ts';
import { formatAccepted, hasFiles } from './lists/files.ts';
import { comesFromElsewhere } from './middleware/origin.ts';
import { withoutCosts } from './presenters/without-costs.ts';
import {
  Download,
  Encoded,
  Events,
  needsRequestKey,
  needsVersion,
  permissionsOfRoute,
  statusOf,
  type FirmRoute,
  type OpenRoute,
  type Route,
} from './route.ts';
import { filesOf, readFileBodies } from './uploads.ts';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller;
    /** Set for routes of a firm. */
    principal: Principal | null;
  }
  interface FastifyContextConfig {
    guessable?: boolean;
  }
}

export function mount(server: FastifyInstance, installation: Installation, route: Route): void {
  const mediaTypes = route.kind === 'firm' ? (route.upload?.mediaTypes ?? []) : [];
  if (mediaTypes.length === 0) return mountHere(server, installation, route);
  // On a server of its own, so that no other route reads such bodies.
  server.register(async (own) => {
    readFileBodies(own, mediaTypes);
    mountHere(own, installation, route);
  });
}

/**
 * A whole report of five thousand jobs takes zstd a third of the time that gzip takes at its usual level, for as many bytes; gzip one
 * level below takes two thirds, for six bytes more in a hundred. Pages and scripts are smaller with gzip.
 */
const packing: NonNullable<RouteShorthandOptions['compress']> = {
  threshold: 2_048,
  encodings: ['zstd', 'gzip', 'identity'],
  zlibOptions: { level: 5 },
};

function mountHere(server: FastifyInstance, installation: Installation, route: Route): void {
  server.route({
    method: route.method,
    url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    compress: packing,
    config: { guessable: route.kind === 'open' && route.guessable === true },
    ...(route.kind === 'firm' && route.upload ? { bodyLimit: route.upload.bytesMax } : {}),
    async onRequest(request, reply) {
      const work = workOf(request, route);
      if (work !== 'uncounted' && installation.admission.turnsAway(request, work))
        return refuseEntry(reply, work, 'full');
      const admitted = await admit(request, installation, route);
      if (!admitted.ok) return sendRefused(reply, admitted);
      return undefined;
    },
    handler: (request, reply) => answerInTurn(request, reply, installation, route),
  });
}

async function answerInTurn(
  request: FastifyRequest,
  reply: FastifyReply,
  installation: Installation,
  route: Route,
): Promise<FastifyReply> {
  const work = workOf(request, route);
  const slot = work === 'uncounted' ? freely : await installation.admission.enter(reply, work);
  if (typeof slot === 'string') return refuseEntry(reply, work, slot);
  try {
    // Waits until a file has left, too.
    return await (route.kind === 'firm'
      ? answerInFirm(request, reply, installation, { route, slot })
      : answerOpenly(request, reply, installation, route));
  } finally {
    slot.leave();
  }
}

const freely: Slot = { leave() {} };

async function admit(
  request: FastifyRequest,
  installation: Installation,
  route: Route,
): Promise<Result<null>> {
  if (comesFromElsewhere(request, installation.baseUrl)) {
    return refuse('notPermitted', 'The request comes from a page of another site.', { field: 'Origin' });
  }
  const caller = await installation.identities.callerOf(request.headers);
  if (!caller.ok) return caller;
  request.caller = caller.value;
  if (route.kind === 'open') return admitOpenly(caller.value, installation, route);
  const firmHeader = request.headers['workledger-firm'];
  const asked = typeof firmHeader === 'string' ? firmHeader : null;
  const principal = await installation.identities.principalOf(caller.value, asked);
  if (!principal.ok) return principal;
  request.principal = principal.value;
  return permitted(principal.value, route);
}

async function admitOpenly(
  caller: Caller,
  { identities }: Installation,
  { access }: OpenRoute,
): Promise<Result<null>> {
  if (access === 'public') return done(null);
  if (caller.kind === 'nobody') return signInRequired();
  if (access === 'signedIn' || (await identities.isOperator(caller))) return done(null);
  return refuse('notPermitted', 'Only people who operate this installation may see this.', {
    accepted: 'somebody named by "workledger operator grant"',
  });
}

function permitted(principal: Principal, route: FirmRoute): Result<null> {
  const permissions = permissionsOfRoute(route);
  const [first] = permissions;
  if (first === undefined) throw new Error(`${route.method} ${route.path} names no permission`);
  return permissions.some((permission) => may(principal, permission))
    ? done(null)
    : requirePermission(principal, first);
}

async function answerInFirm(
  request: FastifyRequest,
  reply: FastifyReply,
  installation: Installation,
  { route, slot }: { route: FirmRoute; slot: Slot },
): Promise<FastifyReply> {
  const { principal } = request;
  if (principal === null) throw new Error('a route of a firm was reached without a principal');
  const asked = readRequest(request, route);
  if (!asked.ok) return sendRefused(reply, asked);
  const version = readVersion(request, route);
  if (!version.ok) return sendRefused(reply, version);
  const key = readRequestKey(request, route, principal);
  if (!key.ok) return sendRefused(reply, key);

  const { database, clock, mail, live, topics } = installation;
  const result = await route.handler({
    ...asked.value,
    context: {
      database,
      clock,
      principal,
      mail,
      mailsLinks: mailsLinks(installation),
      live,
      request: key.value,
    },
    version: version.value,
    lastEventId: lastEventIdOf(request),
    watcher: watcherOf(request),
    baseUrl: installation.baseUrl ?? `${request.protocol}://${request.host}`,
    files: filesOf(request, route),
    mayHear: (topic) => topics.mayHear(request.principal ?? principal, topic),
  });
  if (route.changesAccess) installation.identities.forget();
  // What is left to do is done at once, unless a file is still being made; a caller that reads slowly holds nobody up.
  if (!result.ok || !(result.value instanceof Download)) slot.leave();
  if (!result.ok) return sendRefused(reply, result);
  live.leaveWord(principal.firmId, topics.of(route), watcherOf(request));
  if (!(result.value instanceof Events)) return sendAnswer(reply, route, result.value);
  const mayStillListen = async () => (await admit(request, installation, route)).ok;
  return sendEvents(reply, result.value, mayStillListen);
}

async function answerOpenly(
  request: FastifyRequest,
  reply: FastifyReply,
  installation: Installation,
  route: OpenRoute,
): Promise<FastifyReply> {
  const asked = readRequest(request, route);
  if (!asked.ok) return sendRefused(reply, asked);
  const { caller } = request;
  const result = await route.handler({
    ...asked.value,
    installation,
    caller,
    headers: headersOf(request),
    setCookies: (lines) => void reply.header('set-cookie', [...lines]),
  });
  if (route.changesAccess) installation.identities.forget();
  if (!result.ok) return sendRefused(reply, result);
  return sendAnswer(reply, route, result.value);
}

type Read = { params: undefined; query: undefined; body: undefined };

/** Parameters, query and body as their schemas say. Their types are those of the route, which wore them off. */
function readRequest(request: FastifyRequest, route: Route): Result<Read> {
  const params = read(route.params, request.params);
  // An id that cannot be one names nothing.
  if (!params.ok) {
    return refuseAll(params.refusals.map((wrong) => ({ ...wrong, code: 'notFound', detail: nothingHere })));
  }
  const query = read(route.query ?? noParameters, withFormat(request, route));
  if (!query.ok) return query;
  const body = read(route.body ?? noBody, request.body ?? undefined);
  if (!body.ok) return body;
  return done({ params: params.value, query: query.value, body: body.value } as Read);
}

/** The query, with the format that Accept asks for where the address names none. */
function withFormat({ query, headers }: FastifyRequest, route: Route): unknown {
  const format = hasFiles(route) ? formatAccepted(headers.accept) : undefined;
  return format === undefined ? query : { format, ...(query as object) };
}

const nothingHere = 'There is nothing at this address.';
const noParameters = z.strictObject({});
const noBody = z.strictObject({}).optional();

function read(schema: z.ZodType | undefined, input: unknown): Result<unknown> {
  if (schema === undefined) return done(undefined);
  const parsed = schema.safeParse(input);
  return parsed.success ? done(parsed.data) : refusedBySchema(schema, parsed.error.issues, input);
}

function readVersion(request: FastifyRequest, route: Route): Result<number> {
  if (!needsVersion(route)) return done(0);
  const header = request.headers['if-match'];
  const version = Number(/^(?:W\/)?"?(\d{1,9})"?$/.exec(header ?? '')?.[1] ?? 0);
  if (version > 0) return done(version);
  return refuse('versionMissing', 'Say in If-Match which version of the record you saw.', {
    field: 'If-Match',
    ...(header === undefined ? {} : { value: header.slice(0, 40) }),
    accepted: 'the version of the record, such as "3"',
  });
}

function readRequestKey(
  request: FastifyRequest,
  route: Route,
  principal: Principal,
): Result<RequestKey | undefined> {
  const header = request.headers['idempotency-key'];
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isRead || (route.kind === 'firm' && route.upload !== undefined)) return done(undefined);
  if (header === undefined && !needsRequestKey(route)) return done(undefined);
  if (typeof header === 'string' && /^[\x21-\x7e]{1,200}$/.test(header)) {
    return done({ key: header, hash: hashOfRequest(request, principal) });
  }
  return refuse(
    'requestKeyMissing',
    'Send a key of your own choice, so that the request can be repeated safely.',
    {
      field: 'Idempotency-Key',
      ...(header === undefined ? {} : { value: String(header).slice(0, 40) }),
      accepted: '1 to 200 visible ASCII characters that you have not used before, such as a random UUID',
    },
  );
}

/** What was asked and by whom: the same key with another hash stands for something else. */
function hashOfRequest(request: FastifyRequest, principal: Principal): Uint8Array {
  const asked = [
    request.method,
    request.url,
    principal.actorId,
    request.headers['if-match'] ?? '',
    canonical(request.body),
  ];
  return hash('sha256', JSON.stringify(asked), 'buffer');
}

/** The same content in the same order, whatever order the caller wrote it in. */
function canonical(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (Array.isArray(value)) return value.map(canonical);
  const fields = value as Record<string, unknown>;
  return Object.keys(fields)
    .sort()
    .map((name) => [name, canonical(fields[name])]);
}

function sendAnswer(
  reply: FastifyReply,
  route: Route,
  answer: unknown,
): FastifyReply | Promise<FastifyReply> {
  if (answer instanceof Download) return sendDownload(reply, answer);
  reply.code(statusOf(route));
  if (answer instanceof Encoded) {
    // All of it has been handed to the system then. Where a caller goes away before, the bytes are not used again.
    reply.raw.once('finish', answer.release);
    return reply.type('application/json; charset=utf-8').send(answer.json);
  }
  if (route.answer === undefined) return reply.send();
  const encoded = z.safeEncode(route.answer, answer);
  if (!encoded.success) {
    throw new Error(`${route.method} ${route.path} answered what it does not describe`, {
      cause: encoded.error,
    });
  }
  const { principal } = reply.request;
  const maySeeCosts = principal !== null && may(principal, 'costRates.read');
  const shown = maySeeCosts ? encoded.data : withoutCosts(encoded.data, route.answer);
  const version = versionOf(shown);
  if (version !== undefined) reply.header('ETag', `"${version}"`);
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(shown));
}

function versionOf(answer: unknown): number | undefined {
  if (typeof answer !== 'object' || answer === null || !('version' in answer)) return undefined;
  return typeof answer.version === 'number' ? answer.version : undefined;
}

function sendDownload(reply: FastifyReply, download: Download): FastifyReply {
  const { fileName, mediaType, content, inline } = download;
  const plain = fileName.replaceAll(/[^\w. -]/g, '_');
  if (inline) reply.header('Content-Security-Policy', `default-src 'none'; sandbox`);
  const disposition = `${inline ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName)}`;
  return reply.code(200).type(mediaType).header('Content-Disposition', disposition).send(content);
}

function lastEventIdOf({ headers }: FastifyRequest): string | null {
  const header = headers['last-event-id'];
  return typeof header === 'string' ? header : null;
}

/** '' where the caller does not name itself, or by more than fits into word of changes. */
function watcherOf({ headers }: FastifyRequest): string {
  const header = headers['workledger-watcher'];
  return typeof header === 'string' && /^[A-Za-z0-9-]{1,32}$/.test(header) ? header : '';
}

/** The headers that identify and nothing else; the address is the one that Fastify found out. */
function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers({ 'x-forwarded-for': request.ip });
  for (const name of ['authorization', 'cookie', 'user-agent', 'workledger-firm']) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  return headers;
}
