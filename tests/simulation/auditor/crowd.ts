// Documents where several people do things at the same time. What posts is found in the ledger by its cause and the moment
// at which it was recorded, and judged in the order of the journals; what posts nothing is entered as it was answered.
// What a draft holds is held from the answer that saved it until somebody begins to change, discard or approve it: nobody
// else may have been told "done" for anything that began and ended in between on one of those items.

import { show, type Told } from '../deeds.ts';
import { isOfDocument, type DocumentDeed } from '../document-deeds.ts';
import type { Books } from './books.ts';
import { documentAnswer, keepDocument, type InvoiceBook } from './documents.ts';
import { Violation } from './expected.ts';
import { cause, kind, type RawLine } from './lines.ts';

type Kind = DocumentDeed['kind'];

const isA = (...kinds: Kind[]) => {
  const wanted: readonly string[] = kinds;
  return ({ deed }: Told): boolean => wanted.includes(deed.kind);
};

export type CrowdOfDocuments = {
  /** Whose journal this is, and the others of the same event. */
  ownerOf(lines: readonly RawLine[]): { told: Told; journals: readonly bigint[] } | undefined;
  /** Enters what posted nothing, when everything that posts is entered. */
  finish(): void;
};

export function crowdOfDocuments(
  books: Books,
  accepted: readonly Told[],
  raw: readonly RawLine[],
): CrowdOfDocuments {
  const { documents } = books;
  documents.inTurn = false;
  const all = accepted.filter(({ deed }) => isOfDocument(deed));
  for (const told of all.filter(isA('drawQuote'))) keepDocument(documents, told, null);
  for (const told of all.filter(isA('issueQuote'))) keepDocument(documents, told, null);
  const versionOf = (told: Told) => documentAnswer(told).invoice.version;
  const drafts = all.filter(isA('draft', 'changeDraft')).toSorted((a, b) => versionOf(a) - versionOf(b));
  const contents = new Map<string, InvoiceBook>();
  for (const told of drafts) {
    keepDocument(documents, told, null);
    const { id, fingerprint } = documentAnswer(told).invoice;
    contents.set(`${id}/${fingerprint}`, { ...documents.invoices.get(id)! });
    noteHeld(books, told);
  }
  checkHolding(drafts, accepted);
  const settled = new Set<Told>();
  const take = (told: Told | undefined, journals: readonly bigint[]) => {
    if (told === undefined) return undefined;
    settled.add(told);
    const { deed } = told;
    // Of a draft's versions, the one that was approved.
    if (deed.kind === 'approve') {
      const invoice = documents.invoices.get(deed.invoiceId)!;
      const seen = contents.get(`${deed.invoiceId}/${deed.fingerprint}`);
      if (seen === undefined)
        throw new Violation(`nobody was shown what deed ${told.number} approved\n  ${show(deed)}`);
      const { content, invoicedOn, dueOn } = seen;
      Object.assign(invoice, { content, invoicedOn, dueOn });
    }
    return { told, journals };
  };
  const find = (of: (deed: DocumentDeed, told: Told) => boolean) =>
    all.find((told) => !settled.has(told) && of(told.deed as DocumentDeed, told));
  const moments = Map.groupBy(raw, (line) => line.recordedAt);

  return {
    ownerOf(lines) {
      const [line] = lines;
      const siblings = moments
        .get(line!.recordedAt)!
        .filter(({ causeKind }) => causeKind === line!.causeKind);
      const id = Number(line!.cause);
      if (line!.causeKind === cause.quote) {
        const quoteId = Number(siblings.find((one) => one.reverses === null)?.cause);
        const journals = siblings.map(({ journal }) => journal);
        return take(
          find((deed) => deed.kind === 'acceptQuote' && deed.quoteId === quoteId),
          [...new Set(journals)],
        );
      }
      const { own, related } = documentOf(books, all, siblings, id);
      const journals = siblings.filter((one) => related.has(Number(one.cause))).map(({ journal }) => journal);
      const told = find((deed, one) =>
        isOwn(books, { deed, told: one, own, isReversed: line!.reverses !== null }),
      );
      return take(told, [...new Set(journals)]);
    },
    finish() {
      const order: Kind[] = [
        'acceptQuote',
        'approve',
        'credit',
        'cancelCredit',
        'cancel',
        'discard',
        'pay',
        'voidPayment',
        'takeBack',
      ];
      for (const what of order)
        for (const told of all.filter(isA(what))) {
          if (settled.has(told)) continue;
          checkSilent(books, told);
          keepDocument(documents, take(told, [])!.told, null);
        }
    },
  };
}

