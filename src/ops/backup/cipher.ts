// Encryption of a backup, such that a changed, shortened, exchanged or reordered byte is noticed before it is used.
// docs/operating/backup.md describes the format for whoever has to read it without this program.
//
// - The backup has one secret key, derived from the passphrase with scrypt and a salt of the backup.
// - Each file has a key of its own, derived from that with HKDF, a salt of the file, and the file's name: a file that is
//   put in the place of another cannot be read.
// - A file is its salt, and then pieces of 64 KiB, each sealed with AES-256-GCM. The nonce counts the pieces and says of
//   each whether it is the last, so that pieces can neither change places nor be missing at the end.

import {
  createCipheriv,
  createDecipheriv,
  hkdfSync,
  randomBytes,
  scrypt,
  type ScryptOptions,
} from 'node:crypto';
import { promisify } from 'node:util';
import { StartError } from '../start-error.ts';

export type Encryption = {
  readonly cipher: 'aes-256-gcm';
  readonly derivation: 'scrypt';
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
  /** In base64. */
  readonly salt: string;
};

/** A file was changed, cut short or exchanged, or the key is another one. */
export class SealBrokenError extends Error {}

type Bytes = AsyncIterable<Uint8Array>;

const pieceBytes = 65_536;
const tagBytes = 16;
const saltBytes = 16;
const nonceBytes = 12;
const keyBytes = 32;
const costMax = 2 ** 20;
const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

export function newEncryption(): Encryption {
  return {
    cipher: 'aes-256-gcm',
    derivation: 'scrypt',
    cost: 2 ** 17,
    blockSize: 8,
    parallelization: 1,
    salt: randomBytes(saltBytes).toString('base64'),
  };
}

export function secretKey(passphrase: string, encryption: Encryption): Promise<Buffer> {
  const { cost: N, blockSize: r, parallelization: p, salt } = encryption;
  // What an altered manifest asks for must not exhaust the machine.
  if (N > costMax || r > 16 || p > 4)
    throw new StartError('The manifest asks for more than any passphrase of ours was derived with.');
  const maxmem = 256 * N * r;
  return derive(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64'), keyBytes, { N, r, p, maxmem });
}

export async function* seal(source: Bytes, key: Buffer, fileName: string): AsyncGenerator<Buffer> {
  const salt = randomBytes(saltBytes);
  const fileKey = keyOfFile(key, salt, fileName);
  yield salt;
  for await (const { piece, place, isLast } of piecesOf(source, pieceBytes)) {
    const cipher = createCipheriv('aes-256-gcm', fileKey, nonceOf(place, isLast));
    yield Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
  }
}

export async function* unseal(source: Bytes, key: Buffer, fileName: string): AsyncGenerator<Buffer> {
  let fileKey: Buffer | undefined;
  const body = async function* (): AsyncGenerator<Uint8Array> {
    let head: Buffer = Buffer.alloc(0);
    for await (const chunk of source) {
      if (fileKey !== undefined) {
        yield chunk;
        continue;
      }
      head = Buffer.concat([head, chunk]);
      if (head.length < saltBytes) continue;
      fileKey = keyOfFile(key, head.subarray(0, saltBytes), fileName);
      yield head.subarray(saltBytes);
    }
  };
  for await (const { piece, place, isLast } of piecesOf(body(), pieceBytes + tagBytes)) {
    if (fileKey === undefined || piece.length < tagBytes) throw new SealBrokenError(fileName);
    const decipher = createDecipheriv('aes-256-gcm', fileKey, nonceOf(place, isLast));
    decipher.setAuthTag(piece.subarray(piece.length - tagBytes));
    const plain = decipher.update(piece.subarray(0, piece.length - tagBytes));
    try {
      decipher.final();
    } catch (error) {
      throw new SealBrokenError(fileName, { cause: error });
    }
    yield plain;
  }
}

type Piece = { readonly piece: Buffer; readonly place: number; readonly isLast: boolean };

/** Cut to size. There is always a last piece, which may be shorter or empty. */
async function* piecesOf(source: Bytes, size: number): AsyncGenerator<Piece> {
  let kept: Buffer = Buffer.alloc(0);
  let place = 0;
  for await (const chunk of source) {
    kept = kept.length === 0 ? Buffer.from(chunk) : Buffer.concat([kept, chunk]);
    let from = 0;
    // What fills a piece exactly may be the last one, so it waits for more.
    while (kept.length - from > size) {
      yield { piece: kept.subarray(from, from + size), place, isLast: false };
      from += size;
      place += 1;
    }
    kept = kept.subarray(from);
  }
  yield { piece: kept, place, isLast: true };
}

function keyOfFile(key: Buffer, salt: Uint8Array, fileName: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, `workledger backup ${fileName}`, keyBytes));
}

function nonceOf(place: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(nonceBytes);
  nonce.writeUIntBE(place, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}
