// A load balancer as simple as one can be: it asks each server now and then whether it is ready, sends each request to
// one that was, and never tries anything twice. What it answers is what servers answered, or 502.

import { Agent, createServer, get, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export type Balancer = {
  readonly url: string;
  /** Ports that are ready now. */
  ready(): readonly number[];
  /** Requests that could not be handed to any server, or broke off. */
  readonly failures: string[];
  close(): Promise<void>;
};

const askEveryMs = 100;

export async function openBalancer(ports: readonly number[]): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true });
  const failures: string[] = [];
  let ready: number[] = [];
  let turn = 0;
  const look = async () => {
    const answers = await Promise.all(ports.map((port) => isReady(port)));
    ready = ports.filter((_port, place) => answers[place]);
  };
  await look();
  const looking = setInterval(() => void look(), askEveryMs);
  const server = createServer((incoming, outgoing) => {
    const port = ready[(turn += 1) % ready.length];
    if (port === undefined) return fail(outgoing, failures, 'no server is ready');
    forward(incoming, outgoing, {
      port,
      agent,
      onFailure: (error) => fail(outgoing, failures, error.message),
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ready: () => ready,
    failures,
    async close() {
      clearInterval(looking);
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function isReady(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const asked = get({ host: '127.0.0.1', port, path: '/readyz', timeout: 1_000 }, (answer) => {
      answer.resume();
      settle(answer.statusCode === 200);
    });
    asked.once('error', () => settle(false));
    asked.once('timeout', () => asked.destroy());
  });
}

const ofOneConnection = new Set(['connection', 'keep-alive', 'transfer-encoding']);

type Way = { readonly port: number; readonly agent: Agent; readonly onFailure: (error: Error) => void };

function forward(incoming: IncomingMessage, outgoing: ServerResponse, { port, agent, onFailure }: Way): void {
  const { method, url, headers } = incoming;
  const asked = request({ host: '127.0.0.1', port, method, path: url, headers, agent }, (answer) => {
    const passedOn = Object.entries(answer.headers).filter(([name]) => !ofOneConnection.has(name));
    outgoing.writeHead(answer.statusCode ?? 502, Object.fromEntries(passedOn));
    answer.pipe(outgoing);
    answer.once('error', onFailure);
  });
  asked.once('error', onFailure);
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) asked.destroy();
  });
  incoming.pipe(asked);
}

function fail(outgoing: ServerResponse, failures: string[], message: string): void {
  if (outgoing.destroyed) return;
  failures.push(message);
  if (outgoing.headersSent) outgoing.destroy();
  else outgoing.writeHead(502, { 'content-type': 'application/json' }).end('{"code":"noServer"}');
}
