// The cable between servers and their database, which can be pulled: a port that leads to the socket of a PostgreSQL, and
// what can become of the connections through it.

import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export const cuts = ['stalled', 'reset', 'halfClosed', 'silent'] as const;

/**
 * - `stalled`: nothing passes until it is mended, and then all that waited does, as after a moment without a network;
 * - `reset`: each connection breaks at once, and nobody is let in until it is mended;
 * - `halfClosed`: the database's half ends at once and nothing it says arrives, nor is anybody let in;
 * - `silent`: what stands is never heard of again, not even afterwards; a connection made afterwards works.
 */
export type Cut = (typeof cuts)[number];

export type Cable = {
  readonly port: number;
  cut(how: Cut): void;
  mend(): void;
  close(): Promise<void>;
};

type Strand = { readonly outer: Socket; readonly inner: Socket };

export async function layCable(socketPath: string): Promise<Cable> {
  const strands = new Set<Strand>();
  let now: Cut | undefined;
  const server = createServer((outer) => {
    if (now === 'reset' || now === 'halfClosed') return void outer.resetAndDestroy();
    const strand = { outer, inner: connect(socketPath) };
    strands.add(strand);
    join(strand, () => strands.delete(strand));
    if (now !== undefined) hold(strand);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cut(how) {
      now = how;
      for (const strand of strands) {
        if (how === 'reset') strand.outer.resetAndDestroy();
        else hold(strand);
        if (how === 'halfClosed') strand.outer.end();
      }
    },
    mend() {
      // Whoever is silent stays so; the database hears of nobody who is half closed.
      const [was, standing] = [now, [...strands]];
      now = undefined;
      if (was === 'stalled') for (const strand of standing) release(strand);
      if (was === 'halfClosed') for (const { outer } of standing) outer.destroy();
    },
    async close() {
      server.close();
      for (const { outer, inner } of strands) {
        outer.destroy();
        inner.destroy();
      }
      await once(server, 'close');
    },
  };
}

/** What one says the other hears; when one is gone, so is the other. */
function join({ outer, inner }: Strand, onEnd: () => void): void {
  outer.setNoDelay(true);
  release({ outer, inner });
  outer.once('close', () => inner.destroy());
  inner.once('close', () => {
    outer.destroy();
    onEnd();
  });
  for (const socket of [outer, inner]) socket.on('error', () => {});
}

function release({ outer, inner }: Strand): void {
  outer.pipe(inner);
  inner.pipe(outer);
}

function hold({ outer, inner }: Strand): void {
  outer.unpipe(inner);
  inner.unpipe(outer);
  outer.pause();
  inner.pause();
}
