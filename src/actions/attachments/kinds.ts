// What a file is, its first bytes say; its name and what the caller calls it count for nothing. Nothing among these
// can run in a browser.

import type { MediaType } from '#store/attachments.ts';

type Signature = { readonly type: MediaType; fits(bytes: Uint8Array): boolean };

const heicBrands = ['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1'];

const signatures: readonly Signature[] = [
  { type: 'image/jpeg', fits: (bytes) => startsWith(bytes, [0xff, 0xd8, 0xff]) },
  {
    type: 'image/png',
    fits: (bytes) => startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  },
  { type: 'image/webp', fits: (bytes) => wordAt(bytes, 0) === 'RIFF' && wordAt(bytes, 8) === 'WEBP' },
  {
    type: 'image/heic',
    fits: (bytes) => wordAt(bytes, 4) === 'ftyp' && heicBrands.includes(wordAt(bytes, 8)),
  },
  { type: 'application/pdf', fits: (bytes) => wordAt(bytes, 0) === '%PDF' && bytes[4] === 0x2d },
];

export function mediaTypeOf(bytes: Uint8Array): MediaType | undefined {
  return signatures.find((signature) => signature.fits(bytes))?.type;
}

const endings: Readonly<Record<MediaType, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'application/pdf': 'pdf',
};

/** The name without a path or control characters, and with the ending of what the file is. */
export function fileNameOf(given: string, type: MediaType, place: number): string {
  const last = given.split(/[\\/]/).at(-1) ?? '';
  const plain = last
    .replaceAll(/\p{Cc}/gu, ' ')
    .trim()
    .toWellFormed();
  const stem = plain.replace(/\.[A-Za-z0-9]{1,5}$/, '').slice(0, 150);
  return `${stem === '' ? `file ${place + 1}` : stem}.${endings[type]}`;
}

function startsWith(bytes: Uint8Array, expected: readonly number[]): boolean {
  return expected.every((byte, index) => bytes[index] === byte);
}

function wordAt(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.slice(offset, offset + 4));
}
