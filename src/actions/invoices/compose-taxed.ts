// Composing with tax: from what the author decided to lines that are taxed, and to the totals that were agreed.

import { compose } from '#core/billing/compose.ts';
import type { Composition } from '#core/billing/composition.ts';
import type { Draft } from '#core/billing/draft.ts';
import { divideHalfUp } from '#core/money/division.ts';
import { formatMinor } from '#core/money/money.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import type { Book } from '#store/billing/book.ts';
import type { InvoiceContent } from './content.ts';
import type { Expanded } from './expand.ts';
import { divideOverTaxes, type TaxOf } from './line-taxes.ts';
import { taxLines, type InvoiceTaxes, type TaxedLines } from './tax.ts';
import { percentOf } from './typed-amounts.ts';

type Taxing = {
  readonly content: InvoiceContent;
  readonly taxes: InvoiceTaxes;
  readonly taxOf: TaxOf;
};
export type Composed = { readonly composition: Composition; readonly tax: TaxedLines };

const attemptsAtTotal = 6;

/**
 * Composes and taxes. A fixed total that includes tax is met by trying: what it is without tax depends on the taxes of
 * lines that composing makes. One tax is right at once, several after a step or two.
 */
export function composeWithTax(expanded: Expanded, book: Book, taxing: Taxing): Result<Composed> {
  const { taxes, taxOf, content } = taxing;
  const agreed = taxes.mode === 'inclusive' ? expanded.fixedTotalMinor : null;
  let { draft } = expanded;
  for (let attempt = 1; ; attempt += 1) {
    const composed = composeRetained({ ...expanded, draft }, book);
    if (!composed.ok) return composed;
    const divided = divideOverTaxes(withSettings(composed.value, content), { ...taxing, book });
    // Once more, for the parts of lines that were divided.
    const composition = withSettings(divided.composition, content);
    const untaxable = composition.lines.some(({ key }) => !hasRate(divided.taxOf(key), taxes));
    if (untaxable) {
      return refuse('unknownTax', 'A tax of this invoice has no rate on its day.', { field: 'invoicedOn' });
    }
    const typed = { gross: expanded.gross, ex: expanded.ex, taxOf, agreedTotalMinor: agreed };
    const tax = taxLines(composition.lines, divided.taxOf, taxes, typed);
    const { exMinor, incMinor } = tax.taxed.totals;
    if (agreed === null || incMinor === agreed) return done({ composition, tax });
    if (attempt === attemptsAtTotal || incMinor <= 0n) return totalRefusal(agreed, draft);
    draft = { ...draft, fixedTotalMinor: divideHalfUp(agreed * exMinor, incMinor) };
  }
}

function hasRate(taxId: number | null, { mode, policy }: InvoiceTaxes): boolean {
  return taxId === null || mode === 'none' || policy.rates.has(taxId);
}

function totalRefusal(agreed: bigint, { currency }: Draft): Refused {
  const detail = 'The taxes of the lines do not come to this total; type it without tax.';
  return refuse('cannotSpread', detail, { field: 'fixedTotal', value: formatMinor(agreed, currency) });
}

/** What is held back as a percentage is of what the job comes to without it, before interims are absorbed. */
function composeRetained({ draft, retained }: Expanded, { jobs }: Book): Result<Composition> {
  const composed = compose(draft, jobs);
  if (!composed.ok || retained.size === 0) return composed;
  const { lines } = composed.value;
  return compose(
    {
      ...draft,
      jobs: draft.jobs.map((job) => {
        const held = retained.get(job.jobId);
        if (held === undefined) return job;
        const ownMinor = lines
          .filter(({ jobId, kind }) => jobId === job.jobId && kind !== 'interim')
          .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
        const amountMinor = percentOf(ownMinor, held.millionths);
        return amountMinor <= 0n
          ? job
          : { ...job, retention: { description: held.description, amountMinor } };
      }),
    },
    jobs,
  );
}

/** Lines read as their author wants them to. */
function withSettings(composition: Composition, { lineSettings }: InvoiceContent): Composition {
  const said = new Map(lineSettings.map(({ key, description }) => [key, description]));
  if (said.size === 0) return composition;
  return {
    ...composition,
    lines: composition.lines.map((line) => ({
      ...line,
      description: said.get(line.key) ?? line.description,
    })),
  };
}
