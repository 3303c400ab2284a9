// Many PDFs as one, written from front to back: of each only its pages are taken over, with what they refer to, under new
// numbers. Nothing of it is kept but where each object begins, so that thousands of invoices need no more memory than a
// few. A picture that many have, such as the firm's logo, stands in the file once.
//
// This reads what render.ts writes and no other PDFs: a classic table of objects, generation 0, strings whose brackets are
// escaped, and one flat list of pages.

import { createHash } from 'node:crypto';

export type PdfToJoin = { readonly title: string; readonly content: Uint8Array };

export type JoinedPdf = { readonly title: string; readonly drawnAt: string };

type PdfObject = { readonly head: string; readonly stream: Buffer | null };

const catalog = 1;
const allPages = 2;
const outline = 3;
const info = 4;

type Bookmark = { readonly title: string; readonly page: number };

type Joining = {
  /** Where each object begins; index 0 is none. */
  readonly offsets: number[];
  /** Where the next chunk begins. */
  length: number;
  readonly pages: { readonly node: number; readonly count: number }[];
  readonly bookmarks: Bookmark[];
  /** Numbers of pictures by what they are. */
  readonly pictures: Map<string, number>;
};

export async function* joinPdfs(
  files: AsyncIterable<PdfToJoin>,
  about: JoinedPdf,
): AsyncGenerator<Uint8Array, void, undefined> {
  const joining: Joining = {
    offsets: [0, 0, 0, 0, 0],
    length: 0,
    pages: [],
    bookmarks: [],
    pictures: new Map(),
  };
  yield chunk(joining, [Buffer.from('%PDF-1.4\n%\xff\xff\xff\xff\n', 'latin1')]);
  for await (const file of files) yield chunk(joining, append(joining, file));
  yield chunk(joining, ending(joining, about));
  yield tableOf(joining);
}

function chunk(joining: Joining, parts: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(parts);
  joining.length += bytes.length;
  return bytes;
}

/** Objects as they are written, after whatever the file has so far. */
function objectWriter(joining: Joining) {
  const parts: Buffer[] = [];
  let at = joining.length;
  return {
    parts,
    write(number: number, { head, stream }: PdfObject): void {
      joining.offsets[number] = at;
      const written =
        stream === null
          ? [Buffer.from(`${number} 0 obj\n${head}\nendobj\n`, 'latin1')]
          : [
              Buffer.from(`${number} 0 obj\n${head}\nstream\n`, 'latin1'),
              stream,
              Buffer.from('\nendstream\nendobj\n', 'latin1'),
            ];
      for (const part of written) at += part.length;
      parts.push(...written);
    },
  };
}

function append(joining: Joining, { title, content }: PdfToJoin): readonly Buffer[] {
  const { objects, pages } = readPdf(Buffer.from(content.buffer, content.byteOffset, content.byteLength));
  const writer = objectWriter(joining);
  const numbers = new Map<number, number>();
  const renumbered = ({ head, stream }: PdfObject): PdfObject => ({
    head: mapReferences(head, (number) => numbers.get(number) ?? number),
    stream,
  });
  const reached = reachedFrom(pages, objects);
  // A picture refers at most to its mask, which refers to nothing: so masks are known before pictures are compared.
  const pictures = reached.filter((number) => isPicture(objects.get(number)!));
  pictures.sort((one, other) => countReferences(objects.get(one)!) - countReferences(objects.get(other)!));
  for (const number of pictures) {
    const picture = renumbered(objects.get(number)!);
    const key = keyOf(picture);
    const known = joining.pictures.get(key);
    numbers.set(number, known ?? joining.offsets.push(0) - 1);
    if (known !== undefined) continue;
    joining.pictures.set(key, numbers.get(number)!);
    writer.write(numbers.get(number)!, picture);
  }
  const rest = reached.filter((number) => !numbers.has(number));
  for (const number of rest) numbers.set(number, joining.offsets.push(0) - 1);
  for (const number of rest) {
    const { head, stream } = renumbered(objects.get(number)!);
    const isNode = number === pages;
    writer.write(numbers.get(number)!, {
      head: isNode ? head.replace('<<', `<<\n/Parent ${allPages} 0 R`) : head,
      stream,
    });
  }
  const node = objects.get(pages)!.head;
  joining.pages.push({ node: numbers.get(pages)!, count: Number(foundIn(node, /\/Count (\d+)/)) });
  joining.bookmarks.push({ title, page: numbers.get(Number(foundIn(node, /\/Kids \[(\d+) 0 R/)))! });
  return writer.parts;
}

function isPicture({ head, stream }: PdfObject): boolean {
  return stream !== null && /\/Subtype \/Image\b/.test(head);
}

function keyOf({ head, stream }: PdfObject): string {
  return createHash('sha256').update(head).update('\n').update(stream!).digest('base64');
}

type Read = { readonly objects: ReadonlyMap<number, PdfObject>; readonly pages: number };

function readPdf(content: Buffer): Read {
  const table = Number(foundIn(content.toString('latin1', content.length - 64), /startxref\s+(\d+)/));
  const [entries, trailer] = content.toString('latin1', table).split('trailer') as [string, string];
  const begins = [...entries.matchAll(/^(\d{10}) \d{5} ([nf])/gm)].flatMap(([, offset, kind], number) =>
    kind === 'n' ? [{ number, offset: Number(offset) }] : [],
  );
  begins.sort((one, other) => one.offset - other.offset);
  const objects = new Map<number, PdfObject>();
  for (const [place, { number, offset }] of begins.entries()) {
    objects.set(number, readObject(content.subarray(offset, begins[place + 1]?.offset ?? table)));
  }
  const root = objects.get(Number(foundIn(trailer, /\/Root (\d+) 0 R/)))!;
  return { objects, pages: Number(foundIn(root.head, /\/Pages (\d+) 0 R/)) };
}

const streamBegins = '>>\nstream\n';

function readObject(bytes: Buffer): PdfObject {
  const body = bytes.subarray(bytes.indexOf('obj') + 'obj\n'.length, bytes.lastIndexOf('endobj') - 1);
  const at = body.indexOf(streamBegins);
  if (at === -1) return { head: body.toString('latin1'), stream: null };
  return {
    head: body.toString('latin1', 0, at + '>>'.length),
    stream: body.subarray(at + streamBegins.length, body.lastIndexOf('endstream') - 1),
  };
}

function foundIn(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`a PDF to be joined says nothing like ${String(pattern)}`);
  return found;
}

