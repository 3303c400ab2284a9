// A mail server that keeps count: which messages it took, and how often each. It may be away, and then says "later".

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { wholeLetter } from '#worker/testing/whole-letter.ts';

export type Letters = {
  readonly url: string;
  /** How often each message was taken, by its Message-ID. */
  readonly taken: ReadonlyMap<string, number>;
  isAway: boolean;
  close(): Promise<void>;
};

export async function openLetters(): Promise<Letters> {
  const taken = new Map<string, number>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    async onData(stream, _session, done) {
      const letter = await wholeLetter(stream);
      if (letter === undefined) return;
      if (letters.isAway) return done(Object.assign(new Error('come back later'), { responseCode: 451 }));
      const id = /^message-id:\s*(\S+)/im.exec(letter)?.[1] ?? 'none';
      taken.set(id, (taken.get(id) ?? 0) + 1);
      return done();
    },
  });
  // Who hangs up in the middle, as one who is killed, is no concern of ours.
  server.on('error', () => {});
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const letters: Letters = {
    url: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    taken,
    isAway: false,
    async close() {
      for (const connection of server.connections) connection.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return letters;
}
