// A zip archive written from front to back: each file is packed as it comes, and how long it was is said after it, so
// that nothing of it has to be kept. Enough for workbooks and the invoices of a
// month; archives above 4 GiB or of more than 65,535 files are beyond it.

import { pipeline, Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

/** Content is text or bytes. */
export type ZipEntry = {
  readonly name: string;
  readonly content: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;
};

type Written = { readonly name: Buffer; readonly offset: number } & Sizes;
type Sizes = { readonly checksum: number; readonly packed: number; readonly plain: number };

/** UTF-8 names, and sizes that follow the data. */
const flags = 0x0808;
const deflated = 8;
const version = 20;
/** The first day that the format knows: archives of the same content are the same bytes. */
const firstDay = 0x0021;

export async function* zip(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  let offset = 0;
  for await (const { name, content } of entries) {
    const begun = offset;
    const nameBytes = Buffer.from(name);
    const sizes: { checksum: number; packed: number; plain: number } = { checksum: 0, packed: 0, plain: 0 };
    for await (const chunk of entryChunks(nameBytes, content, sizes)) {
      offset += chunk.length;
      yield chunk;
    }
    written.push({ name: nameBytes, offset: begun, ...sizes });
  }
  const directory = Buffer.concat(written.map(directoryEntry));
  yield directory;
  yield endOfDirectory(written.length, directory.length, offset);
}

async function* entryChunks(
  name: Buffer,
  content: ZipEntry['content'],
  sizes: { checksum: number; packed: number; plain: number },
): AsyncGenerator<Uint8Array> {
  yield Buffer.concat([
    numbers([4, 0x04034b50], [2, version], [2, flags], [2, deflated], [2, 0], [2, firstDay]),
    numbers([4, 0], [4, 0], [4, 0], [2, name.length], [2, 0]),
    name,
  ]);
  async function* counted() {
    for await (const part of content) {
      const bytes = typeof part === 'string' ? Buffer.from(part) : part;
      sizes.checksum = crc32(bytes, sizes.checksum);
      sizes.plain += bytes.length;
      yield bytes;
    }
  }
  // A failure of the content destroys the packer, and so comes out of the loop.
  const packer = pipeline(Readable.from(counted()), createDeflateRaw(), () => {});
  for await (const chunk of packer as AsyncIterable<Buffer>) {
    sizes.packed += chunk.length;
    yield chunk;
  }
  yield numbers([4, 0x08074b50], [4, sizes.checksum], [4, sizes.packed], [4, sizes.plain]);
}

function directoryEntry({ name, offset, checksum, packed, plain }: Written): Buffer {
  return Buffer.concat([
    numbers([4, 0x02014b50], [2, version], [2, version], [2, flags], [2, deflated], [2, 0], [2, firstDay]),
    numbers([4, checksum], [4, packed], [4, plain], [2, name.length], [2, 0], [2, 0], [2, 0], [2, 0]),
    numbers([4, 0], [4, offset]),
    name,
  ]);
}

function endOfDirectory(count: number, size: number, offset: number): Buffer {
  return numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, offset], [2, 0]);
}

/** Whole numbers one after the other, each in so many bytes, the lowest byte first. */
function numbers(...parts: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  const buffer = Buffer.alloc(parts.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of parts) at = buffer.writeUIntLE(value, at, bytes);
  return buffer;
}
