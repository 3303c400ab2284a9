// What there is to print: a document with everything around it, as plain values. Amounts are minor units of the
// document's currency. The store reads it (store/billing/document-data.ts), layout.ts makes the printed page of it.

import type { CivilDate } from '../calendar/civil-date.ts';
import type { CurrencyCode } from '../money/currencies.ts';

export type DocumentLayout = 'task' | 'staff' | 'entry' | 'job' | 'summary' | 'progressClaim';
export type TaxMode = 'exclusive' | 'inclusive' | 'none';

/** Who sends the document. */
export type Letterhead = {
  readonly name: string;
  /** Such as 'en-NZ'; amounts and dates are written by its customs. */
  readonly locale: string;
  readonly taxNumber: string | null;
  readonly address: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly website: string | null;
  readonly paymentDetails: string | null;
};

/** What of a firm's template decides content; colours, logo and paper are for whoever draws. */
export type TemplateTexts = {
  readonly layout: DocumentLayout;
  readonly showsQuantities: boolean;
  readonly showsDates: boolean;
  readonly introduction: string | null;
  readonly terms: string | null;
  readonly footer: string | null;
};

/** What every document has. */
type Common = {
  readonly id: number;
  readonly letterhead: Letterhead;
  /** Name, address and tax number of the client, a line each. */
  readonly recipient: string;
  readonly attention: string | null;
  readonly currency: CurrencyCode;
};

export type DocumentJob = {
  readonly jobId: number;
  readonly number: string;
  readonly name: string;
  readonly orderNumber: string | null;
};

export type DocumentLine = {
  readonly lineNumber: number;
  readonly kind: 'task' | 'cost' | 'quote' | 'deposit' | 'interim' | 'retention' | 'text';
  readonly jobId: number | null;
  readonly quoteLineId: number | null;
  readonly description: string;
  readonly note: string | null;
  readonly minutes: number | null;
  readonly ratePerHourMinor: bigint | null;
  readonly quantityThousandths: number | null;
  readonly unitPriceMinor: bigint | null;
  /** Ex tax. */
  readonly amountMinor: bigint;
  readonly taxMinor: bigint;
  /** What it claims of its line of the quote, where earlier claims are stated again in its amount; else null. */
  readonly claimedMinor?: bigint | null;
};

/** An item of recorded work that was billed under a line. */
export type BilledWork = {
  readonly lineNumber: number;
  readonly kind: 'time' | 'cost';
  readonly itemId: bigint;
  readonly staffId: number | null;
  readonly staffName: string | null;
  readonly workedOn: CivilDate;
  readonly note: string | null;
  /** Minutes of time, thousandths of a cost's unit; never more than was open. */
  readonly billedQuantity: number;
  /** Ex tax. */
  readonly billedMinor: bigint;
  /** What of the billed was put on first. */
  readonly writtenOnMinor: bigint;
  /** As it was open when it was billed. */
  readonly openQuantity: number;
  readonly openMinor: bigint;
  /** What it was recorded at, per hour or per unit. */
  readonly priceMinor: bigint;
};

/** A line of an accepted quote and what earlier invoices claimed of it. */
export type ClaimedLine = {
  readonly quoteLineId: number;
  readonly description: string;
  readonly contractMinor: bigint;
  readonly contractTaxMinor: bigint;
  readonly previousMinor: bigint;
  readonly previousTaxMinor: bigint;
};

export type PrintedTax = {
  readonly name: string;
  readonly component: string;
  readonly rateMillionths: number;
  readonly baseMinor: bigint;
  readonly taxMinor: bigint;
};

export type Receipt = {
  readonly kind: 'payment' | 'creditNote';
  readonly on: CivilDate;
  readonly reference: string | null;
  readonly amountMinor: bigint;
};

export type InvoiceData = Common & {
  readonly kind: 'invoice' | 'creditNote';
  readonly number: string | null;
  readonly status: 'draft' | 'approved' | 'cancelled' | 'discarded';
  /** Of another system, whose lines need not add up to its total. */
  readonly isImported: boolean;
  readonly layout: DocumentLayout | null;
  readonly issuedOn: CivilDate;
  readonly dueOn: CivilDate | null;
  readonly periodFrom: CivilDate | null;
  readonly periodTo: CivilDate | null;
  readonly reference: string | null;
  readonly note: string | null;
  /** Of a credit note: the number of the invoice it credits. */
  readonly creditsNumber: string | null;
  readonly taxMode: TaxMode;
  readonly jobs: readonly DocumentJob[];
  readonly lines: readonly DocumentLine[];
  /** Read only where the layout prints it. */
  readonly work: readonly BilledWork[];
  readonly claims: readonly ClaimedLine[];
  readonly taxes: readonly PrintedTax[];
  /** Ex tax. */
  readonly totalMinor: bigint;
  readonly taxMinor: bigint;
  readonly paidMinor: bigint;
  readonly creditedMinor: bigint;
  readonly receipts: readonly Receipt[];
};

export type QuoteLine = DocumentLine & { readonly isOption: boolean; readonly isChosen: boolean };

export type QuoteData = Common & {
  readonly kind: 'quote';
  readonly number: string | null;
  readonly isImported: boolean;
  readonly name: string | null;
  readonly state: 'draft' | 'issued' | 'accepted' | 'declined' | 'revised' | 'archived';
  readonly quotedOn: CivilDate | null;
  readonly validUntil: CivilDate | null;
  readonly acceptedOn: CivilDate | null;
  readonly job: DocumentJob | null;
  readonly introduction: string | null;
  readonly terms: string | null;
  readonly note: string | null;
  readonly taxMode: TaxMode;
  readonly lines: readonly QuoteLine[];
  readonly taxes: readonly PrintedTax[];
  /** Ex tax. */
  readonly totalMinor: bigint;
  readonly taxMinor: bigint;
};

export type StatementEntry = {
  readonly on: CivilDate;
  readonly kind:
    | 'invoice'
    | 'invoiceCancelled'
    | 'creditNote'
    | 'creditNoteCancelled'
    | 'payment'
    | 'paymentVoided'
    | 'refund';
  readonly number: string | null;
  readonly reference: string | null;
  readonly dueOn: CivilDate | null;
  /** What the client owes more, or less when negative. */
  readonly amountMinor: bigint;
};

export type StatementData = Common & {
  readonly kind: 'statement';
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly openingMinor: bigint;
  readonly closingMinor: bigint;
  readonly entries: readonly StatementEntry[];
  /** What is owed by how long it is overdue, in that order. */
  readonly ageing: readonly { readonly label: string; readonly amountMinor: bigint }[];
};

export type DocumentData = InvoiceData | QuoteData | StatementData;
