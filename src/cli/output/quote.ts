// Quotes on a terminal.

import type { z } from 'zod';
import type { acceptedQuote, listedQuote, quote } from '#contract/quotes/quotes.ts';
import { textTable } from './table.ts';

export type Quote = z.input<typeof quote>;
export type ListedQuote = z.input<typeof listedQuote>;
export type AcceptedQuote = z.input<typeof acceptedQuote>;

export function quotesAsText(quotes: readonly ListedQuote[]): string {
  if (quotes.length === 0) return 'Nothing to show.';
  const columns = [
    { label: 'Number' },
    { label: 'State' },
    { label: 'Date' },
    { label: 'Valid until' },
    { label: 'Client' },
    { label: 'Name' },
    { label: 'Job' },
    { label: 'Total', alignRight: true },
    { label: 'Currency' },
  ];
  const rows = quotes.map((one) => [
    one.number ?? `draft ${one.id}`,
    one.state,
    one.quotedOn ?? '',
    one.validUntil ?? '',
    one.clientName ?? '',
    one.name ?? '',
    one.jobNumber ?? '',
    one.total,
    one.currency,
  ]);
  return textTable(columns, rows);
}

export function quoteAsText(quote: Quote): string {
  const { number, id, state, name, clientName, quotedOn, validUntil, acceptedOn, currency } = quote;
  const days = [
    quotedOn === null ? 'no day yet' : quotedOn,
    ...(validUntil === null ? [] : [`valid until ${validUntil}`]),
    ...(acceptedOn === null ? [] : [`accepted ${acceptedOn}`]),
  ];
  const head = [
    `Quote ${number ?? `(draft ${id})`}: ${state}`,
    `${name ?? ''} for ${clientName ?? 'no client'}, ${days.join(', ')}, in ${currency}`,
    ...(quote.jobNumber === null ? [] : [`Job ${quote.jobNumber} ${quote.jobName ?? ''}`]),
  ];
  const columns = [
    { label: 'Id' },
    { label: 'Line' },
    { label: 'Hours', alignRight: true },
    { label: 'Quantity', alignRight: true },
    { label: 'Price', alignRight: true },
    { label: 'Amount', alignRight: true },
    { label: 'Tax', alignRight: true },
    { label: 'Invoiced', alignRight: true },
  ];
  const rows = quote.lines.map((line) => [
    line.id,
    `${line.isOption ? (line.isChosen ? 'Option, chosen: ' : 'Option: ') : ''}${line.description}`,
    line.minutes === null ? '' : (line.minutes / 60).toFixed(2),
    line.quantity ?? '',
    line.rate ?? line.unitPrice ?? '',
    line.amount,
    line.tax,
    line.claimed,
  ]);
  const sums = [
    ['', 'Total', '', '', '', quote.total, quote.tax, ''],
    ['', 'Total with tax', '', '', '', quote.totalWithTax, '', ''],
  ];
  const left =
    quote.uninvoicedQuote === null ? [] : [`Not invoiced of the job's quotes: ${quote.uninvoicedQuote}`];
  return [head.join('\n'), textTable(columns, [...rows, ...sums]), ...left].join('\n\n');
}

export function acceptedAsText(quote: AcceptedQuote): string {
  return [quoteAsText(quote), ...quote.warnings.map(({ detail }) => `Note: ${detail}`)].join('\n\n');
}
