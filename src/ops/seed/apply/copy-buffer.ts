// Rows on their way into a table by COPY, gathered until there is enough to send. One lot travels while the next is being
// gathered, never more, so memory stays the same however long the history is.

import { finished } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Tx } from '#store/database.ts';

type Value = string | number | bigint | boolean | null | undefined;

const bytesPerLot = 1 << 20;
const bytesPerRowMax = 1 << 16;
const unsafe = /[\\\t\n\r]/;
const unsafeEach = /[\\\t\n\r]/g;

/** What copies are on their way on one connection: they take turns, each table a lot at a time. */
export class CopyQueue {
  readonly #tx: Tx;
  #sending: Promise<void> = Promise.resolve();

  constructor(tx: Tx) {
    this.#tx = tx;
  }

  /** Waits for the lot before, then sends this one without waiting for it. */
  async send(target: string, rows: Buffer): Promise<void> {
    await this.#sending;
    const stream = this.#tx.client.query(copyFrom(`copy ${target} from stdin`));
    stream.end(rows);
    this.#sending = finished(stream);
    // Awaited before the next lot; until then a failure must not count as unhandled.
    this.#sending.catch(() => {});
  }

  /** Resolves when the connection is free for other statements. */
  idle(): Promise<void> {
    return this.#sending;
  }
}

export class CopyBuffer {
  readonly #queue: CopyQueue;
  readonly #target: string;
  // Bytes and not text: a text of a million pieces outlives many collections of garbage and slows each of them.
  #bytes = Buffer.allocUnsafe(bytesPerLot);
  #length = 0;
  #full: Buffer[] = [];

  /** `target` is the table with its columns in order. */
  constructor(queue: CopyQueue, target: string) {
    this.#queue = queue;
    this.#target = target;
  }

  add(row: readonly Value[]): void {
    let text = asText(row[0]);
    for (let place = 1; place < row.length; place += 1) text += `\t${asText(row[place])}`;
    this.#length += this.#bytes.write(`${text}\n`, this.#length);
    if (this.#length > bytesPerLot - bytesPerRowMax) this.#setAside();
  }

  /** Sends the lots that are full. */
  async sendFull(): Promise<void> {
    for (const lot of this.#full.splice(0)) await this.#queue.send(this.#target, lot);
  }

  async sendAll(): Promise<void> {
    this.#setAside();
    await this.sendFull();
  }

  #setAside(): void {
    if (this.#length === 0) return;
    this.#full.push(this.#bytes.subarray(0, this.#length));
    this.#bytes = Buffer.allocUnsafe(bytesPerLot);
    this.#length = 0;
  }
}

function asText(value: Value): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'string') return unsafe.test(value) ? value.replace(unsafeEach, escaped) : value;
  return String(value);
}

function escaped(character: string): string {
  const letters: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
  return letters[character]!;
}
