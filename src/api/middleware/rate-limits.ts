// Two limits. Attempts to guess a password or a link are few per address; everything else is counted per caller, high
// enough that no honest program meets it, so that one that runs wild does not starve the others.

import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';

export type RateLimits = { readonly requestsPerMinuteMax: number; readonly guessesPerMinuteMax: number };

export const rateLimitsDefault: RateLimits = { requestsPerMinuteMax: 600_000, guessesPerMinuteMax: 30 };

export async function limitRates(server: FastifyInstance, limits: RateLimits): Promise<void> {
  await server.register(rateLimit, {
    hook: 'preParsing',
    timeWindow: 60_000,
    max: (request) => (isGuess(request) ? limits.guessesPerMinuteMax : limits.requestsPerMinuteMax),
    keyGenerator: callerKey,
    cache: 10_000,
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    addHeadersOnExceeding: {
      'x-ratelimit-limit': false,
      'x-ratelimit-remaining': false,
      'x-ratelimit-reset': false,
    },
  });
}

function callerKey(request: FastifyRequest): string {
  if (isGuess(request)) return `guess ${request.ip}`;
  const { principal } = request;
  return principal === null ? request.ip : `${principal.firmId} ${principal.actorId}`;
}

function isGuess(request: FastifyRequest): boolean {
  return request.routeOptions.config.guessable === true;
}
