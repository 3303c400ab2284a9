// What a backup says of itself. It is written last: what has no manifest is no backup, whatever else is there. What is
// needed to find, clear away and open a backup stands in the clear; the rest is encrypted where the backup is.

import { createHash } from 'node:crypto';
import { text as textOf } from 'node:stream/consumers';
import { z } from 'zod';
import { StartError } from '../start-error.ts';
import { newEncryption, seal, SealBrokenError, secretKey, unseal } from './cipher.ts';

export const manifestName = 'manifest.json';
export const formatVersion = 1;

const encryption = z.object({
  cipher: z.literal('aes-256-gcm'),
  derivation: z.literal('scrypt'),
  cost: z.int().positive(),
  blockSize: z.int().positive(),
  parallelization: z.int().positive(),
  salt: z.base64(),
});

const file = z.object({
  name: z.string().regex(/^[\w.]+$/),
  /** Null for what is no table. */
  table: z.string().nullable(),
  /** In the order in which they are copied. */
  columns: z.array(z.string()),
  rows: z.int(),
  plainBytes: z.int(),
  plainSha256: z.string(),
  storedBytes: z.int(),
  storedSha256: z.string(),
});

const details = z.object({
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
  files: z.array(file),
  sequences: z.array(z.object({ name: z.string(), value: z.string(), isCalled: z.boolean() })),
  totals: z.array(
    z.object({ firmId: z.int(), figure: z.string(), of: z.string().nullable(), value: z.string() }),
  ),
  /** Signs sessions; only where the backup is encrypted. */
  secret: z.string().nullable(),
});

const head = z.object({
  format: z.literal('workledger-backup'),
  formatVersion: z.int(),
  installationId: z.uuid(),
  /** Which release made it. */
  program: z.string(),
  postgres: z.string(),
  /** The moment that it is of. */
  takenAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  storedBytes: z.int(),
  encryption: encryption.nullable(),
});

const manifestFile = z.object({
  head,
  details: details.nullable(),
  /** The details, encrypted, in base64. */
  sealed: z.string().nullable(),
  /** Of all of the above, as JSON without spaces. */
  sha256: z.string(),
});

export type ManifestHead = z.output<typeof head>;
export type ManifestDetails = z.output<typeof details>;
export type BackupFile = z.output<typeof file>;
export type Manifest = { readonly head: ManifestHead; readonly details: ManifestDetails; readonly key: Key };

/** Of a backup that is not encrypted: undefined. */
export type Key = Buffer | undefined;

/** Decides on the encryption of a new backup. */
export async function newKey(
  passphrase: string | undefined,
): Promise<{ readonly encryption: ManifestHead['encryption']; readonly key: Key }> {
  if (passphrase === undefined) return { encryption: null, key: undefined };
  const chosen = newEncryption();
  return { encryption: chosen, key: await secretKey(passphrase, chosen) };
}

export async function writeManifest({ head: clear, details: rest, key }: Manifest): Promise<string> {
  const sealed = key === undefined ? null : await sealText(JSON.stringify(rest), key, sealedName(clear));
  const content = { head: clear, details: key === undefined ? rest : null, sealed };
  return `${JSON.stringify({ ...content, sha256: digest(content) }, undefined, 2)}\n`;
}

/** Reads what can be read without the passphrase. */
export function readHead(text: string): ManifestHead {
  return parse(text).head;
}

export async function readManifest(text: string, passphrase: string | undefined): Promise<Manifest> {
  const found = parse(text);
  if (found.head.encryption === null) {
    if (found.details === null) throw damaged('it has neither details nor encryption');
    return { head: found.head, details: found.details, key: undefined };
  }
  if (passphrase === undefined) {
    throw new StartError(
      'This backup is encrypted. Set BACKUP_PASSPHRASE or BACKUP_KEY_FILE to what it was made with.',
    );
  }
  const key = await secretKey(passphrase, found.head.encryption);
  try {
    const plain = await unsealText(found.sealed ?? '', key, sealedName(found.head));
    return { head: found.head, details: details.parse(JSON.parse(plain)), key };
  } catch (error) {
    if (!(error instanceof SealBrokenError)) throw error;
    throw new StartError(
      'The passphrase is not the one that this backup was made with, or its manifest was changed by somebody.',
      { cause: error },
    );
  }
}

function parse(text: string): z.output<typeof manifestFile> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw damaged('it is not JSON', error);
  }
  const asked = z.object({ head: z.object({ formatVersion: z.int() }) }).safeParse(json);
  if (asked.success && asked.data.head.formatVersion > formatVersion) {
    throw new StartError(
      `This backup is in format ${asked.data.head.formatVersion}; this release of Workledger knows formats up to ` +
        `${formatVersion}. Use the release that made it, or a newer one.`,
    );
  }
  const checked = manifestFile.safeParse(json);
  if (!checked.success) throw damaged('parts of it are missing', checked.error);
  // Of what stands there, in the order in which it stands there.
  const { sha256, ...content } = json as { sha256: string };
  if (digest(content) !== sha256) throw damaged('it does not agree with its own digest');
  return checked.data;
}

function damaged(why: string, cause?: unknown): StartError {
  return new StartError(`${manifestName} of the backup is damaged: ${why}.`, { cause });
}

/** What stands in the clear is part of the name under which the rest is sealed, so it cannot be changed either. */
function sealedName(clear: ManifestHead): string {
  return `${manifestName} ${digest(head.parse(clear))}`;
}

function digest(content: object): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

async function sealText(plain: string, key: Buffer, name: string): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of seal(bytesOf(Buffer.from(plain)), key, name)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('base64');
}

function unsealText(sealed: string, key: Buffer, name: string): Promise<string> {
  return textOf(unseal(bytesOf(Buffer.from(sealed, 'base64')), key, name));
}

async function* bytesOf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
