// A deed with a document, judged and entered into the books.

import type { DocumentDeed } from '../document-deeds.ts';
import { show, type Told } from '../deeds.ts';
import { enter, openItems, type Books, type Item } from './books.ts';
import { documentAnswer, keepDocument } from './documents.ts';
import {
  checkDocumentLines,
  documentCause,
  invoicedBy,
  standingOf,
  sumsOf,
  Wrong,
} from './document-lines.ts';
import { documentProblems } from './document-problems.ts';
import { Violation } from './expected.ts';
import { kind, type RawLine } from './lines.ts';

/** Judges what was answered and, if it was accepted, enters it; `raw` is what it left in the ledger. */
export function judgeDocument(books: Books, told: Told, raw: readonly RawLine[]): void {
  const deed = told.deed as DocumentDeed;
  const violation = (what: string) => new Violation(`deed ${told.number} ${what}\n  ${show(deed)}`);
  const { must, may, reckoned } = documentProblems(books, deed, told, raw);
  if (!told.result.ok) {
    if (raw.length > 0) throw violation(`was refused and left ${raw.length} lines`);
    const codes = told.result.refusals.map(({ code }) => code as string);
    if (must.includes(codes[0]!) || may.includes(codes[0]!)) return;
    const expected = must.length === 0 ? 'nothing is wrong with it' : `it is ${must.join(' or ')}`;
    throw violation(`was refused as ${show(told.result.refusals)}; by the rules ${expected}`);
  }
  if (must.length > 0) throw violation(`was accepted; by the rules it is ${must.join(' and ')}`);
  try {
    checkDocumentLines({ books, told, raw, reckoned }, deed);
    if (deed.kind === 'draft' || deed.kind === 'changeDraft') checkSaved(told, reckoned);
    const before = deed.kind === 'credit' ? sumsOf(standingOf(books, documentCause(deed.invoiceId))) : null;
    const listed = new Set(books.listed);
    keepDocument(books.documents, told, reckoned);
    if (deed.kind === 'credit')
      Object.assign(books.documents.credits.get(documentAnswer(told).invoice.id)!, { before });
    keepRaised(books, raw);
    enter(books, raw);
    unlist(books, deed, { raw, listed });
    checkStanding(books, deed);
  } catch (error) {
    if (error instanceof Wrong) throw violation(error.message);
    throw error;
  }
}

function checkSaved(told: Told, reckoned: ReturnType<typeof documentProblems>['reckoned']): void {
  const { invoice } = documentAnswer(told);
  const expected = reckoned?.expected;
  if (expected === undefined || expected === 'refused') return;
  const [found, right] = [`${invoice.totalMinor} ${invoice.type}`, `${expected.total} ${expected.savedAs}`];
  if (found !== right) throw new Wrong(`was saved as ${found}, and should be ${right}`);
}

/** Interims that came into being, also again as the rest of one. */
function keepRaised(books: Books, raw: readonly RawLine[]): void {
  const { items, documents } = books;
  for (const line of raw) {
    if (line.kind !== kind.interim || line.item === null || items.has(line.item)) continue;
    const { item: id, job, origin: on } = line;
    const own = { id, kind: 'interim', job, jobTask: null, staff: null, on } as const;
    const nothing = {
      minutes: 0,
      billableMinutes: 0,
      billable: true,
      quantityThousandths: 0,
      unitPriceMinor: 0n,
    };
    const item: Item = { ...own, ...nothing, actual: true, perHourMinor: 0n, version: 1, deleted: false };
    items.set(id, item);
    const invoice = [...raw, ...standingOf(books, `${line.causeKind}/${line.cause}`)];
    const counts = ({ kind: what, job: of }: RawLine) => what === kind.quoteInvoiced && of === job;
    if (invoice.some(counts)) documents.counted.add(id);
  }
}

type Listing = { readonly raw: readonly RawLine[]; readonly listed: ReadonlySet<number> };

/** A job leaves the list with a final invoice that leaves nothing open, and what is taken back does not bring it back empty. */
function unlist(books: Books, deed: DocumentDeed, { raw, listed }: Listing): void {
  const named = deed.kind === 'approve' ? books.documents.invoices.get(deed.invoiceId)!.content.jobs : [];
  const jobs = new Set([...raw.map(({ job }) => job), ...named.map(({ jobId }) => jobId)]);
  if (raw.length === 0) return;
  const leaves = (job: number): boolean => {
    if (deed.kind === 'approve') return books.documents.invoices.get(deed.invoiceId)!.savedAs === 'final';
    if (deed.kind === 'cancelCredit') {
      const { invoiceId } = books.documents.credits.get(deed.creditNoteId)!;
      return books.documents.invoices.get(invoiceId)!.savedAs === 'final' || !listed.has(job);
    }
    return deed.kind === 'credit' && !listed.has(job);
  };
  for (const job of jobs) if (leaves(job) && openItems(books, [job]).length === 0) books.listed.delete(job);
}

/** What stands of an invoice is its total less what standing credit notes credit; after a cancelled credit note, just what stood before it. */
function checkStanding(books: Books, deed: DocumentDeed): void {
  const { invoices, credits } = books.documents;
  for (const invoice of invoices.values()) {
    if (invoice.content.basis === 'miscellaneous' || invoice.status === 'draft') continue;
    const credited = invoice.creditNotes.reduce((sum, id) => sum + credits.get(id)!.totalMinor, 0n);
    const due = invoice.status === 'approved' ? invoice.totalMinor - credited : 0n;
    const stands = invoicedBy(standingOf(books, documentCause(invoice.id)));
    if (stands !== due)
      throw new Wrong(`leaves ${stands} of invoice ${invoice.id} standing, and should leave ${due}`);
  }
  if (deed.kind === 'cancel' && standingOf(books, documentCause(deed.invoiceId)).length > 0)
    throw new Wrong('leaves something of the cancelled invoice standing');
  if (deed.kind !== 'cancelCredit') return;
  const credit = credits.get(deed.creditNoteId)!;
  const own = standingOf(books, documentCause(credit.id));
  if (own.length > 0) throw new Wrong('leaves something of the cancelled credit note standing');
  const now = sumsOf(standingOf(books, documentCause(credit.invoiceId)));
  const [found, right] = [now, credit.before].map((sums) => JSON.stringify([...sums].map(String).toSorted()));
  if (found !== right)
    throw new Wrong(`leaves of the invoice ${found}, and should leave what stood before: ${right}`);
}
