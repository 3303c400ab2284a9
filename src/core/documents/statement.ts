// A statement of a client's account: what was owed, what happened, what is owed now and for how long.

import type { StatementData, StatementEntry, TemplateTexts } from './data.ts';
import { figuresOf, type Figures } from './figures.ts';
import { factsOf, recipientBlock, senderOf } from './head.ts';
import type { PrintedColumn, PrintedDocument, PrintedRow, PrintedTable } from './printed.ts';

export function layoutStatement(data: StatementData, template: TemplateTexts): PrintedDocument {
  const { letterhead, currency } = data;
  const figures = figuresOf({ locale: letterhead.locale, currency, hours: 'decimal' });
  const moved = data.entries.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  if (data.openingMinor + moved !== data.closingMinor) {
    throw new Error(`the statement of client ${data.id} does not lead from its opening to its closing`);
  }
  const [name = 'client'] = data.recipient.split('\n');
  const details = letterhead.paymentDetails;
  return {
    title: 'Statement',
    number: null,
    stamp: null,
    fileName: `Statement ${name} ${data.to}`,
    language: letterhead.locale,
    sender: senderOf(letterhead),
    recipient: recipientBlock('For', data),
    facts: factsOf({ Period: figures.days(data.from, data.to), Currency: currency }),
    subject: null,
    introduction: null,
    tables: [accountTable(data, figures), ...ageingTable(data, figures)],
    totals: [{ label: `Amount due ${currency}`, text: figures.amount(data.closingMinor), weight: 'due' }],
    notes: details === null || data.closingMinor <= 0n ? [] : [{ heading: 'How to pay', text: details }],
    signatures: [],
    footer: template.footer,
  };
}

function figure(label: string): PrintedColumn {
  return { label, kind: 'figure' };
}

function accountTable(data: StatementData, figures: Figures): PrintedTable {
  let balanceMinor = data.openingMinor;
  const opening = bareRow(
    'subtotal',
    [figures.shortDay(data.from), 'Brought forward'],
    figures,
    balanceMinor,
  );
  const entries = data.entries.map((entry): PrintedRow => {
    balanceMinor += entry.amountMinor;
    const isCharge = entry.amountMinor >= 0n;
    const amount = figures.amount(isCharge ? entry.amountMinor : -entry.amountMinor);
    const cells = [
      figures.shortDay(entry.on),
      nameOf(entry),
      entry.dueOn === null ? '' : figures.shortDay(entry.dueOn),
      isCharge ? amount : '',
      isCharge ? '' : amount,
      figures.amount(balanceMinor),
    ];
    return { kind: 'line', cells, note: entry.reference, amountMinor: entry.amountMinor };
  });
  const closing = bareRow('subtotal', [figures.shortDay(data.to), 'Balance'], figures, balanceMinor);
  return {
    heading: null,
    columns: [
      { label: 'Date', kind: 'label' },
      { label: 'What', kind: 'text' },
      { label: 'Due', kind: 'label' },
      ...['Charged', 'Received', 'Balance'].map(figure),
    ],
    rows: [opening, ...entries, closing],
  };
}

function bareRow(
  kind: 'subtotal',
  words: readonly [string, string],
  figures: Figures,
  balanceMinor: bigint,
): PrintedRow {
  return { kind, cells: [...words, '', '', '', figures.amount(balanceMinor)], note: null, amountMinor: 0n };
}

function nameOf({ kind, number }: StatementEntry): string {
  const nouns: Readonly<Record<StatementEntry['kind'], string>> = {
    invoice: 'Invoice',
    invoiceCancelled: 'Cancelled: invoice',
    creditNote: 'Credit note',
    creditNoteCancelled: 'Cancelled: credit note',
    payment: 'Payment, thank you',
    paymentVoided: 'Payment taken back',
    refund: 'Paid back to you',
  };
  return number === null ? nouns[kind] : `${nouns[kind]} ${number}`;
}

function ageingTable({ ageing }: StatementData, figures: Figures): PrintedTable[] {
  if (ageing.every(({ amountMinor }) => amountMinor === 0n)) return [];
  const cells = ageing.map(({ amountMinor }) => figures.amount(amountMinor));
  return [
    {
      heading: 'How long it has been due',
      columns: ageing.map(({ label }) => figure(label)),
      rows: [{ kind: 'line', cells, note: null, amountMinor: 0n }],
    },
  ];
}
