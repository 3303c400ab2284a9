// What happens inside, told to whoever watches over the program, by Node's diagnostics channels. Nobody waits for a
// listener, and where nobody listens, telling costs next to nothing.

import { channel } from 'node:diagnostics_channel';

type Signal<Message extends object> = {
  /** Whether it is worth putting a message together. */
  readonly isHeard: () => boolean;
  tell(message: Message): void;
  /** Returns how to stop listening. */
  listen(listener: (message: Message) => void): () => void;
};

function signal<Message extends object>(name: string): Signal<Message> {
  const told = channel(`workledger.${name}`);
  return {
    isHeard: () => told.hasSubscribers,
    tell: (message) => told.publish(message),
    listen(listener) {
      const subscriber = (message: unknown) => listener(message as Message);
      told.subscribe(subscriber);
      return () => {
        told.unsubscribe(subscriber);
      };
    },
  };
}

/** A batch went through the door of the ledger. It is kept only if its transaction is. */
export const posted = signal<{
  readonly journals: number;
  readonly lines: number;
  readonly durationMs: number;
}>('posted');

/** Calls of one firm were done together. */
export const groupCommitted = signal<{ readonly calls: number; readonly durationMs: number }>(
  'groupCommitted',
);

/**
 * A statement was answered, or failed: its text, in which values are placeholders, and the name that it is prepared under. The time counts from when it was sent, so it holds what those before it on the connection took.
 */
export const statementAnswered = signal<{
  readonly name: string | null;
  readonly text: string;
  readonly durationMs: number;
}>('statementAnswered');
