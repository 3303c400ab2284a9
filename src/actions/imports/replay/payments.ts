// Payments of imported invoices. They move debtors and never WIP. An invoice and the list of payments may both hold the
// same payment; what an invoice has already is not added again.

import type { Author } from '#store/changes.ts';
import type { Tx } from '#store/database.ts';
import { insertProblems, type NewProblem } from '#store/imports/problems.ts';
import {
  findReferences,
  keepReferences,
  referenceKey,
  type ExternalReference,
} from '#store/imports/references.ts';
import { readRecords, type KnownRecord } from '#store/imports/staging.ts';
import {
  insertPayments,
  readPayments,
  type NewPayment,
  type PaymentOfInvoice,
} from '#store/billing/imported-payments.ts';
import { readInvoices, type Invoice } from '#store/billing/invoices.ts';
import { minorOf } from '../amounts.ts';
import { idKey, numberKey } from '../keys.ts';
import type { ImportedPayment, Reference } from '../model.ts';
import { shortened } from '../practice/directory.ts';
import { count, inChunksFrom, keepPlace, problemOf, type ImportRun } from '../run.ts';
import { giveWay } from './paid.ts';
import type { FoundDocument } from './prepare.ts';

const paymentsPerChunk = 1_000;

export type ToldOfInvoice = Pick<FoundDocument, 'invoice' | 'currency'> & { readonly invoiceId: number };

/** The payments that invoices bring along. */
export async function savePaymentsOf(
  tx: Tx,
  author: Author,
  documents: readonly ToldOfInvoice[],
): Promise<void> {
  const withPayments = documents.filter(({ invoice }) => invoice.payments.length > 0);
  if (withPayments.length === 0) return;
  const ids = withPayments.map(({ invoiceId }) => invoiceId);
  const there = (await readPayments(tx, ids)).filter(({ isStandIn }) => !isStandIn).map(keyOfPayment);
  const missing = withPayments.flatMap(({ invoiceId, invoice, currency }) =>
    invoice.payments.flatMap(({ date, amount, reference }) => {
      const amountMinor = minorOf(amount, currency);
      if (amountMinor === undefined) return [];
      const payment = paymentOf(invoiceId, amountMinor, { date, reference });
      return take(there, keyOfPayment(payment)) ? [] : [payment];
    }),
  );
  await insertPayments(tx, author, missing);
}

function paymentOf(
  invoiceId: number,
  amountMinor: bigint,
  { date: paidOn, reference }: Pick<ImportedPayment, 'date' | 'reference'>,
): NewPayment {
  return {
    invoiceId,
    paidOn,
    amountMinor,
    reference: reference === undefined ? null : shortened(reference, 500),
  };
}

export async function applyPayments(run: ImportRun): Promise<void> {
  await inChunksFrom(run, 'payments', applyChunk);
}

async function applyChunk(tx: Tx, run: ImportRun, after: number): Promise<number | undefined> {
  const staged = await readRecords(tx, run.batch.id, {
    kind: 'payment',
    afterPlace: after,
    limit: paymentsPerChunk,
  });
  const last = staged.at(-1)?.place;
  if (last === undefined) {
    await keepPlace(tx, run, 'paid', { date: null, place: 0 });
    return undefined;
  }
  const fresh = staged.filter((one) => one.ourId === null);
  count(run.counts, 'payment', 'unchanged', staged.length - fresh.length);
  await saveTold(tx, run, fresh);
  await keepPlace(tx, run, 'payments', { date: null, place: last });
  return last;
}

