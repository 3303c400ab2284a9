// What a credit note comes to: its lines with their tax, what still stands of the invoice after it, and what that does in
// the ledger. The preview and the crediting itself ask the same, so that what was seen is what is posted.

import { createHash } from 'node:crypto';
import { creditLines, type CreditableLine, type Credited } from '#core/billing/credit.ts';
import {
  leftOf,
  planCredit,
  type InvoicedLine,
  type LinesWanted,
  type PlannedLine,
} from '#core/billing/credit-plan.ts';
import { creditedTaxes, type PrintedTax } from '#core/billing/credit-tax.ts';
import { journalsOfEffects, type Effect } from '#core/billing/effects.ts';
import { afterMovements, movementsOf, restate } from '#core/billing/restate.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Cause, Journal, PostedJournal } from '#core/ledger/journal.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import {
  readCreditedLines,
  readCreditedTaxes,
  readCreditNotes,
  readNetWip,
  readStandingEffects,
} from '#store/billing/credits.ts';
import type { InvoiceJob } from '#store/billing/effects.ts';
import { readInvoiceLines, readInvoiceTax, type StoredLine } from '#store/billing/invoice-lines.ts';
import type { Invoice } from '#store/billing/invoices.ts';
import type { Tx } from '#store/database.ts';
import { readCauseHistory, readLocks } from '#store/ledger/items.ts';
import type { Context } from '../context.ts';
import { labelOf } from '../payments/allocate.ts';
import { moneyDateRefusal, readMoneyDates, tooEarlyRefusal } from '../payments/dates.ts';
import { dateRefusal } from '../work-date.ts';

export type CreditTerms = {
  readonly invoiceId: number;
  readonly lines: LinesWanted;
  /** Unless said, today in the firm. */
  readonly creditedOn?: CivilDate | undefined;
};

export type PreparedLine = PlannedLine & { readonly line: StoredLine };

export type PreparedCredit = {
  readonly invoice: Invoice;
  readonly creditedOn: CivilDate;
  readonly lines: readonly PreparedLine[];
  readonly taxes: readonly PrintedTax[];
  /** Ex tax. */
  readonly totalMinor: bigint;
  readonly taxMinor: bigint;
  readonly credited: Credited;
  readonly standing: readonly PostedJournal[];
  readonly fingerprint: string;
};

/** Of an invoice as it is held, or, for a preview, as it is. */
export async function prepareCredit(
  tx: Tx,
  context: Context,
  invoice: Invoice,
  terms: CreditTerms,
): Promise<Result<PreparedCredit>> {
  const creditNotes = await readCreditNotes(tx, invoice.id);
  const [stored, creditedLines, ofInvoice, taxedBefore, effects, standing] = await Promise.all([
    readInvoiceLines(tx, invoice.id),
    readCreditedLines(tx, invoice.id),
    readInvoiceTax(tx, invoice.id),
    readCreditedTaxes(tx, invoice.id),
    readStandingEffects(tx, invoice.id, creditNotes),
    readCauseHistory(tx, { kind: 'invoice', id: BigInt(invoice.id) }),
  ]);
  const invoiced = stored.map(({ lineNumber, jobId, amountMinor, taxMinor, kind, typed }): LineOfInvoice => {
    const credited = creditedLines.get(lineNumber) ?? null;
    return { lineNumber, jobId, amountMinor, taxMinor, credited, isBesideQuote: typed || kind === 'cost' };
  });
  const planned = planCredit(invoiced, terms.lines, invoice.currency);
  if (!planned.ok) return planned;
  const isUntold = effects.length === 0 && standing.length > 0;
  const credited = isUntold
    ? creditUntold(invoiced, planned.value)
    : creditEffects(effects, invoiced, planned.value);
  if (!credited.ok) return credited;
  const day = await dayOf(tx, context, {
    invoice,
    said: terms.creditedOn,
    earliestOn: creditNotes.at(-1)?.creditedOn ?? invoice.invoicedOn,
    movesWip: standing.length > 0,
  });
  if (!day.ok) return day;

  const byNumber = new Map(stored.map((line) => [line.lineNumber, line]));
  const lines = planned.value.map((line) => ({ ...line, line: byNumber.get(line.lineNumber)! }));
  const taxes = creditedTaxes(
    ofInvoice,
    taxedBefore,
    lines.map(({ line, amountMinor, taxMinor }) => ({ taxId: line.taxId, amountMinor, taxMinor })),
  );
  const content = {
    invoice,
    creditedOn: day.value,
    lines,
    taxes,
    totalMinor: lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
    taxMinor: lines.reduce((sum, { taxMinor }) => sum + taxMinor, 0n),
    credited: credited.value,
    standing,
  };
  return done({ ...content, fingerprint: fingerprintOf(content) });
}

