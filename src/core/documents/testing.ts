// Documents for tests: an invoice with these lines, and nothing that is not asked for.

import { civilDate } from '../calendar/civil-date.ts';
import type {
  BilledWork,
  DocumentLine,
  InvoiceData,
  Letterhead,
  QuoteData,
  QuoteLine,
  TemplateTexts,
} from './data.ts';

export const letterhead: Letterhead = {
  name: 'Kauri Architects Ltd',
  locale: 'en-NZ',
  taxNumber: '123-456-789',
  address: '14 Wharf Lane\nPort Town',
  email: 'accounts@kauri.example',
  phone: null,
  website: null,
  paymentDetails: 'To account 12-3456',
};

export const template: TemplateTexts = {
  layout: 'task',
  showsQuantities: true,
  showsDates: false,
  introduction: null,
  terms: null,
  footer: null,
};

let lineNumbers = 0;

export function lineOf(said: Partial<DocumentLine> & { readonly amountMinor: bigint }): DocumentLine {
  lineNumbers += 1;
  return {
    lineNumber: lineNumbers,
    kind: 'task',
    jobId: 1,
    quoteLineId: null,
    description: 'Design',
    note: null,
    minutes: null,
    ratePerHourMinor: null,
    quantityThousandths: null,
    unitPriceMinor: null,
    taxMinor: 0n,
    ...said,
  };
}

let itemIds = 0n;

export function timeUnder(
  line: DocumentLine,
  said: { readonly minutes: number; readonly billedMinor: bigint } & Partial<BilledWork>,
): BilledWork {
  const { minutes, ...rest } = said;
  itemIds += 1n;
  return {
    lineNumber: line.lineNumber,
    kind: 'time',
    itemId: itemIds,
    staffId: 1,
    staffName: 'Ana',
    workedOn: civilDate('2026-03-10'),
    note: null,
    billedQuantity: minutes,
    writtenOnMinor: 0n,
    openQuantity: minutes,
    openMinor: said.billedMinor,
    priceMinor: minutes === 0 ? 0n : (said.billedMinor * 60n) / BigInt(minutes),
    ...rest,
  };
}

export function invoiceOf(lines: readonly DocumentLine[], said: Partial<InvoiceData> = {}): InvoiceData {
  const sum = (of: (line: DocumentLine) => bigint) => lines.reduce((total, line) => total + of(line), 0n);
  return {
    kind: 'invoice',
    id: 7,
    number: 'INV-0007',
    status: 'approved',
    isImported: false,
    layout: null,
    letterhead,
    recipient: 'Harbour Trust\n18 Quay Street',
    attention: null,
    currency: 'NZD',
    issuedOn: civilDate('2026-03-31'),
    dueOn: civilDate('2026-04-20'),
    periodFrom: null,
    periodTo: null,
    reference: null,
    note: null,
    creditsNumber: null,
    taxMode: 'exclusive',
    jobs: [{ jobId: 1, number: 'J1', name: 'Boathouse', orderNumber: null }],
    lines,
    work: [],
    claims: [],
    taxes: [],
    totalMinor: sum(({ amountMinor }) => amountMinor),
    taxMinor: sum(({ taxMinor }) => taxMinor),
    paidMinor: 0n,
    creditedMinor: 0n,
    receipts: [],
    ...said,
  };
}

export function quoteOf(lines: readonly QuoteLine[], said: Partial<QuoteData> = {}): QuoteData {
  const counted = lines.filter(({ isOption, isChosen }) => !isOption || isChosen);
  return {
    kind: 'quote',
    id: 3,
    number: 'Q-0003',
    isImported: false,
    name: 'Boathouse',
    state: 'issued',
    letterhead,
    recipient: 'Harbour Trust',
    attention: 'Mere',
    currency: 'NZD',
    quotedOn: civilDate('2026-03-01'),
    validUntil: civilDate('2026-03-31'),
    acceptedOn: null,
    job: null,
    introduction: null,
    terms: null,
    note: null,
    taxMode: 'exclusive',
    lines,
    taxes: [],
    totalMinor: counted.reduce((total, line) => total + line.amountMinor, 0n),
    taxMinor: counted.reduce((total, line) => total + line.taxMinor, 0n),
    ...said,
  };
}