/** Each is matched with one that its invoice brought along, or added. */
async function saveTold(tx: Tx, run: ImportRun, fresh: readonly KnownRecord[]): Promise<void> {
  const records = fresh.map((one) => ({ one, record: JSON.parse(one.record) as ImportedPayment }));
  const ids = await findInvoices(
    tx,
    records.map(({ one, record }) => ({ source: one.source, invoice: record.invoice })),
  );
  const invoices = await readInvoices(tx, [...new Set(ids.values())]);
  const existing = await readPayments(tx, [...invoices.keys()]);
  const unlinked = await withoutReference(tx, existing);
  const problems: NewProblem[] = [];
  const matched: ExternalReference[] = [];
  const missing: { readonly one: KnownRecord; readonly payment: NewPayment }[] = [];
  for (const { one, record } of records) {
    const invoice = invoices.get(ids.get(keyOf(one.source, record.invoice)) ?? 0);
    const amountMinor = invoice && minorOf(record.amount, invoice.currency);
    if (invoice?.status !== 'approved' || amountMinor === undefined) {
      problems.push(leftOut(one, record, invoice));
      continue;
    }
    const payment = paymentOf(invoice.id, amountMinor, record);
    const place = unlinked.findIndex((there) => keyOfPayment(there) === keyOfPayment(payment));
    if (place >= 0) matched.push({ ...one, ourId: BigInt(unlinked.splice(place, 1)[0]!.id) });
    else missing.push({ one, payment });
  }
  const added = missing.map(({ payment }) => payment);
  const addedIds = await insertPayments(tx, run.author, added);
  const references = missing.map(({ one }, place) => ({ ...one, ourId: BigInt(addedIds[place]!) }));
  await keepReferences(tx, run.batch.id, [...matched, ...references]);
  await giveWay(tx, run.author, sumsOf(added), existing);
  await insertProblems(tx, run.batch.id, problems);
  count(run.counts, 'payment', 'matched', matched.length);
  count(run.counts, 'payment', 'created', added.length);
}

function leftOut(one: KnownRecord, record: ImportedPayment, invoice: Invoice | undefined): NewProblem {
  const name = record.invoice.number ?? record.invoice.externalId ?? '';
  const why = invoice === undefined ? 'was not imported' : `is ${invoice.status}`;
  const detail = `The payment is of invoice ${name}, which ${why}; it was left out.`;
  const about = { code: 'unknownInvoice', detail, field: 'invoice', value: name };
  return problemOf(one, 'apply', 'difference', about);
}

function sumsOf(payments: readonly NewPayment[]): Map<number, bigint> {
  const sums = new Map<number, bigint>();
  for (const { invoiceId, amountMinor } of payments) {
    sums.set(invoiceId, (sums.get(invoiceId) ?? 0n) + amountMinor);
  }
  return sums;
}

type Wanted = { readonly source: string; readonly invoice: Reference };

async function findInvoices(tx: Tx, wanted: readonly Wanted[]): Promise<Map<string, number>> {
  const keys = wanted.map(({ source, invoice }) => ({
    source,
    externalKey:
      invoice.externalId === undefined ? numberKey(invoice.number ?? '') : idKey(invoice.externalId),
  }));
  const found = await findReferences(tx, 'invoice', keys);
  const ids = new Map<string, number>();
  for (const [index, { source, invoice }] of wanted.entries()) {
    const id = found.get(referenceKey(source, keys[index]!.externalKey));
    if (id !== undefined) ids.set(keyOf(source, invoice), Number(id));
  }
  return ids;
}

/** Payments that no record of a source is known to be. */
async function withoutReference(tx: Tx, payments: readonly PaymentOfInvoice[]): Promise<PaymentOfInvoice[]> {
  const rows = await tx.query<{ ourId: bigint }>(
    `select our_id as "ourId" from external_reference where firm_id = $1 and kind = 'payment' and our_id = any ($2)`,
    [tx.firmId, payments.map(({ id }) => id)],
  );
  const linked = new Set(rows.map(({ ourId }) => Number(ourId)));
  return payments.filter(({ id, isStandIn }) => !isStandIn && !linked.has(id));
}

function keyOf(source: string, { externalId, number }: Reference): string {
  return `${source} ${externalId ?? ''} ${number ?? ''}`;
}

/** By which a payment that comes twice is known. */
function keyOfPayment({ invoiceId, paidOn, amountMinor, reference }: NewPayment): string {
  return `${invoiceId} ${paidOn} ${amountMinor} ${reference ?? ''}`;
}

function take(keys: string[], key: string): boolean {
  const place = keys.indexOf(key);
  if (place >= 0) keys.splice(place, 1);
  return place >= 0;
}
