// Saying what a payment or a credit note pays, and paying back what is left of one. Both are the same motion: hold what
// pays and what is paid, see what is left of the one and outstanding of the others, and add rows.
//
// Locks: the payment, then invoices and credit notes by id, then the gate.

import {
  shareOutToNamed,
  shareOutToOldest,
  type NamedInvoice,
  type PayableInvoice,
  type Share,
} from '#core/billing/allocation.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { formatMinor } from '#core/money/money.ts';
import { done, refuse, refuseAll, within, type Refusal, type Refused, type Result } from '#core/refusal.ts';
import { insertAllocations, type AllocationSource } from '#store/billing/allocations.ts';
import { holdInvoices, type Invoice } from '#store/billing/invoices.ts';
import { findOutstanding, payableInvoicesMax } from '#store/billing/payments.ts';
import type { Tx } from '#store/database.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { positiveAmount } from './amounts.ts';
import { moneyDateRefusal, readMoneyDates, tooEarlyRefusal, type MoneyDates } from './dates.ts';

export type AllocationTerms = {
  /** Those due longest first; unless said, only the invoices that are named. */
  readonly allocate?: 'oldest' | 'named' | undefined;
  readonly invoices?:
    | readonly { readonly invoiceId: number; readonly amount?: string | null | undefined }[]
    | undefined;
  /** Unless said, as soon as both are there. */
  readonly allocatedOn?: CivilDate | undefined;
};

/** What pays, as it is held. */
export type HeldSource = AllocationSource & {
  readonly clientId: number | null;
  readonly currency: CurrencyCode;
  readonly leftMinor: bigint;
  /** Nothing of it is allocated before. */
  readonly datedOn: CivilDate;
};

export const namedInvoicesMax = 500;

/** The documents that an allocation touches, held in their order; `alsoId` is the credit note that pays. */
export async function holdPayable(
  tx: Tx,
  terms: AllocationTerms,
  client: { readonly clientId: number | null; readonly currency: CurrencyCode },
  alsoId: number | null = null,
): Promise<Map<number, Invoice>> {
  const { clientId, currency } = client;
  const oldest =
    terms.allocate === 'oldest' && clientId !== null ? await findOutstanding(tx, clientId, currency) : [];
  const named = (terms.invoices ?? []).map(({ invoiceId }) => invoiceId);
  return holdInvoices(tx, [...oldest, ...named, ...(alsoId === null ? [] : [alsoId])]);
}

/** Allocates what is left of a source. `isNew`: it was recorded in this same step. */
export async function allocateFrom(
  tx: Tx,
  context: Context,
  { source, held, terms }: { source: HeldSource; held: Map<number, Invoice>; terms: AllocationTerms },
): Promise<Result<Share[]>> {
  const shares = shareOut(source, held, terms);
  if (!shares.ok) return shares;
  const dates = await readMoneyDates(tx, context);
  const dated = datedShares(source, shares.value, terms.allocatedOn, dates);
  if (!dated.ok) return dated;
  const { kind, id } = source;
  await insertAllocations(
    tx,
    authorOf(context),
    dated.value.map(({ share, allocatedOn }) => ({
      source: { kind, id },
      invoiceId: share.invoice.id,
      allocatedOn,
      amountMinor: share.amountMinor,
      takesBackId: null,
    })),
  );
  return shares;
}

function shareOut(
  source: HeldSource,
  held: ReadonlyMap<number, Invoice>,
  terms: AllocationTerms,
): Result<Share[]> {
  const show = (minor: bigint) => formatMinor(minor, source.currency);
  if (terms.allocate === 'oldest') {
    if ((terms.invoices ?? []).length > 0) {
      return refuse('invalidRequest', 'Either name invoices or let the oldest be paid first.', {
        field: 'invoices',
        accepted: 'no invoices with "allocate": "oldest"',
      });
    }
    const payable = [...held.values()].filter((invoice) => isPayable(invoice, source));
    return done(shareOutToOldest(source.leftMinor, payable.map(payableOf)));
  }
  const named = readNamed(source, held, terms.invoices ?? []);
  return named.ok ? shareOutToNamed(source.leftMinor, named.value, show) : named;
}

function isPayable(invoice: Invoice, source: HeldSource): boolean {
  return (
    invoice.document === 'invoice' && invoice.status === 'approved' && invoice.currency === source.currency
  );
}

function payableOf(invoice: Invoice): PayableInvoice {
  const { id, invoicedOn, dueOn, outstandingMinor } = invoice;
  return { id, label: labelOf(invoice), invoicedOn, dueOn, outstandingMinor };
}

export function labelOf({ document, number, id }: Invoice): string {
  return `${document === 'invoice' ? 'Invoice' : 'Credit note'} ${number ?? id}`;
}

