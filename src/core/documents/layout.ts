// layoutDocument() decides everything that is printed on a document, and nothing about how it looks. Whatever layout is
// chosen, the rows add up to the document's total: where the lines of an imported invoice do not, a row says so, and where
// those of our own do not, it is a defect and is thrown.

import { arrange, daysOfLines, layoutOf } from './arrange.ts';
import type { DocumentData, InvoiceData, QuoteData, TemplateTexts } from './data.ts';
import { bareEntry, entryOfLine, shownMinor, sumOf, type Row } from './entries.ts';
import { figuresOf, hoursStyle, type Figures } from './figures.ts';
import { factsOf, factsOfJob, isTaxInvoice, recipientBlock, senderOf } from './head.ts';
import type { PrintedDocument, PrintedNote } from './printed.ts';
import { layoutStatement } from './statement.ts';
import { tableOf, type TableSettings } from './table.ts';
import { balanceOf, totalsOf } from './totals.ts';

export function layoutDocument(data: DocumentData, template: TemplateTexts): PrintedDocument {
  switch (data.kind) {
    case 'invoice':
    case 'creditNote':
      return layoutInvoice(data, template);
    case 'quote':
      return layoutQuote(data, template);
    case 'statement':
      return layoutStatement(data, template);
  }
}

function layoutInvoice(asRead: InvoiceData, template: TemplateTexts): PrintedDocument {
  const plain = figuresOf({ locale: asRead.letterhead.locale, currency: asRead.currency, hours: 'decimal' });
  const data = template.showsDates ? withDays(asRead, plain) : asRead;
  const rows = tied(arrange(data, layoutOf(data, template.layout)), data, data.reference);
  const figures = figuresFor(data, rows);
  const isInvoice = data.kind === 'invoice';
  const noun = isInvoice ? 'Invoice' : 'Credit note';
  const title = isInvoice && isTaxInvoice(data) ? 'Tax invoice' : noun;
  return {
    title,
    number: data.number,
    stamp: stampOf(data.status),
    fileName: data.number ?? `Draft ${noun.toLowerCase()} ${data.id}`,
    language: data.letterhead.locale,
    sender: senderOf(data.letterhead),
    recipient: recipientBlock(isInvoice ? 'Bill to' : 'To', data),
    facts: factsOf({
      [`${noun} number`]: data.number,
      Date: figures.day(data.issuedOn),
      'Due date': data.dueOn === null || !isInvoice ? null : figures.day(data.dueOn),
      'For invoice': data.creditsNumber,
      Period: periodOf(data, figures),
      Reference: data.reference,
      ...factsOfJob(data.jobs),
    }),
    subject: null,
    introduction: template.introduction,
    tables: [tableOf(rows, settingsOf(data, template, figures))],
    totals: [...totalsOf(data, figures, isInvoice ? 'Total' : 'Total credit'), ...balanceOf(data, figures)],
    notes: notesOf([
      ['Note', data.note],
      ['How to pay', isInvoice && data.status !== 'cancelled' ? data.letterhead.paymentDetails : null],
      ['Terms', template.terms],
    ]),
    signatures: [],
    footer: template.footer,
  };
}

function stampOf(status: InvoiceData['status']): string | null {
  const stamps = { draft: 'DRAFT', approved: null, cancelled: 'CANCELLED', discarded: 'DISCARDED' };
  return stamps[status];
}

function periodOf({ periodFrom, periodTo }: InvoiceData, figures: Figures): string | null {
  if (periodFrom !== null && periodTo !== null) return figures.days(periodFrom, periodTo);
  if (periodTo !== null) return `up to ${figures.day(periodTo)}`;
  return periodFrom === null ? null : `from ${figures.day(periodFrom)}`;
}

/** Each line with the days of its work in place of a note. */
function withDays(data: InvoiceData, figures: Figures): InvoiceData {
  const days = daysOfLines(data.work);
  return {
    ...data,
    lines: data.lines.map((line) => {
      const span = days.get(line.lineNumber);
      return span === undefined ? line : { ...line, note: line.note ?? figures.days(...span) };
    }),
  };
}

