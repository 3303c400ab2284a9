// Payments of imported invoices. They move debtors and never WIP. An invoice and the list of payments may both hold the
// same payment; what an invoice has already is not added again.

import type { Author } from '#store/changes.ts';
import type { Tx } from '#store/database.ts';
import { insertProblems, type NewProblem } from '#store/imports/problems.ts';
import { findReferences, keepReferences, referenceKey } from '#store/imports/references.ts';
import { readRecords } from '#store/imports/staging.ts';
import { insertPayments, raisePaid, readPayments } from '#store/billing/imported-payments.ts';
import { readInvoices } from '#store/billing/invoices.ts';
import { minorOf } from '../amounts.ts';
import { idKey, numberKey } from '../keys.ts';
import type { ImportedPayment, Reference } from '../model.ts';
import { shortened } from '../practice/directory.ts';
import { count, inChunksFrom, keepPlace, problemOf, type ImportRun } from '../run.ts';
import { moveSeriesOn } from './number-series.ts';
import type { FoundDocument } from './prepare.ts';

const paymentsPerChunk = 1_000;

/** The payments that an invoice brings along; it is paid by no less than what is allocated to it. */
export async function savePaymentsOf(
  tx: Tx,
  author: Author,
  invoiceId: number,
  { invoice, currency }: FoundDocument,
): Promise<void> {
  if (invoice.payments.length === 0) return raisePaid(tx, [invoiceId]);
  const there = (await readPayments(tx, [invoiceId])).map(signOf);
  const missing = invoice.payments.flatMap(({ date, amount, reference }) => {
    const amountMinor = minorOf(amount, currency);
    if (amountMinor === undefined) return [];
    const payment = {
      invoiceId,
      paidOn: date,
      amountMinor,
      reference: reference === undefined ? null : shortened(reference, 500),
    };
    return take(there, signOf(payment)) ? [] : [payment];
  });
  await insertPayments(tx, author, missing);
  await raisePaid(tx, [invoiceId]);
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
    await keepPlace(tx, run, 'tieOut', { date: null, place: 0 });
    await moveSeriesOn(tx, run);
    return undefined;
  }
  const fresh = staged.filter((one) => one.ourId === null);
  count(run.counts, 'payment', 'unchanged', staged.length - fresh.length);
  const records = fresh.map((one) => ({ one, record: JSON.parse(one.record) as ImportedPayment }));
  const ids = await findInvoices(
    tx,
    records.map(({ one, record }) => ({ source: one.source, invoice: record.invoice })),
  );
  const invoices = await readInvoices(tx, [...new Set(ids.values())]);
  const existing = await readPayments(tx, [...invoices.keys()]);
  const linked = await linkedPayments(
    tx,
    existing.map(({ id }) => id),
  );
  const unlinked = existing
    .filter(({ id }) => !linked.has(id))
    .map((payment) => ({ ...payment, key: `${payment.invoiceId} ${signOf(payment)}` }));
  const problems: NewProblem[] = [];
  for (const { one, record } of records) {
    const invoice = invoices.get(ids.get(keyOf(one.source, record.invoice)) ?? 0);
    const amountMinor = invoice && minorOf(record.amount, invoice.currency);
    if (invoice === undefined || amountMinor === undefined) {
      const name = record.invoice.number ?? record.invoice.externalId ?? '';
      const detail = `The payment is of invoice ${name}, which was not imported; it was left out.`;
      problems.push(
        problemOf(one, 'apply', 'difference', {
          code: 'unknownInvoice',
          detail,
          field: 'invoice',
          value: name,
        }),
      );
      continue;
    }
    const { reference } = record;
    const payment = {
      invoiceId: invoice.id,
      paidOn: record.date,
      amountMinor,
      reference: reference === undefined ? null : shortened(reference, 500),
    };
    const place = unlinked.findIndex(({ key }) => key === `${invoice.id} ${signOf(payment)}`);
    const [id] =
      place >= 0
        ? unlinked.splice(place, 1).map((there) => there.id)
        : await insertPayments(tx, run.author, [payment]);
    await keepReferences(tx, run.batch.id, [{ ...one, ourId: BigInt(id!) }]);
    count(run.counts, 'payment', place >= 0 ? 'matched' : 'created');
  }
  await raisePaid(tx, [...invoices.keys()]);
  await insertProblems(tx, run.batch.id, problems);
  await keepPlace(tx, run, 'payments', { date: null, place: last });
  return last;
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

async function linkedPayments(tx: Tx, ids: readonly number[]): Promise<Set<number>> {
  const rows = await tx.query<{ ourId: bigint }>(
    `select our_id as "ourId" from external_reference where firm_id = $1 and kind = 'payment' and our_id = any ($2)`,
    [tx.firmId, ids],
  );
  return new Set(rows.map(({ ourId }) => Number(ourId)));
}

function keyOf(source: string, { externalId, number }: Reference): string {
  return `${source} ${externalId ?? ''} ${number ?? ''}`;
}

function signOf(payment: { paidOn: string; amountMinor: bigint; reference: string | null }): string {
  return `${payment.paidOn} ${payment.amountMinor} ${payment.reference ?? ''}`;
}

function take(signs: string[], sign: string): boolean {
  const place = signs.indexOf(sign);
  if (place >= 0) signs.splice(place, 1);
  return place >= 0;
}
