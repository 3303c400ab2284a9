// Server-sent events: an answer that goes on until there is nothing more to tell, whoever listens goes away, or the server
// closes. A server that closes says when to ask again, elsewhere. While it is quiet, a comment every few seconds keeps proxies from taking the connection for dead; at the same
// moments it is looked whether the caller may still listen.

import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { eventsType, type Events, type ServerEvent } from './route.ts';

const heartbeatMsDefault = 15_000;

export async function sendEvents(
  reply: FastifyReply,
  answer: Events,
  mayStillListen: () => Promise<boolean>,
): Promise<FastifyReply> {
  const { endings, heartbeatMs } = openStreams.get(reply.server.server) ?? noStreams;
  const first = await answer.events.next();
  if (first.done === true) return reply.code(204).send();
  const over = new AbortController();
  let goodbye = '';
  const text = asText(first.value, answer.events, {
    mayStillListen,
    heartbeatMs,
    signal: over.signal,
    last: () => goodbye,
  });
  const stream = Readable.from(text, { objectMode: false });
  // The stream waits for whatever it reads from, so that is told first.
  const end = () => {
    endings.delete(leave);
    over.abort();
    answer.end();
  };
  const leave = (retryMs: number) => {
    goodbye = `retry: ${retryMs}\n\n`;
    end();
  };
  endings.add(leave);
  reply.raw.once('close', () => {
    end();
    stream.destroy();
  });
  return reply
    .code(200)
    .type(eventsType)
    .header('Cache-Control', 'no-store')
    .header('X-Accel-Buffering', 'no')
    .send(stream);
}

function textOf({ id, event, json }: ServerEvent): string {
  const lines = [
    ...(id === undefined ? [] : [`id: ${id}`]),
    ...(event === undefined ? [] : [`event: ${event}`]),
    `data: ${json}`,
  ];
  return `${lines.join('\n')}\n\n`;
}

async function* asText(
  first: ServerEvent,
  rest: Events['events'],
  options: {
    mayStillListen: () => Promise<boolean>;
    heartbeatMs: number;
    signal: AbortSignal;
    /** What is said when the signal has ended it. */
    last: () => string;
  },
): AsyncGenerator<string, void, undefined> {
  const { mayStillListen, heartbeatMs, signal, last } = options;
  yield textOf(first);
  let coming = rest.next();
  while (!signal.aborted) {
    const quiet = new AbortController();
    const silence = delay(heartbeatMs, 'quiet' as const, {
      signal: AbortSignal.any([signal, quiet.signal]),
      ref: false,
    }).catch(() => 'quiet' as const);
    const came = await Promise.race([coming, silence]);
    quiet.abort();
    if (came !== 'quiet') {
      if (came.done === true) return;
      yield textOf(came.value);
      coming = rest.next();
    } else if (!signal.aborted) {
      if (!(await mayStillListen())) return;
      yield ': still here\n\n';
    }
  }
  await rest.return();
  yield last();
}

/** Whoever listened comes back a few at a time, in milliseconds. */
const backSoonest = 200;
const backLatest = 5_000;
const apartMs = 5;

/** What ends the streams that a server has open. They end when it closes; whoever listens asks again elsewhere. */
type OpenStreams = { readonly endings: Set<(retryMs: number) => void>; readonly heartbeatMs: number };
const openStreams = new WeakMap<object, OpenStreams>();
const noStreams: OpenStreams = { endings: new Set(), heartbeatMs: heartbeatMsDefault };

/** To be called once per server. */
export function endEventsOnClose(server: FastifyInstance, heartbeatMs = heartbeatMsDefault): void {
  const endings: OpenStreams['endings'] = new Set();
  openStreams.set(server.server, { endings, heartbeatMs });
  server.addHook('preClose', async () => {
    for (const [place, leave] of [...endings].entries())
      leave(Math.min(backLatest, backSoonest + apartMs * place));
  });
}
