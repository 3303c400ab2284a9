// Whether the event loop is so late that whatever arrives would only be later still.
//
// A process that is left without a processor for a moment, or that has just compiled its routes, is late once: it answers what
// has come meanwhile. Only where it is late twice in a row is it behind for good, and whoever comes is sent away.

import type { FastifyInstance } from 'fastify';
import { sendProblem } from '../errors/problems.ts';

const lookEveryMs = 500;
const lateMs = 2_000;
const detail = 'The server is too busy at the moment. Repeat the request.';

/** Told the time at each look; answers whether this and the look before it came late. */
export function openLateness(startedAtMs: number): (nowMs: number) => boolean {
  let lookedAtMs = startedAtMs;
  let lateLooks = 0;
  return (nowMs) => {
    lateLooks = nowMs - lookedAtMs > lateMs ? lateLooks + 1 : 0;
    lookedAtMs = nowMs;
    return lateLooks > 1;
  };
}

/** Sends everybody away as long as the event loop is late. */
export function refuseWhileLate(server: FastifyInstance): void {
  const look = openLateness(performance.now());
  let isLate = false;
  const looking = setInterval(() => (isLate = look(performance.now())), lookEveryMs).unref();
  server.addHook('onClose', (_server, done) => {
    clearInterval(looking);
    done();
  });
  server.addHook('onRequest', (_request, reply, done) => {
    if (isLate) return void sendProblem(reply, { code: 'overloaded', detail });
    done();
  });
}
