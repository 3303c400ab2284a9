// The HTTP server: everything that stands between a socket and an action, in one list.

import { randomUUID } from 'node:crypto';
import compress from '@fastify/compress';
import multipart from '@fastify/multipart';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Clock, Context } from '#actions/context.ts';
import { openLiveHub, type HubOptions } from '#actions/live/hub.ts';
import { openSignIn } from '#actions/people/sign-in.ts';
import { openAdmission, type Admission } from './admission/admission.ts';
import { refuseWhileLate } from './admission/lateness.ts';
import { limitsFor, unhurried } from './admission/limits.ts';
import { serveErrorPages } from './errors/pages.ts';
import { sendError } from './errors/problems.ts';
import { endEventsOnClose } from './events.ts';
import { createIdentities } from './identities.ts';
import type { Installation } from './installation.ts';
import { childLogger, tellAnswers, type Answered } from './middleware/answers.ts';
import { answerHealth } from './middleware/health.ts';
import { readJsonBodies } from './middleware/json-body.ts';
import { limitRates, rateLimitsDefault, type RateLimits } from './middleware/rate-limits.ts';
import { serveReference } from './middleware/reference.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import { serveWebApp } from './middleware/web-app.ts';
import { topicsOf } from './live-topics.ts';
import { mount } from './mount.ts';
import { openApiDocument } from './openapi.ts';
import type { Route } from './route.ts';
import { routes as allRoutes } from './routes/index.ts';

export type ServerOptions = {
  readonly database: Context['database'];
  readonly clock: Clock;
  readonly config: {
    /** Where people reach the installation; undefined means wherever they come from. */
    readonly baseUrl?: string | undefined;
    /** Signs sessions; at least 32 characters. */
    readonly secret: string;
    /** The built browser app; without it only the API is served. */
    readonly webFolder?: string | undefined;
    /** Whose X-Forwarded-* headers are believed: everybody's, nobody's, or those of proxies at these addresses. */
    readonly trustProxy?: boolean | readonly string[] | undefined;
    readonly rateLimits?: RateLimits | undefined;
    /** Where workers send mail; undefined where they cannot. */
    readonly mail?: Context['mail'];
    /** Whether anybody may see when the installation was there, without signing in. */
    readonly statusPage?: 'public' | undefined;
  };
  /** Whether the server is about to stop, so that a load balancer should look for another. */
  readonly isDraining?: (() => boolean) | undefined;
  /** Told of each answer; it must not take long. */
  readonly onAnswered?: ((answered: Answered) => void) | undefined;
  /** Who begins and who waits; unless given, whoever waits does so for as long as it takes. */
  readonly admission?: Admission | undefined;
  /** A pino logger, or nothing for silence. */
  readonly log?: FastifyBaseLogger | undefined;
  /** How word of changes travels, where it is not as usual. */
  readonly live?: (Partial<HubOptions> & { readonly heartbeatMs?: number }) | undefined;
  /** For tests of the machinery itself. */
  readonly routes?: readonly Route[] | undefined;
};

const bodyBytesMax = 8 * 1024 * 1024;
const requestMsMax = 120_000;

export function buildServer(options: ServerOptions): FastifyInstance {
  const {
    database,
    clock,
    config,
    log,
    routes = allRoutes,
    admission = openAdmission(unhurried(limitsFor(14))),
  } = options;
  const server = Fastify({
    ...(log === undefined ? { logger: false } : { loggerInstance: log }),
    bodyLimit: bodyBytesMax,
    requestTimeout: requestMsMax,
    forceCloseConnections: 'idle',
    // What still arrives while the server closes is answered as anything else.
    return503OnClosing: false,
    trustProxy: typeof config.trustProxy === 'object' ? [...config.trustProxy] : (config.trustProxy ?? false),
    genReqId: () => randomUUID(),
    // Its own lines hold addresses, in which people's names may stand.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    childLoggerFactory: childLogger,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (error, request, reply) => void sendError(error, request, reply),
  });
  server.setErrorHandler(sendError);
  server.decorateRequest('principal', null);
  server.decorateRequest('caller');
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('X-Request-Id', request.id);
    done();
  });

  if (options.onAnswered !== undefined) tellAnswers(server, options.onAnswered);

  const signIn = openSignIn(database, { secret: config.secret, baseUrl: config.baseUrl });
  server.addHook('onClose', () => signIn.close());
  endEventsOnClose(server, options.live?.heartbeatMs);
  const identities = createIdentities(database, signIn, clock);
  const { baseUrl, mail, statusPage } = config;
  const live = openLiveHub(database, options.live);
  server.addHook('onClose', () => live.close());
  const listening = { live, topics: topicsOf(routes) };
  const installation = {
    database,
    clock,
    signIn,
    identities,
    baseUrl,
    mail,
    statusPage,
    admission,
    ...listening,
  };

  server.register(async (all) => {
    securityHeaders(all, { https: config.baseUrl?.startsWith('https:') ?? false });
    await all.register(compress, { threshold: 2048, encodings: ['gzip', 'identity'] });
    answerHealth(all, database, options.isDraining);
    serveErrorPages(all);
    await serveReference(all, () => openApiDocument(routes));
    const isPatient = options.admission === undefined;
    await all.register(
      (api) => serveApi(api, { installation, routes, limits: config.rateLimits, isPatient }),
      { prefix: '/api/v1' },
    );
    await serveWebApp(all, config.webFolder);
  });
  return server;
}

type Api = {
  installation: Installation;
  routes: readonly Route[];
  limits: RateLimits | undefined;
  /** Answers late rather than not at all. */
  isPatient: boolean;
};

async function serveApi(
  api: FastifyInstance,
  { installation, routes, limits, isPatient }: Api,
): Promise<void> {
  await api.register(multipart);
  if (!isPatient) refuseWhileLate(api);
  await limitRates(api, installation.database, limits ?? rateLimitsDefault);
  readJsonBodies(api);
  for (const route of routes) mount(api, installation, route);
}
