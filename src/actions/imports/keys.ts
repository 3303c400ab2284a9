// What a record is known as in its source. Most records have an id there; the others have a name or a number that no two
// share; rows of time trackers have neither, so a digest of the row stands for it (rows that are alike are numbered when
// all have been read: store/imports/staging.ts). Keys are compared as text and never read back.

import { hash } from 'node:crypto';
import type { ImportedRecord, Reference } from './model.ts';

export function externalKeyOf(record: ImportedRecord): string {
  const own = 'externalId' in record ? record.externalId : undefined;
  if (own !== undefined) return idKey(own);
  switch (record.kind) {
    case 'client':
    case 'task':
      return nameKey(record.name);
    case 'staff':
      return record.email === undefined ? nameKey(record.name) : `email:${folded(record.email)}`;
    case 'job':
      return record.number === undefined
        ? `name:${folded(record.client?.name ?? '')}/${folded(record.name)}`
        : numberKey(record.number);
    case 'jobTask':
      return `of:${referenceText(record.job)}/${folded(record.name)}`;
    case 'invoice':
    case 'quote':
      return record.number === undefined ? rowKey(record) : numberKey(record.number);
    case 'payment':
      return `of:${referenceText(record.invoice)}/${record.date}/${record.amount}/${folded(record.reference ?? '')}`;
    case 'timeEntry':
    case 'cost':
    case 'unbilledWip':
      return rowKey(record);
  }
}

export function idKey(externalId: string): string {
  return `id:${externalId}`;
}

export function numberKey(number: string): string {
  return `number:${folded(number)}`;
}

export function nameKey(name: string): string {
  return `name:${folded(name)}`;
}

/** Texts that people take for the same: case, spaces around and doubled, and how letters are composed do not count. */
export function folded(text: string): string {
  const known = foldedTexts.get(text);
  if (known !== undefined) return known;
  const found = text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
  if (foldedTexts.size >= foldedTextsMax) foldedTexts.clear();
  foldedTexts.set(text, found);
  return found;
}

/** Names come again in row after row. */
const foldedTexts = new Map<string, string>();
const foldedTextsMax = 2_000;

/** A digest of what the record says, wherever it was read; null where the key is one already. */
export function contentHashOf(record: ImportedRecord, key: string): string | null {
  if (key.startsWith('row:')) return null;
  return digest(recordText(record)).slice(0, 32);
}

/** The record as it is kept: without its kind and where it was read, which stand in columns. */
export function recordText(record: ImportedRecord): string {
  return JSON.stringify({ ...record, kind: undefined, source: undefined });
}

function rowKey(record: ImportedRecord): string {
  return `row:${record.source.fingerprint ?? digest(`${record.kind} ${recordText(record)}`).slice(0, 32)}`;
}

function referenceText(reference: Reference): string {
  const { externalId, number, name } = reference;
  return folded(externalId ?? number ?? name ?? '');
}

function digest(text: string): string {
  return hash('sha256', text);
}
