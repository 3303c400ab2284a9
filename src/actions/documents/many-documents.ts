// Many documents as PDFs: one file with all of them, or an archive with a file for each. They are drawn while they are read
// out, a few ahead, so that whoever takes them slowly, or leaves, costs no more than that.

import { Readable } from 'node:stream';
import type { Context } from '../context.ts';
import { zip } from '../exports/zip.ts';
import { fileOf } from './document-pdf.ts';
import { drawingsAtOnce } from './pdf/draw.ts';
import { joinPdfs } from './pdf/join.ts';
import { readDocument } from './read-document.ts';

/** One of them, with the name that its file or its bookmark has. */
export type NamedDocument = { readonly id: number; readonly title: string };

export type DocumentsFile = { readonly fileName: string; readonly content: Readable };

type Wanted = {
  readonly as: 'pdf' | 'zip';
  /** Of the file, without its ending. */
  readonly name: string;
};

/** Invoices and credit notes, in the order in which they are given; each has to be there. */
export function documentsFile(
  context: Context,
  documents: readonly NamedDocument[],
  { as, name }: Wanted,
): DocumentsFile {
  const drawn = inOrder(documents, drawingsAtOnce, async (document) => ({
    document,
    content: await draw(context, document),
  }));
  const content =
    as === 'zip' ? zip(entriesOf(drawn)) : joinPdfs(titled(drawn), { title: name, drawnAt: context.clock() });
  return {
    fileName: `${plainName(name)}.${as}`,
    content: Readable.from(content, { objectMode: false }),
  };
}

type DrawnDocument = { readonly document: NamedDocument; readonly content: Uint8Array };

async function draw(context: Context, { id, title }: NamedDocument): Promise<Uint8Array> {
  const ready = await readDocument(context, { document: 'invoice', id });
  if (!ready.ok) throw new Error(`${title} (${id}) cannot be read: ${ready.refusals[0]?.detail}`);
  return (await fileOf(context, ready.value, 'bulk')).content;
}

/** What becomes of each, in its turn, while so many that follow are under way. */
async function* inOrder<Item, Made>(
  items: readonly Item[],
  countMax: number,
  work: (item: Item) => Promise<Made>,
): AsyncGenerator<Made, void, undefined> {
  const begun: Promise<Made>[] = [];
  for (const item of items) {
    const making = work(item);
    // Where an earlier one fails, nobody waits for this one any more.
    making.catch(() => {});
    begun.push(making);
    if (begun.length >= countMax) yield await begun.shift()!;
  }
  for (const making of begun) yield await making;
}

async function* entriesOf(drawn: AsyncIterable<DrawnDocument>) {
  const names = new Set<string>();
  for await (const { document, content } of drawn) {
    yield { name: `${unlike(names, document.title)}.pdf`, content };
  }
}

async function* titled(drawn: AsyncIterable<DrawnDocument>) {
  for await (const { document, content } of drawn) yield { title: document.title, content };
}

/** A name that no other file of the archive has, also where capitals are not told apart. */
function unlike(names: Set<string>, title: string): string {
  const wanted = plainName(title);
  let name = wanted;
  for (let count = 2; names.has(name.toLowerCase()); count += 1) name = `${wanted} (${count})`;
  names.add(name.toLowerCase());
  return name;
}

const nameLengthMax = 120;

/** Without what some system does not take in the name of a file. */
function plainName(text: string): string {
  const plain = text.replaceAll(/[/\\:*?"<>|\p{Cc}]+/gu, '-').slice(0, nameLengthMax);
  return plain.replaceAll(/^[\s.]+|[\s.]+$/g, '') || 'Invoices';
}
