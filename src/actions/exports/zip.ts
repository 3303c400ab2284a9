// A zip archive written from front to back: each file is packed as it comes, and how long it was is said after it, so
// that nothing of it has to be kept. Enough for workbooks and the invoices of a month; archives above 4 GiB or of more
// than 65,535 files are beyond it.

import { pipeline, Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

/** Text that comes bit by bit is packed; bytes are stored as they are, for whoever has packed them already. */
export type ZipEntry = { readonly name: string; readonly content: AsyncIterable<string> | Uint8Array };

type Written = { readonly name: Buffer; readonly offset: number; readonly kind: Kind } & Sizes;
type Sizes = { readonly checksum: number; readonly packed: number; readonly plain: number };

/** Names are UTF-8; of what is packed, the sizes follow the data. */
const packed = { flags: 0x0808, method: 8 };
const stored = { flags: 0x0800, method: 0 };
type Kind = typeof packed;
const version = 20;
/** The first day that the format knows: archives of the same content are the same bytes. */
const firstDay = 0x0021;

export async function* zip(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  let offset = 0;
  for await (const { name, content } of entries) {
    const begun = offset;
    const nameBytes = Buffer.from(name);
    const sizes = { checksum: 0, packed: 0, plain: 0 };
    const kind = content instanceof Uint8Array ? stored : packed;
    const chunks =
      content instanceof Uint8Array
        ? storedChunks(nameBytes, content, sizes)
        : packedChunks(nameBytes, content, sizes);
    for await (const chunk of chunks) {
      offset += chunk.length;
      yield chunk;
    }
    written.push({ name: nameBytes, offset: begun, kind, ...sizes });
  }
  const directory = Buffer.concat(written.map(directoryEntry));
  yield directory;
  yield endOfDirectory(written.length, directory.length, offset);
}

type Counted = { checksum: number; packed: number; plain: number };

function* storedChunks(name: Buffer, content: Uint8Array, sizes: Counted): Generator<Uint8Array> {
  const { length } = content;
  Object.assign(sizes, { checksum: crc32(content), packed: length, plain: length });
  yield fileHead(name, stored, sizes);
  yield content;
}

/** The head of a file; of one that is packed, before anything is known of it. */
function fileHead(name: Buffer, { flags, method }: Kind, { checksum, packed: size, plain }: Sizes): Buffer {
  return Buffer.concat([
    numbers([4, 0x04034b50], [2, version], [2, flags], [2, method], [2, 0], [2, firstDay]),
    numbers([4, checksum], [4, size], [4, plain], [2, name.length], [2, 0]),
    name,
  ]);
}

async function* packedChunks(
  name: Buffer,
  content: AsyncIterable<string>,
  sizes: Counted,
): AsyncGenerator<Uint8Array> {
  yield fileHead(name, packed, sizes);
  async function* counted() {
    for await (const text of content) {
      const bytes = Buffer.from(text);
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

function directoryEntry({ name, offset, kind, checksum, packed: size, plain }: Written): Buffer {
  const { flags, method } = kind;
  return Buffer.concat([
    numbers([4, 0x02014b50], [2, version], [2, version], [2, flags], [2, method], [2, 0], [2, firstDay]),
    numbers([4, checksum], [4, size], [4, plain], [2, name.length], [2, 0], [2, 0], [2, 0], [2, 0]),
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
