// A claim of a quote that another has replaced: whoever drew the invoice up has not named a wrong line, so they are told
// which quote it is to be claimed of now.

import { refuseAll, type Refusal, type Result } from '#core/refusal.ts';
import { readReplacedQuotes, type ReplacedQuote } from '#store/billing/replaced-quotes.ts';
import type { Tx } from '#store/database.ts';

/** As it is, but for lines of quotes that were replaced. */
export async function tellingReplaced<T>(tx: Tx, result: Result<T>): Promise<Result<T>> {
  if (result.ok) return result;
  const unknown = result.refusals.filter(({ code }) => code === 'unknownQuoteLine');
  if (unknown.length === 0) return result;
  const replaced = await readReplacedQuotes(
    tx,
    unknown.map(({ value }) => Number(value)),
  );
  const byLine = new Map(replaced.map((quote) => [String(quote.quoteLineId), quote]));
  return refuseAll(
    result.refusals.map((refusal) => {
      const quote = refusal.code === 'unknownQuoteLine' ? byLine.get(refusal.value ?? '') : undefined;
      return quote === undefined ? refusal : refusalOf(refusal, quote);
    }),
  );
}

function refusalOf(refusal: Refusal, { number, jobNumber, replacedBy }: ReplacedQuote): Refusal {
  const was = number === null ? 'The quote' : `Quote ${number}`;
  const by = replacedBy === null ? '' : ` by ${replacedBy}`;
  return {
    ...refusal,
    code: 'wrongState',
    detail: `${was} of job ${jobNumber} was replaced${by}; claim of that one instead.`,
    accepted: replacedBy === null ? 'a line of the accepted quote' : `a line of quote ${replacedBy}`,
  };
}
