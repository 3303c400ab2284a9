// Two limits. Attempts to guess a password, a code or a link are few per address, and counted in the database, so that more
// servers do not mean more attempts; one that has had all of them is turned away here until its minute is over. Everything
// else is counted per caller and in this process, high enough that no honest program meets it, so that one that runs wild
// does not starve the others.

import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { countGuess } from '#actions/people/guesses.ts';
import type { Context } from '#actions/context.ts';
import { sendProblem } from '../errors/problems.ts';

export type RateLimits = { readonly requestsPerMinuteMax: number; readonly guessesPerMinuteMax: number };

export const rateLimitsDefault: RateLimits = { requestsPerMinuteMax: 600_000, guessesPerMinuteMax: 30 };

const rememberedMax = 10_000;

export async function limitRates(
  server: FastifyInstance,
  database: Context['database'],
  { requestsPerMinuteMax, guessesPerMinuteMax }: RateLimits,
): Promise<void> {
  limitGuesses(server, database, guessesPerMinuteMax);
  await server.register(rateLimit, {
    hook: 'preParsing',
    timeWindow: 60_000,
    max: requestsPerMinuteMax,
    allowList: isGuess,
    keyGenerator: callerKey,
    cache: rememberedMax,
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    addHeadersOnExceeding: {
      'x-ratelimit-limit': false,
      'x-ratelimit-remaining': false,
      'x-ratelimit-reset': false,
    },
  });
}

function limitGuesses(server: FastifyInstance, database: Context['database'], guessesPerMinuteMax: number) {
  /** When the minute of an address is over that has had its attempts. */
  const shut = new Map<string, number>();

  /** Seconds until it may try again; 0 when it may now. */
  async function secondsShut(address: string): Promise<number> {
    const leftMs = (shut.get(address) ?? 0) - performance.now();
    if (leftMs > 0) return Math.ceil(leftMs / 1_000);
    shut.delete(address);
    const { attempts, secondsLeft } = await countGuess(database, address);
    if (attempts <= guessesPerMinuteMax) return 0;
    if (shut.size >= rememberedMax) shut.clear();
    shut.set(address, performance.now() + secondsLeft * 1_000);
    return secondsLeft;
  }

  server.addHook('preParsing', async (request, reply) => {
    const seconds = isGuess(request) ? await secondsShut(request.ip) : 0;
    if (seconds === 0) return undefined;
    reply.header('Retry-After', seconds);
    return sendProblem(reply, {
      code: 'tooManyRequests',
      detail: 'Too many requests in a short time. Wait, then go on.',
    });
  });
}

function callerKey({ principal, ip }: FastifyRequest): string {
  return principal === null ? ip : `${principal.firmId} ${principal.actorId}`;
}

function isGuess(request: FastifyRequest): boolean {
  return request.routeOptions.config.guessable === true;
}
