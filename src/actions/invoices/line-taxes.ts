// Which tax a line of an invoice has: as was set for it, as what it stands for, or the usual one. What stands for several
// taxes is divided (core/billing/divide-by-tax.ts).

import type { ComposedLine, Composition } from '#core/billing/composition.ts';
import { divideByTax, type TaxShare } from '#core/billing/divide-by-tax.ts';
import type { QuoteLineInBook } from '#core/billing/draft.ts';
import type { Book } from '#store/billing/book.ts';
import type { InvoiceContent } from './content.ts';
import type { InvoiceTaxes } from './tax.ts';

export type TaxOf = (key: string) => number | null;

/** The taxes that somebody set on lines, by their keys. */
function taxesSet(content: InvoiceContent): ReadonlyMap<string, number | null> {
  const set = new Map<string, number | null>();
  for (const [place, line] of content.lines.entries()) {
    if (line.taxId !== undefined) set.set(`line:${place}`, line.taxId);
  }
  for (const job of content.jobs) {
    for (const [place, line] of job.lines.entries()) {
      if (line.taxId !== undefined) set.set(`typed:${job.jobId}:${place}`, line.taxId);
    }
  }
  for (const { key, taxId } of content.lineSettings) {
    if (taxId !== undefined) set.set(key, taxId);
  }
  return set;
}

/** The tax of the line under a key, before any line is divided: of several taxes the first, of a deposit the usual one. */
export function taxOfKey(content: InvoiceContent, book: Book, taxes: InvoiceTaxes): TaxOf {
  if (taxes.mode === 'none') return () => null;
  const set = taxesSet(content);
  const found = new Map<string, number | null>();
  const find = (key: string): number | null => {
    const said = set.get(key);
    if (said !== undefined) return said;
    const [kind, id] = key.split(':');
    const quoteLine = kind === 'quote' ? book.quoteLines.get(Number(id)) : undefined;
    if (quoteLine !== undefined) return quoteLine.taxId;
    const [first, ...others] = sharesOfKey(book, key);
    return first === undefined || (kind === 'deposit' && others.length > 0)
      ? taxes.defaultTaxId
      : first.taxId;
  };
  // Each line is asked for several times, and there are very many.
  return (key) => {
    let taxId = found.get(key);
    if (taxId === undefined) found.set(key, (taxId = find(key)));
    return taxId;
  };
}

const standsForOthers = /^(?:interim|quoted|deposit):/;

/** An interim has the taxes that it was invoiced with; a part of a quote as a whole, or a deposit on it, those of the quote. */
function sharesOfKey(book: Book, key: string): readonly TaxShare[] {
  if (!standsForOthers.test(key)) return [];
  const [kind, id = ''] = key.split(':');
  if (kind === 'interim') return book.interimTaxes.get(BigInt(id)) ?? [];
  const lines = book.jobs.find(({ jobId }) => jobId === Number(id))?.quote?.lines ?? [];
  const taxOfLine = ({ quoteLineId }: QuoteLineInBook) => book.quoteLines.get(quoteLineId)?.taxId ?? null;
  const left = sharesOf(lines, taxOfLine, ({ amountMinor, claimedMinor }) => amountMinor - claimedMinor);
  return left.length > 0 ? left : sharesOf(lines, taxOfLine, ({ amountMinor }) => amountMinor);
}

function sharesOf<T>(
  lines: readonly T[],
  taxOf: (line: T) => number | null,
  weightOf: (line: T) => bigint,
): TaxShare[] {
  return [...Map.groupBy(lines, taxOf)]
    .map(([taxId, own]) => ({ taxId, weightMinor: own.reduce((sum, line) => sum + weightOf(line), 0n) }))
    .filter(({ weightMinor }) => weightMinor > 0n);
}

/** Divides what stands for several taxes. `taxOf` knows the tax of each line of the composition that comes out. */
export function divideOverTaxes(
  composition: Composition,
  { content, book, taxes, taxOf }: { content: InvoiceContent; book: Book; taxes: InvoiceTaxes; taxOf: TaxOf },
): { readonly composition: Composition; readonly taxOf: TaxOf } {
  if (taxes.mode === 'none') return { composition, taxOf };
  const set = taxesSet(content);
  const whole = taxes.mode === 'inclusive' ? typedDeposits(content) : new Set<string>();
  const charged = divideByTax(composition, ({ key }) =>
    set.has(key) || whole.has(key) ? [] : sharesOfKey(book, key),
  );
  const taxOfCharged = orElse(charged.taxIds, taxOf);
  const isCharged = (line: ComposedLine) => line.kind !== 'interim' && line.kind !== 'retention';
  const held = divideByTax(charged.composition, ({ key, kind, jobId }) => {
    if (kind !== 'retention' || set.has(key)) return [];
    const ofJob = charged.composition.lines.filter((line) => line.jobId === jobId && isCharged(line));
    return sharesOf(
      ofJob,
      (line) => taxOfCharged(line.key),
      (line) => line.amountMinor,
    );
  });
  return { composition: held.composition, taxOf: orElse(held.taxIds, taxOfCharged) };
}

/** Deposits typed as amounts: with tax, such an amount was made ex tax by one tax, and stays under it. */
function typedDeposits({ jobs }: InvoiceContent): ReadonlySet<string> {
  return new Set(
    jobs.flatMap(({ jobId, deposit }) =>
      deposit?.amount === undefined || deposit.amount === null ? [] : [`deposit:${jobId}`],
    ),
  );
}

function orElse(taxIds: ReadonlyMap<string, number | null>, taxOf: TaxOf): TaxOf {
  return (key) => {
    const taxId = taxIds.get(key);
    return taxId === undefined ? taxOf(key) : taxId;
  };
}