/** The rows, held against the total that they have to add up to. */
function tied(rows: readonly Row[], data: InvoiceData | QuoteData, words: string | null): readonly Row[] {
  const missingMinor = shownMinor(data.taxMode, data.totalMinor, data.taxMinor) - sumOf(rows);
  if (missingMinor === 0n) return rows;
  if (!data.isImported) {
    throw new Error(`the rows of ${data.kind} ${data.id} are ${missingMinor} away from its total`);
  }
  const description = rows.length === 0 ? (words ?? 'As agreed') : 'Adjustment';
  return [...rows, { ...bareEntry, description, amountMinor: missingMinor }];
}

type Framed = Pick<InvoiceData | QuoteData, 'letterhead' | 'currency'>;

function figuresFor({ letterhead, currency }: Framed, rows: readonly Row[]): Figures {
  const minutes = rows.map((row) => (row.kind === 'entry' ? row.minutes : null));
  return figuresOf({ locale: letterhead.locale, currency, hours: hoursStyle(minutes) });
}

function settingsOf(
  { currency, taxMode }: InvoiceData | QuoteData,
  { showsQuantities }: TemplateTexts,
  figures: Figures,
): TableSettings {
  const amountLabel = taxMode === 'inclusive' ? `${currency} incl. tax` : `Amount ${currency}`;
  return { figures, currency, showsQuantities, amountLabel };
}

function notesOf(notes: readonly (readonly [heading: string, text: string | null])[]): PrintedNote[] {
  return notes.flatMap(([heading, text]) => (text === null || text === '' ? [] : [{ heading, text }]));
}

function layoutQuote(data: QuoteData, template: TemplateTexts): PrintedDocument {
  const counted = data.lines.filter(({ isOption, isChosen }) => !isOption || isChosen);
  const options = data.lines.filter(({ isOption, isChosen }) => isOption && !isChosen);
  const rows = tied(
    counted.map((line) => rowOfQuote(line, data)),
    data,
    data.name,
  );
  const optional = options.map((line) => rowOfQuote(line, data));
  const figures = figuresFor(data, [...rows, ...optional]);
  const settings = settingsOf(data, template, figures);
  const isOpen = data.state === 'draft' || data.state === 'issued';
  return {
    title: 'Quote',
    number: data.number,
    stamp: stampsOfQuotes[data.state],
    fileName: data.number ?? `Draft quote ${data.id}`,
    language: data.letterhead.locale,
    sender: senderOf(data.letterhead),
    recipient: recipientBlock('Prepared for', data),
    facts: factsOf({
      'Quote number': data.number,
      Date: data.quotedOn && figures.day(data.quotedOn),
      'Valid until': data.validUntil && figures.day(data.validUntil),
      Accepted: data.acceptedOn && figures.day(data.acceptedOn),
      ...factsOfJob(data.job === null ? [] : [data.job]),
    }),
    subject: data.name,
    introduction: data.introduction ?? template.introduction,
    tables: [
      tableOf(rows, settings),
      ...(optional.length === 0
        ? []
        : [{ ...tableOf(optional, settings), heading: 'Options, not part of the total' }]),
    ],
    totals: totalsOf(data, figures),
    notes: notesOf([
      ['Note', data.note],
      ['Terms', data.terms ?? template.terms],
    ]),
    signatures: isOpen ? ['Accepted by', 'Signature', 'Date'] : [],
    footer: template.footer,
  };
}

const stampsOfQuotes = {
  draft: 'DRAFT',
  issued: null,
  accepted: null,
  declined: 'DECLINED',
  revised: 'REPLACED',
  archived: null,
} as const;

function rowOfQuote(line: QuoteData['lines'][number], { taxMode }: QuoteData): Row {
  const isText = line.kind === 'text' && line.amountMinor === 0n && line.taxMinor === 0n;
  if (isText && line.note === null) return { kind: 'text', text: line.description };
  return entryOfLine(line, taxMode);
}
