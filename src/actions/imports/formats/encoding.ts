// Bytes to text. A byte order mark decides; without one, zero bytes in every other place mean UTF-16, an XML
// declaration names its own encoding, and everything else is UTF-8 if all of it is valid UTF-8, else windows-1252,
// which is what spreadsheets on Windows write. The last is an assumption and is reported as one.

import type { ImportFile } from './files.ts';
import type { ImportAssumption } from './outcome.ts';
import { stopFile } from './outcome.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export type EncodingFound = {
  readonly encoding: Encoding;
  readonly assumption?: ImportAssumption;
};

const sniffedBytes = 4096;

/** Reads as much of the file as it takes to know its encoding: the start, or all of it to prove that it is UTF-8. */
export async function findEncoding(file: ImportFile): Promise<EncodingFound> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let head: Uint8Array | undefined;
  let line = 1;
  for await (const chunk of file.open()) {
    if (head === undefined) {
      head = chunk.subarray(0, sniffedBytes);
      const told = fromMark(head) ?? fromZeroBytes(head) ?? fromXmlDeclaration(head);
      if (told !== undefined) return { encoding: told };
    }
    const text = decodedPart(decoder, chunk);
    if (text === undefined) return notUtf8(file, line + linesBeforeDamage(chunk, 'utf-8'));
    line += countLines(text);
  }
  return decodedPart(decoder) === undefined ? notUtf8(file, line) : { encoding: 'utf-8' };
}

function notUtf8(file: ImportFile, line: number): EncodingFound {
  return {
    encoding: 'windows-1252',
    assumption: {
      file: file.name,
      code: 'encoding',
      line,
      message:
        `The file is not UTF-8 (from about line ${line} on) and is read as windows-1252. ` +
        'If letters with accents look wrong, save it as UTF-8.',
      chosen: 'windows-1252',
      alternatives: ['utf-8'],
      mustConfirm: false,
    },
  };
}

/** The file's text in pieces, without its byte order mark. A byte that the encoding does not know ends the file. */
export async function* decoded(file: ImportFile, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  for await (const chunk of file.open()) {
    const text = decodedPart(decoder, chunk);
    if (text === undefined) throw undecodable(file.name, encoding, line + linesBeforeDamage(chunk, encoding));
    line += countLines(text);
    if (text !== '') yield text;
  }
  const rest = decodedPart(decoder);
  if (rest === undefined) throw undecodable(file.name, encoding, line);
  if (rest !== '') yield rest;
}

/** The next part of the text, or its end when no chunk is given; undefined where the bytes are not text. */
function decodedPart(decoder: TextDecoder, chunk?: Uint8Array): string | undefined {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    return undefined;
  }
}

function undecodable(file: string, encoding: Encoding, line: number) {
  const message = `On about line ${line} stand bytes that are not ${encoding.toUpperCase()}. Save the file as UTF-8.`;
  return stopFile(file, 'invalidEncoding', message, { line });
}

/** The lines of a damaged chunk up to its first damage. */
function linesBeforeDamage(chunk: Uint8Array, encoding: Encoding): number {
  const text = new TextDecoder(encoding).decode(chunk);
  const at = text.indexOf('\ufffd');
  return countLines(at === -1 ? '' : text.slice(0, at));
}

function fromMark(head: Uint8Array): Encoding | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return undefined;
}

function fromZeroBytes(head: Uint8Array): Encoding | undefined {
  const zeros = [0, 0];
  for (let at = 0; at < head.length; at += 1) if (head[at] === 0) zeros[at % 2]! += 1;
  const half = head.length / 2;
  if (zeros[1]! > half * 0.7 && zeros[0]! < half * 0.1) return 'utf-16le';
  if (zeros[0]! > half * 0.7 && zeros[1]! < half * 0.1) return 'utf-16be';
  return undefined;
}

function fromXmlDeclaration(head: Uint8Array): Encoding | undefined {
  const text = new TextDecoder('windows-1252').decode(head.subarray(0, 200));
  const declared = /^<\?xml[^>]*\bencoding\s*=\s*["']([^"']+)["']/i.exec(text)?.[1]?.toLowerCase();
  if (declared === undefined) return undefined;
  if (['windows-1252', 'iso-8859-1', 'latin1', 'us-ascii'].includes(declared)) return 'windows-1252';
  return declared === 'utf-8' || declared === 'utf8' ? 'utf-8' : undefined;
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
