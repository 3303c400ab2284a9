// Bytes that pass by, counted and digested.

import { createHash } from 'node:crypto';

export type Measure = {
  readonly through: (source: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array>;
  bytes(): number;
  sha256(): string;
};

export function measure(): Measure {
  const hash = createHash('sha256');
  let bytes = 0;
  let digest: string | undefined;
  return {
    async *through(source) {
      for await (const chunk of source) {
        bytes += chunk.length;
        hash.update(chunk);
        yield chunk;
      }
    },
    bytes: () => bytes,
    sha256: () => (digest ??= hash.digest('hex')),
  };
}