/** null when the invoice can be credited. */
export function creditableRefusal(invoice: Invoice): Refused | null {
  const { status, document, id } = invoice;
  if (status === 'approved' && document === 'invoice') return null;
  const label = labelOf(invoice);
  const detail =
    document === 'creditNote'
      ? `${label} is a credit note itself.`
      : `${label} is ${status}; only approved invoices are credited.`;
  return refuse('wrongState', detail, { field: 'id', value: String(id), accepted: 'an approved invoice' });
}

type LineOfInvoice = InvoicedLine & Pick<CreditableLine, 'isBesideQuote'>;

function creditEffects(
  effects: readonly Effect[],
  invoiced: readonly LineOfInvoice[],
  planned: readonly PlannedLine[],
): Result<Credited> {
  const plans = new Map(planned.map((plan) => [plan.lineNumber, plan]));
  return creditLines(
    effects,
    invoiced.map((line) => ({
      lineKey: String(line.lineNumber),
      jobId: line.jobId,
      leftMinor: leftOf(line),
      isBesideQuote: line.isBesideQuote,
      credit: plans.get(line.lineNumber) ?? null,
    })),
  );
}

/** An invoice that was imported before its lines were told apart: which of them did what in the ledger is not known. */
function creditUntold(invoiced: readonly InvoicedLine[], planned: readonly PlannedLine[]): Result<Credited> {
  const whole = new Set(planned.filter(({ isWholeLine }) => isWholeLine).map(({ lineNumber }) => lineNumber));
  const isWhole = invoiced.every(({ lineNumber }) => whole.has(lineNumber));
  const isBack = planned.every(({ destination }) => destination === 'wip');
  if (isWhole && isBack) return done({ remaining: [], writtenOff: [] });
  const detail =
    'What the lines of this imported invoice did is not known; it is credited whole, back to WIP.';
  return refuse('invalidRequest', detail, { field: 'lines', accepted: '"all", back to WIP' });
}

type DayWanted = {
  readonly invoice: Invoice;
  readonly said: CivilDate | undefined;
  readonly earliestOn: CivilDate;
  readonly movesWip: boolean;
};

/** A credit note that moves WIP respects both locks; one of a miscellaneous invoice only that of the period. */
async function dayOf(tx: Tx, context: Context, wanted: DayWanted): Promise<Result<CivilDate>> {
  const dates = await readMoneyDates(tx, context);
  const on = wanted.said ?? (dates.today > wanted.earliestOn ? dates.today : wanted.earliestOn);
  const refused = wanted.movesWip
    ? dateRefusal({ locks: await readLocks(tx), latestOn: dates.latestOn }, on, 'creditedOn')
    : moneyDateRefusal(dates, on, 'creditedOn');
  return refused ?? tooEarlyRefusal(on, wanted.earliestOn, 'creditedOn') ?? done(on);
}

function fingerprintOf(content: Omit<PreparedCredit, 'fingerprint'>): string {
  const { invoice, creditedOn, lines, taxes, totalMinor, taxMinor, credited } = content;
  const seen = {
    invoiceId: invoice.id,
    creditedOn,
    lines: lines.map(({ lineNumber, amountMinor, destination }) => ({
      lineNumber,
      amountMinor,
      destination,
    })),
    taxes,
    totalMinor,
    taxMinor,
    credited,
  };
  const text = JSON.stringify(seen, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

export type LedgerChange = {
  readonly journals: readonly Journal[];
  readonly jobs: readonly InvoiceJob[];
};

/** The journals that take the invoice to what remains; `remaining` with the ids of interims that are raised anew. */
export async function ledgerChangeOf(
  tx: Tx,
  prepared: PreparedCredit,
  remaining: readonly Effect[],
  creditNoteId: number,
): Promise<LedgerChange> {
  const { invoice, creditedOn, standing, credited } = prepared;
  const ofInvoice = { kind: 'invoice', id: BigInt(invoice.id) } as const;
  const ofCreditNote: Cause = { kind: 'invoice', id: BigInt(creditNoteId) };
  const wanted = journalsOfEffects(remaining, invoice.invoicedOn, ofInvoice);
  const change = restate(standing, wanted, creditedOn, ofCreditNote);
  const writtenOff = journalsOfEffects(credited.writtenOff, creditedOn, ofCreditNote);
  const moved = movementsOf([...change.posted, ...writtenOff], change.reversed);
  const before = await readNetWip(
    tx,
    moved.map(({ jobId }) => jobId),
  );
  const jobs = moved.map((job) => {
    const beforeMinor = before.get(job.jobId) ?? 0n;
    const totalMinor = job.absorbedMinor - job.billedMinor - job.raisedMinor;
    return { ...job, totalMinor, beforeMinor, afterMinor: afterMovements(beforeMinor, job) };
  });
  return { journals: [...change.journals, ...writtenOff], jobs };
}
