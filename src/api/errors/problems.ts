// Refusals and errors as application/problem+json (RFC 9457).

import type { FastifyReply, FastifyRequest } from 'fastify';
import { refusalOfError } from '#actions/failures.ts';
import type { Problem } from '#contract/problem.ts';
import { problems, type ProblemCode } from '#contract/refusals.ts';
import type { Refused } from '#core/refusal.ts';

const retryAfterSeconds: Partial<Record<ProblemCode, number>> = {
  overloaded: 1,
  timedOut: 5,
  unavailable: 2,
  requestInProgress: 1,
};

/** Answers a refusal. The first one decides the status; all of them are told. */
export function sendRefused(reply: FastifyReply, refused: Refused): FastifyReply {
  const [first] = refused.refusals;
  if (first === undefined) throw new Error('a refusal without a reason');
  return sendProblem(reply, { code: first.code, detail: first.detail, errors: [...refused.refusals] });
}

type Told = { code: ProblemCode; detail: string; errors?: Problem['errors'] };

export function sendProblem(reply: FastifyReply, told: Told): FastifyReply {
  const { code, detail, errors = [{ code, detail }] } = told;
  const { status, title } = problems[code];
  const body: Problem = {
    type: `${reply.request.protocol}://${reply.request.host}/docs/errors/${code}`,
    title,
    status,
    detail,
    code,
    errors,
    requestId: reply.request.id,
  };
  const seconds = retryAfterSeconds[code];
  if (seconds !== undefined && !reply.hasHeader('retry-after')) reply.header('Retry-After', seconds);
  if (status === 401) reply.header('WWW-Authenticate', 'Bearer');
  return reply.code(status).type('application/problem+json').send(JSON.stringify(body));
}

/** Answers whatever was thrown: by the framework, by a plugin, by the database, or by a defect of ours. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = problemOfFramework(error);
  if (known !== undefined) return sendProblem(reply, known);
  const refused = refusalOfError(error);
  if (refused !== undefined) {
    request.log.warn({ err: error }, 'the database refused');
    return sendRefused(reply, refused);
  }
  request.log.error({ err: error }, 'a defect');
  const detail = 'Something went wrong that should not have. Nothing was kept of the request.';
  return sendProblem(reply, { code: 'internalError', detail });
}

const frameworkProblems: Readonly<Record<string, Told>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'unsupportedMediaType',
    detail: 'This endpoint reads application/json, or what the reference says for uploads.',
  },
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: 'bodyTooLarge',
    detail: 'The body is larger than this endpoint reads.',
  },
  FST_REQ_FILE_TOO_LARGE: { code: 'fileTooLarge', detail: 'A file is larger than this endpoint reads.' },
  FST_FILES_LIMIT: {
    code: 'batchTooLarge',
    detail: 'There are more files than this endpoint reads at once.',
  },
};

function problemOfFramework(error: unknown): Told | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  const known = typeof code === 'string' ? frameworkProblems[code] : undefined;
  if (known !== undefined) return known;
  if (statusCode === 429) {
    return { code: 'tooManyRequests', detail: 'Too many requests in a short time. Wait, then go on.' };
  }
  if (statusCode === 413) return frameworkProblems['FST_ERR_CTP_BODY_TOO_LARGE'];
  const isClientError = typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
  return isClientError ? { code: 'malformedBody', detail: 'The request cannot be read.' } : undefined;
}