/** The objects that pages need, the list of pages among them. */
function reachedFrom(pages: number, objects: ReadonlyMap<number, PdfObject>): number[] {
  const reached = new Set([pages]);
  // A set is gone through in the order in which it grows.
  for (const number of reached) {
    mapReferences(objects.get(number)!.head, (other) => {
      reached.add(other);
      return other;
    });
  }
  return [...reached];
}

function countReferences({ head }: PdfObject): number {
  let count = 0;
  mapReferences(head, (number) => {
    count += 1;
    return number;
  });
  return count;
}

/** Strings are passed over: what they say is no reference. */
const stringOrReference = /\((?:[^()\\]|\\[^])*\)|(?<![\w.+-])(\d+) 0 R\b/g;

function mapReferences(head: string, to: (number: number) => number): string {
  return head.replaceAll(stringOrReference, (found, number: string | undefined) =>
    number === undefined ? found : `${to(Number(number))} 0 R`,
  );
}

function ending(joining: Joining, { title, drawnAt }: JoinedPdf): readonly Buffer[] {
  const { offsets, pages, bookmarks } = joining;
  const writer = objectWriter(joining);
  const write = (number: number, ...lines: readonly string[]) =>
    writer.write(number, { head: ['<<', ...lines, '>>'].join('\n'), stream: null });
  const first = offsets.length;
  const last = first + bookmarks.length - 1;
  write(
    catalog,
    '/Type /Catalog',
    `/Pages ${allPages} 0 R`,
    `/Outlines ${outline} 0 R`,
    '/PageMode /UseOutlines',
    '/ViewerPreferences << /DisplayDocTitle true >>',
  );
  write(
    allPages,
    '/Type /Pages',
    `/Count ${pages.reduce((sum, { count }) => sum + count, 0)}`,
    `/Kids [${pages.map(({ node }) => `${node} 0 R`).join('\n')}]`,
  );
  write(
    outline,
    '/Type /Outlines',
    ...(bookmarks.length === 0 ? [] : [`/First ${first} 0 R`, `/Last ${last} 0 R`]),
    `/Count ${bookmarks.length}`,
  );
  write(info, `/Title ${textOf(title)}`, '/Producer (Workledger)', `/CreationDate (${dateOf(drawnAt)})`);
  for (const [place, bookmark] of bookmarks.entries()) {
    const number = offsets.push(0) - 1;
    write(
      number,
      `/Title ${textOf(bookmark.title)}`,
      `/Parent ${outline} 0 R`,
      ...(place === 0 ? [] : [`/Prev ${number - 1} 0 R`]),
      ...(number === last ? [] : [`/Next ${number + 1} 0 R`]),
      `/Dest [${bookmark.page} 0 R /Fit]`,
    );
  }
  return writer.parts;
}

/** Any text, in UTF-16 as hexadecimal digits. */
function textOf(text: string): string {
  return `<feff${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`;
}

function dateOf(instant: string): string {
  return `D:${instant.replaceAll(/\D/g, '').slice(0, 14)}Z`;
}

function tableOf({ offsets, length }: Joining): Buffer {
  const entries = offsets
    .slice(1)
    .map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
    .join('');
  return Buffer.from(
    `xref\n0 ${offsets.length}\n0000000000 65535 f \n${entries}trailer\n<<\n/Size ${offsets.length}\n` +
      `/Root ${catalog} 0 R\n/Info ${info} 0 R\n>>\nstartxref\n${length}\n%%EOF\n`,
    'latin1',
  );
}
