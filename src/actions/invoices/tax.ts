// The tax of an invoice. Composing knows amounts without tax; here the lines get their taxes, and what was typed with tax
// becomes what composing works on.

import type { ComposedLine } from '#core/billing/composition.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import {
  exTaxOfLines,
  ratesOn,
  taxDocument,
  type RatesOfTax,
  type TaxedDocument,
  type TaxMode,
  type TaxPolicy,
  type TaxWithRates,
} from '#core/tax/tax.ts';
import { taxOfClient } from '#core/tax/tax-of-client.ts';
import type { Book } from '#store/billing/book.ts';
import type { BillingSettings } from '#store/billing/settings.ts';
import type { ClientTerms } from '#store/billing/terms.ts';
import type { InvoiceContent } from './content.ts';

export type InvoiceTaxes = {
  readonly mode: TaxMode;
  readonly policy: TaxPolicy;
  /** Of a line that nobody said anything of. */
  readonly defaultTaxId: number | null;
};

/** The taxes that the invoice may carry, of the firm's taxes, at their rates on its day. */
export function taxesOfInvoice(
  content: InvoiceContent,
  terms: { client: ClientTerms; settings: BillingSettings; book: Book; invoicedOn: CivilDate },
  ofFirm: readonly TaxWithRates[],
): Result<InvoiceTaxes> {
  const { client, settings, book, invoicedOn } = terms;
  const mode = content.taxMode ?? settings.taxMode;
  const defaultTaxId = taxOfClient(client, { ...settings, taxMode: mode });
  const policy = { mode, rounding: settings.taxRounding, half: settings.taxHalf };
  if (mode === 'none') {
    return done({ mode, defaultTaxId: null, policy: { ...policy, rates: new Map<number, RatesOfTax>() } });
  }
  const named = namedTaxes(content);
  const wanted = new Set([defaultTaxId, ...named.map(({ taxId }) => taxId)]);
  for (const { taxId } of book.quoteLines.values()) wanted.add(taxId);
  for (const shares of book.interimTaxes.values()) for (const { taxId } of shares) wanted.add(taxId);
  const taxes = ofFirm.filter(({ taxId }) => wanted.has(taxId));
  const unknown = named.find(({ taxId }) => taxes.every((tax) => tax.taxId !== taxId));
  if (unknown !== undefined) {
    return refuse('unknownTax', `This firm has no tax with the id ${unknown.taxId}.`, {
      field: unknown.field,
      value: String(unknown.taxId),
      accepted: 'the id of a tax of this firm',
    });
  }
  const rates = ratesOn(taxes, invoicedOn, 'invoicedOn');
  return rates.ok ? done({ mode, defaultTaxId, policy: { ...policy, rates: rates.value } }) : rates;
}

function namedTaxes(content: InvoiceContent): { taxId: number; field: string }[] {
  const lines = [
    ...content.lines.map((line, place) => ({ taxId: line.taxId, field: `lines[${place}].taxId` })),
    ...content.jobs.flatMap((job, jobPlace) =>
      job.lines.map((line, place) => ({
        taxId: line.taxId,
        field: `jobs[${jobPlace}].lines[${place}].taxId`,
      })),
    ),
    ...content.lineSettings.map((line, place) => ({
      taxId: line.taxId,
      field: `lineSettings[${place}].taxId`,
    })),
  ];
  return lines.flatMap(({ taxId, field }) => (typeof taxId === 'number' ? [{ taxId, field }] : []));
}

/** Amounts typed with tax, by the key of their line, as they are without it. Without tax included, as they were typed. */
export function withoutTax(
  typed: ReadonlyMap<string, bigint>,
  taxOf: (key: string) => number | null,
  { mode, policy }: InvoiceTaxes,
): ReadonlyMap<string, bigint> {
  if (mode !== 'inclusive') return typed;
  const lines = [...typed].map(([key, grossMinor]) => ({ key, grossMinor, taxId: taxOf(key) }));
  const exMinor = exTaxOfLines(lines, policy);
  return new Map(lines.map(({ key }, place) => [key, exMinor[place]!]));
}

export type TaxedLines = {
  readonly taxIds: readonly (number | null)[];
  readonly taxed: TaxedDocument;
};

/**
 * Taxes composed lines. `typed` has what was typed with tax; a line that composing changed since, or that has another tax
 * than it was typed with, is taxed like any other.
 */
export function taxLines(
  lines: readonly ComposedLine[],
  taxOf: (key: string) => number | null,
  { mode, policy }: InvoiceTaxes,
  typed: {
    readonly gross: ReadonlyMap<string, bigint>;
    readonly ex: ReadonlyMap<string, bigint>;
    readonly taxOf: (key: string) => number | null;
    readonly agreedTotalMinor: bigint | null;
  },
): TaxedLines {
  const taxIds = lines.map((line) => taxOf(line.key));
  const toTax = lines.map((line, place) => {
    const gross = typed.gross.get(line.key);
    const ex = typed.ex.get(line.key);
    // What is held back is typed above 0 and printed below.
    const sign = line.kind === 'retention' ? -1n : 1n;
    const isOfTax = typed.taxOf(line.key) === taxIds[place];
    const isAsTyped =
      mode === 'inclusive' && gross !== undefined && isOfTax && ex === sign * line.amountMinor;
    return {
      amountMinor: line.amountMinor,
      grossMinor: isAsTyped ? sign * gross : null,
      taxId: taxIds[place]!,
    };
  });
  return {
    taxIds,
    taxed: taxDocument(toTax, { ...policy, agreedTotalMinor: typed.agreedTotalMinor }),
  };
}