/** The document whose event it is: a credit note where one takes part, else the invoice; and both. */
function documentOf(books: Books, all: readonly Told[], siblings: readonly RawLine[], id: number) {
  const notes = new Map(
    all
      .filter(isA('credit'))
      .map((told) => [documentAnswer(told).invoice.id, (told.deed as { invoiceId: number }).invoiceId]),
  );
  const note = notes.has(id)
    ? id
    : siblings.map((line) => Number(line.cause)).find((other) => notes.get(other) === id);
  if (note !== undefined) return { own: note, related: new Set([note, notes.get(note)!]) };
  const invoice = books.documents.invoices.get(id);
  const newest = invoice?.status === 'approved' ? invoice.creditNotes.at(-1) : undefined;
  return { own: newest ?? id, related: new Set([id]) };
}

type Owning = {
  readonly deed: DocumentDeed;
  readonly told: Told;
  readonly own: number;
  readonly isReversed: boolean;
};

function isOwn({ documents }: Books, { deed, told, own, isReversed }: Owning): boolean {
  if (deed.kind === 'credit') return documentAnswer(told).invoice.id === own;
  if (deed.kind === 'cancelCredit') return deed.creditNoteId === own && documents.credits.has(own);
  if (deed.kind === 'cancel') return deed.invoiceId === own && isReversed;
  return deed.kind === 'approve' && deed.invoiceId === own && !isReversed;
}

/** Only what has nothing to do with a job, or comes to nothing, leaves nothing in the ledger. */
function checkSilent(books: Books, told: Told): void {
  const deed = told.deed as DocumentDeed;
  const violation = (what: string) => new Violation(`deed ${told.number} ${what}\n  ${show(deed)}`);
  const { invoices, credits } = books.documents;
  const invoiceId =
    deed.kind === 'cancelCredit'
      ? credits.get(deed.creditNoteId)?.invoiceId
      : 'invoiceId' in deed
        ? deed.invoiceId
        : undefined;
  const invoice = invoiceId === undefined ? undefined : invoices.get(invoiceId);
  if (invoice === undefined) return;
  if (deed.kind === 'discard' || deed.kind === 'approve') {
    if (invoice.status !== 'draft') throw violation(`was done to a draft that was ${invoice.status}`);
    if (deed.kind === 'discard') return;
  }
  const { totalMinor } = documentAnswer(told).invoice;
  if (invoice.content.basis !== 'miscellaneous' && totalMinor !== 0n)
    throw violation('was acknowledged and is lost');
}

function named(told: Told): Set<bigint> {
  const { content } = told.deed as Extract<DocumentDeed, { kind: 'draft' | 'changeDraft' }>;
  return new Set(
    content.jobs.flatMap(({ entries, interims, lines }) => [
      ...entries.filter(({ treatment }) => treatment !== 'carryForward').map(({ itemId }) => itemId),
      ...(interims === 'all' ? [] : interims.map(({ itemId }) => itemId)),
      ...lines.flatMap(({ covers }) => covers ?? []),
    ]),
  );
}

function noteHeld({ documents }: Books, told: Told): void {
  const { content } = told.deed as Extract<DocumentDeed, { kind: 'draft' | 'changeDraft' }>;
  for (const item of named(told)) documents.maybeHeld.add(item);
  for (const { jobId } of content.jobs) if (content.type === 'final') documents.maybeHeldJobs.add(jobId);
}

type Holding = {
  readonly draft: number;
  readonly told: Told;
  readonly from: number;
  readonly to: number;
  readonly items: ReadonlySet<bigint>;
};

function checkHolding(drafts: readonly Told[], accepted: readonly Told[]): void {
  const holdings = drafts.map((told): Holding => {
    const draft = documentAnswer(told).invoice.id;
    const next = accepted.filter(
      (other) =>
        other !== told &&
        isA('changeDraft', 'discard', 'approve')(other) &&
        (other.deed as { invoiceId: number }).invoiceId === draft &&
        other.ended > told.began,
    );
    const to = next.reduce((first, { began }) => Math.min(first, began), Number.MAX_SAFE_INTEGER);
    return { draft, told, from: told.ended, to, items: named(told) };
  });
  for (const { draft, told, from, to, items } of holdings) {
    for (const other of accepted) {
      if (other.began <= from || other.ended >= to) continue;
      const taken = itemsOf(other).find((item) => items.has(item));
      if (taken === undefined) continue;
      throw new Violation(
        `deed ${other.number} was done to entry ${taken} while draft ${draft} of deed ${told.number} held it\n  ${show(other.deed)}`,
      );
    }
  }
}

/** The entries that a deed says it changes or takes. */
function itemsOf(told: Told): bigint[] {
  const { deed } = told;
  switch (deed.kind) {
    case 'changeTime':
      return Object.keys(deed.fields).length === 0 ? [] : [deed.id];
    case 'changeCost':
    case 'deleteTime':
    case 'deleteCost':
      return [deed.id];
    case 'writeOff':
    case 'writeOn':
      return deed.items.map(({ id }) => id);
    case 'move':
      return [...deed.itemIds];
    case 'draft':
    case 'changeDraft':
      return [...named(told)];
    default:
      return [];
  }
}

export function isPostedByDocument(line: RawLine): boolean {
  return (
    line.causeKind === cause.invoice || line.causeKind === cause.quote || line.kind === kind.quoteAccepted
  );
}