function readNamed(
  source: HeldSource,
  held: ReadonlyMap<number, Invoice>,
  invoices: NonNullable<AllocationTerms['invoices']>,
): Result<NamedInvoice[]> {
  if (invoices.length > namedInvoicesMax) {
    const accepted = `up to ${namedInvoicesMax} invoices`;
    return refuse(
      'batchTooLarge',
      `A payment names ${accepted}; without names it pays the oldest ${payableInvoicesMax}.`,
      {
        field: 'invoices',
        value: String(invoices.length),
        accepted,
      },
    );
  }
  const refusals: Refusal[] = [];
  const named: NamedInvoice[] = [];
  const seen = new Set<number>();
  for (const [index, { invoiceId, amount }] of invoices.entries()) {
    const at = { field: `invoices[${index}].invoiceId`, value: String(invoiceId) };
    const invoice = held.get(invoiceId);
    const refused = seen.has(invoiceId)
      ? refuse('duplicate', 'The invoice is named twice.', { ...at, accepted: 'each invoice once' })
      : unpayable(invoice, source, at);
    seen.add(invoiceId);
    const parsed =
      amount === undefined || amount === null
        ? done(null)
        : positiveAmount(amount, source.currency, 'amount');
    if (refused !== null) refusals.push(...refused.refusals);
    else if (!parsed.ok) refusals.push(...within(`invoices[${index}]`, parsed).refusals);
    else named.push({ invoice: payableOf(invoice!), amountMinor: parsed.value });
  }
  return refusals.length > 0 ? refuseAll(refusals) : done(named);
}

function unpayable(
  invoice: Invoice | undefined,
  source: HeldSource,
  at: { field: string; value: string },
): Refused | null {
  if (invoice === undefined) {
    return refuse('unknownInvoice', 'There is no such invoice in this firm.', {
      ...at,
      accepted: 'the id of an invoice of this firm',
    });
  }
  const label = labelOf(invoice);
  if (invoice.document !== 'invoice' || invoice.status !== 'approved') {
    const what = invoice.document === 'invoice' ? `${label} is ${invoice.status}` : `${label} is no invoice`;
    return refuse('wrongState', `${what}; only approved invoices are paid.`, {
      ...at,
      accepted: 'an approved invoice',
    });
  }
  if (invoice.clientId !== source.clientId) {
    return refuse('invalidRequest', `${label} is of another client.`, {
      ...at,
      accepted: 'an invoice of the same client',
    });
  }
  if (invoice.currency === source.currency) return null;
  return refuse('currencyMismatch', `${label} is in ${invoice.currency}.`, {
    ...at,
    accepted: `an invoice in ${source.currency}`,
  });
}

type DatedShare = { readonly share: Share; readonly allocatedOn: CivilDate };

function datedShares(
  source: HeldSource,
  shares: readonly Share[],
  said: CivilDate | undefined,
  dates: MoneyDates,
): Result<DatedShare[]> {
  const dated: DatedShare[] = [];
  for (const share of shares) {
    const { invoicedOn } = share.invoice;
    const earliestOn = invoicedOn > source.datedOn ? invoicedOn : source.datedOn;
    const allocatedOn = said ?? laterOf(earliestOn, dates);
    const refused =
      tooEarlyRefusal(allocatedOn, earliestOn, 'allocatedOn') ??
      (said === undefined ? null : moneyDateRefusal(dates, said, 'allocatedOn'));
    if (refused !== null) return refused;
    dated.push({ share, allocatedOn });
  }
  return done(dated);
}

/** As soon as both are there, where that is open; else today. */
function laterOf(earliestOn: CivilDate, dates: MoneyDates): CivilDate {
  const isOpen = dates.periodLockOn === null || earliestOn > dates.periodLockOn;
  return isOpen || earliestOn > dates.today ? earliestOn : dates.today;
}

export type RefundTerms = {
  /** Decimal text; unless said, all that is left. */
  readonly amount?: string | null | undefined;
  readonly refundedOn?: CivilDate | undefined;
};

/** Pays the client back what is left of a source, or a part of it. */
export async function refundFrom(
  tx: Tx,
  context: Context,
  source: HeldSource,
  terms: RefundTerms,
): Promise<Result<null>> {
  const parsed =
    terms.amount === undefined || terms.amount === null
      ? done(source.leftMinor)
      : positiveAmount(terms.amount, source.currency, 'amount');
  if (!parsed.ok) return parsed;
  const left = formatMinor(source.leftMinor, source.currency);
  if (source.leftMinor <= 0n || parsed.value > source.leftMinor) {
    return refuse('exceedsOutstanding', `${left} is left to pay back.`, {
      field: 'amount',
      value: formatMinor(parsed.value, source.currency),
      accepted: `up to ${left}`,
    });
  }
  const dates = await readMoneyDates(tx, context);
  const allocatedOn = terms.refundedOn ?? dates.today;
  const refused =
    moneyDateRefusal(dates, allocatedOn, 'refundedOn') ??
    tooEarlyRefusal(allocatedOn, source.datedOn, 'refundedOn');
  if (refused !== null) return refused;
  const { kind, id } = source;
  const refund = { source: { kind, id }, invoiceId: null, allocatedOn, amountMinor: parsed.value };
  await insertAllocations(tx, authorOf(context), [{ ...refund, takesBackId: null }]);
  return done(null);
}
