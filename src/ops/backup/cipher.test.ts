import assert from 'node:assert/strict';
import { createDecipheriv, hkdfSync, randomBytes, scryptSync } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { newEncryption, seal, SealBrokenError, secretKey, unseal } from './cipher.ts';

const encryption = newEncryption();
const key = await secretKey('four words of mine', encryption);
const piece = 65_536;
const sealedPiece = piece + 16;

async function* chunks(content: Buffer, size = 10_007): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

const sealed = (content: Buffer, name = 'a.copy.zst.enc') => buffer(seal(chunks(content), key, name));
const opened = (content: Buffer, name = 'a.copy.zst.enc', withKey = key) =>
  buffer(unseal(chunks(content), withKey, name));

test('whatever the size, what was sealed is opened again', async () => {
  for (const size of [0, 1, piece - 1, piece, piece + 1, 3 * piece, 3 * piece + 5]) {
    const content = randomBytes(size);
    assert.ok((await opened(await sealed(content))).equals(content), String(size));
  }
});

test('pieces cannot be changed, left out, exchanged, moved or cut off, nor a file pass for another', async () => {
  const whole = await sealed(randomBytes(3 * piece + 5));
  const [salt, first, second, rest] = [
    whole.subarray(0, 16),
    whole.subarray(16, 16 + sealedPiece),
    whole.subarray(16 + sealedPiece, 16 + 2 * sealedPiece),
    whole.subarray(16 + 2 * sealedPiece),
  ];
  const changed = Buffer.from(whole);
  changed[40_000]! ^= 1;
  const other = await sealed(randomBytes(3 * piece + 5));
  const broken: Readonly<Record<string, Buffer>> = {
    changed,
    'cut off between pieces': Buffer.concat([salt, first, second]),
    'cut off in a piece': whole.subarray(0, -7),
    'cut off behind the salt': salt,
    'cut off in the salt': salt.subarray(0, 9),
    nothing: Buffer.alloc(0),
    'one left out': Buffer.concat([salt, first, rest]),
    'two that changed places': Buffer.concat([salt, second, first, rest]),
    'continued by another file': Buffer.concat([salt, first, other.subarray(16 + sealedPiece)]),
    'with something behind it': Buffer.concat([whole, Buffer.alloc(100)]),
  };
  for (const [how, content] of Object.entries(broken))
    await assert.rejects(opened(content), SealBrokenError, how);
  await assert.rejects(opened(whole, 'b.copy.zst.enc'), SealBrokenError);
  await assert.rejects(
    opened(whole, undefined, await secretKey('four words of yours', encryption)),
    SealBrokenError,
  );
});

test('the format is the one that is documented', async () => {
  const content = randomBytes(piece + 100);
  const whole = await sealed(content, 'job.copy.zst.enc');
  const N = encryption.cost;
  const backupKey = scryptSync('four words of mine', Buffer.from(encryption.salt, 'base64'), 32, {
    N,
    r: 8,
    p: 1,
    maxmem: 256 * N * 8,
  });
  const info = 'workledger backup job.copy.zst.enc';
  const fileKey = Buffer.from(hkdfSync('sha256', backupKey, whole.subarray(0, 16), info, 32));
  const plain = [
    { bytes: whole.subarray(16, 16 + sealedPiece), nonce: '000000000000000000000000' },
    { bytes: whole.subarray(16 + sealedPiece), nonce: '000000000000000000000101' },
  ].map(({ bytes, nonce }) => {
    const decipher = createDecipheriv('aes-256-gcm', fileKey, Buffer.from(nonce, 'hex'));
    decipher.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]);
  });
  assert.ok(Buffer.concat(plain).equals(content));
});

test('a manifest cannot make the program spend more than passphrases need', async () => {
  await assert.rejects(async () => secretKey('x', { ...encryption, cost: 2 ** 30 }), /asks for more/);
});
