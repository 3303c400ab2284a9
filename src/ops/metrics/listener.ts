// Where Prometheus finds the metrics of a process: an address of its own, apart from the one that people use.

import { timingSafeEqual, hash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartError } from '../start-error.ts';

export type MetricsListener = { readonly address: string; close(): Promise<void> };

export type MetricsListenerOptions = {
  readonly host: string;
  readonly port: number;
  /** Without one, everybody who reaches the address may read. */
  readonly token: string | undefined;
  /** All metrics at this moment, with their media type. */
  readonly metrics: () => Promise<{ readonly type: string; readonly text: string }>;
  readonly onError: (error: unknown) => void;
};

export async function listenForMetrics(options: MetricsListenerOptions): Promise<MetricsListener> {
  const { host, port } = options;
  const server = createServer((request, response) => void answer(request, response, options));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, host, resolve);
  try {
    await promise;
  } catch (error) {
    throw new StartError(
      `The metrics cannot be served on ${host}:${port}: ${(error as Error).message}. Set METRICS_PORT to another ` +
        'number, or 0 for any free one; each process on a machine needs its own.',
      { cause: error },
    );
  }
  server.on('error', options.onError);
  server.unref();
  const { port: taken } = server.address() as AddressInfo;
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${taken}/metrics`,
    close() {
      const closed = new Promise<void>((ready) => void server.close(() => ready()));
      server.closeAllConnections();
      return closed;
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { token, metrics, onError }: MetricsListenerOptions,
): Promise<void> {
  const path = request.url?.split('?', 1)[0];
  if (path === '/livez') return end(response, 200, 'live\n');
  if (path !== '/metrics') return end(response, 404, 'The metrics are at /metrics.\n');
  if (token !== undefined && !isSame(request.headers.authorization ?? '', `Bearer ${token}`)) {
    response.setHeader('WWW-Authenticate', 'Bearer');
    return end(response, 401, 'Send METRICS_TOKEN as a bearer token.\n');
  }
  try {
    const { type, text } = await metrics();
    response.setHeader('Content-Type', type);
    return end(response, 200, text);
  } catch (error) {
    onError(error);
    return end(response, 500, 'The metrics cannot be read; the log says why.\n');
  }
}

function end(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status;
  response.end(text);
}

function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', wanted, 'buffer'));
}
