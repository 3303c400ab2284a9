// What a chunk of invoices comes to, until it is written: a statement per table for all of them. The documents are written
// with the journals that they cause; both go at once, wherever something has to be decided on what stands in the database.

import type { Journal } from '#core/ledger/journal.ts';
import { insertUnmatched, type NewUnmatched } from '#store/billing/unmatched-invoices.ts';
import type { Tx } from '#store/database.ts';
import { insertProblems, type NewProblem } from '#store/imports/problems.ts';
import { keepReferences, referenceKey, type ExternalReference } from '#store/imports/references.ts';
import { post } from '#store/ledger/post.ts';
import type { ImportRun } from '../run.ts';
import { savePaymentsOf, type ToldOfInvoice } from './payments.ts';
import { saveDocuments, type Document } from './save.ts';
import type { FirmTaxes } from './tax.ts';

export type Pile = {
  documents: Document[];
  journals: Journal[];
  unlist: number[];
  readonly told: ToldOfInvoice[];
  readonly unmatched: NewUnmatched[];
  readonly references: ExternalReference[];
  readonly problems: NewProblem[];
};

export type Piling = {
  readonly tx: Tx;
  readonly run: ImportRun;
  readonly pile: Pile;
  readonly taxes: FirmTaxes;
};

const linesAtOnce = 20_000;

export function newPile(): Pile {
  return { documents: [], journals: [], unlist: [], told: [], unmatched: [], references: [], problems: [] };
}

export function isLarge({ journals }: Pile): boolean {
  return journals.reduce((lines, journal) => lines + journal.lines.length, 0) > linesAtOnce;
}

/** Writes the documents so far, and posts what they did. */
export async function postPile({ tx, run, pile, taxes }: Piling): Promise<void> {
  await saveDocuments(tx, pile.documents, taxes);
  if (pile.journals.length > 0) {
    await post(tx, { journals: pile.journals, actorId: run.author.actorId, unlist: pile.unlist });
  }
  pile.documents = [];
  pile.journals = [];
  pile.unlist = [];
}

export async function endPile(piling: Piling): Promise<void> {
  await postPile(piling);
  const { tx, run, pile } = piling;
  await insertUnmatched(tx, pile.unmatched);
  await savePaymentsOf(tx, run.author, pile.told);
  await keepReferences(tx, run.batch.id, onceEach(pile.references));
  await insertProblems(tx, run.batch.id, pile.problems);
}

/** Two invoices may have one number: it stands for the first. */
function onceEach(references: readonly ExternalReference[]): ExternalReference[] {
  const byKey = new Map<string, ExternalReference>();
  for (const one of references) {
    const key = referenceKey(one.source, one.externalKey);
    const first = byKey.get(key);
    byKey.set(
      key,
      first === undefined ? one : { ...first, contentHash: one.contentHash ?? first.contentHash },
    );
  }
  return [...byKey.values()];
}
