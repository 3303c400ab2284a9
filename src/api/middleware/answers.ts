// What is told of each answer, to the log and to the meters: who asked in which firm, as ids, which endpoint, and how it
// went. Never an address as it was asked for, a header or a body: people's names and passwords may stand there.

import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { eventsType } from '../route.ts';

export type Answered = {
  readonly method: string;
  /** The template, such as '/api/v1/jobs/{id}'; 'pages' for the browser app, 'nothing' where nothing is. */
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
  /** Events go on for as long as somebody listens, so how long they took says nothing. */
  readonly isStream: boolean;
  readonly firmId: number | null;
  readonly actorId: number | null;
  readonly log: FastifyBaseLogger;
};

export function tellAnswers(server: FastifyInstance, onAnswered: (answered: Answered) => void): void {
  server.addHook('onResponse', (request, reply, done) => {
    onAnswered(answeredOf(request, reply));
    done();
  });
}

function answeredOf(request: FastifyRequest, reply: FastifyReply): Answered {
  const { principal } = request;
  return {
    method: request.method,
    route: templateOf(request),
    status: reply.statusCode,
    durationMs: reply.elapsedTime,
    isStream: reply.getHeader('content-type') === eventsType,
    firmId: principal?.firmId ?? null,
    actorId: principal?.actorId ?? null,
    log: request.log,
  };
}

const templates = new Map<string, string>();

function templateOf({ routeOptions: { url } }: FastifyRequest): string {
  if (url === undefined) return 'nothing';
  let template = templates.get(url);
  if (template === undefined) templates.set(url, (template = templateOfPattern(url)));
  return template;
}

function templateOfPattern(url: string): string {
  const isOurs = url.startsWith('/api/v1/') || url === '/livez' || url === '/readyz';
  return isOurs ? url.replaceAll(/:(\w+)/g, '{$1}') : 'pages';
}

const traceparent = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

/** The log of a request, with its id, and with the trace that it is part of where the caller named one (W3C). */
export function childLogger(
  log: FastifyBaseLogger,
  bindings: object,
  options: object,
  { headers }: { headers: Record<string, string | string[] | undefined> },
): FastifyBaseLogger {
  const [, traceId, parentSpanId] = traceparent.exec(String(headers['traceparent'] ?? '')) ?? [];
  return log.child(traceId === undefined ? bindings : { ...bindings, traceId, parentSpanId }, options);
}
