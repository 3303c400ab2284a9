// The invoices of a run as PDFs: one file with all of them, or an archive with a file for each. They are drawn while they
// are read out, a few ahead, so that whoever takes them slowly, or leaves, costs no more than that.

import { Readable } from 'node:stream';
import { requirePermission } from '#core/access/principal.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import { readRunDocuments, type RunDocument } from '#store/billing-runs/documents.ts';
import { findRun } from '#store/billing-runs/runs.ts';
import type { Context } from '../context.ts';
import { fileOf } from '../documents/document-pdf.ts';
import { drawingsAtOnce } from '../documents/pdf/draw.ts';
import { joinPdfs } from '../documents/pdf/join.ts';
import { readDocument } from '../documents/read-document.ts';
import { zip } from '../exports/zip.ts';
import { look } from './read-runs.ts';

export type RunDocumentsAsked = {
  readonly id: number;
  readonly as: 'pdf' | 'zip';
  readonly of: 'approved' | 'drafts';
};

export type RunFile = { readonly fileName: string; readonly content: Readable };

export async function runDocuments(
  context: Context,
  { id, as, of }: RunDocumentsAsked,
): Promise<Result<RunFile>> {
  const permitted = requirePermission(context.principal, 'invoices.read');
  if (!permitted.ok) return permitted;
  const found = await look(context, async (tx) => {
    const run = await findRun(tx, id);
    if (!run.ok) return run;
    const documents = await readRunDocuments(tx, id, of === 'drafts' ? 'draft' : 'approved');
    return done({ name: run.value.name, documents });
  });
  if (!found.ok) return found;
  const { name, documents } = found.value;
  if (documents.length === 0) {
    const detail = of === 'drafts' ? 'The run has no drafts.' : 'The run has no approved invoice.';
    return refuse('nothingToDo', detail, { field: 'of', value: of });
  }
  const drawn = inOrder(documents, drawingsAtOnce, async (one) => ({
    document: one,
    content: await draw(context, one),
  }));
  const content = as === 'zip' ? zip(entriesOf(drawn)) : joinPdfs(titled(drawn), joinedAs(context, name));
  return done({
    fileName: `${plainName(name)}.${as}`,
    content: Readable.from(content, { objectMode: false }),
  });
}

type DrawnDocument = { readonly document: RunDocument; readonly content: Uint8Array };

async function draw(context: Context, { invoiceId }: RunDocument): Promise<Uint8Array> {
  const ready = await readDocument(context, { document: 'invoice', id: invoiceId });
  if (!ready.ok)
    throw new Error(`invoice ${invoiceId} of a run cannot be read: ${ready.refusals[0]?.detail}`);
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
    yield { name: `${unlike(names, titleOf(document))}.pdf`, content };
  }
}

async function* titled(drawn: AsyncIterable<DrawnDocument>) {
  for await (const { document, content } of drawn) yield { title: titleOf(document), content };
}

function joinedAs(context: Context, title: string) {
  return { title, drawnAt: context.clock() };
}

function titleOf({ number, clientName, invoiceId }: RunDocument): string {
  return [number ?? `Draft invoice ${invoiceId}`, clientName].filter((part) => part !== null).join(' ');
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
