// Words of WorkflowMax that both versions of its API use.

import type { InvoiceMode, QuoteState, Reference } from '../model.ts';

export const quoteStates: Readonly<Record<string, QuoteState>> = {
  draft: 'draft',
  issued: 'issued',
  accepted: 'accepted',
  declined: 'declined',
  revised: 'revised',
  archived: 'archived',
};

/** "Progress Invoice" and "Final Invoice"; anything else says neither. */
export function invoiceType(text: string | undefined): 'progress' | 'final' | undefined {
  if (text === undefined) return undefined;
  if (/\bfinal\b/i.test(text)) return 'final';
  return /\bprogress\b/i.test(text) ? 'progress' : undefined;
}

/** What the invoice was drawn up from, where one of the given words says so. */
export function invoiceMode(...texts: (string | undefined)[]): InvoiceMode | undefined {
  for (const text of texts) {
    if (text === undefined) continue;
    if (/deposit/i.test(text)) return 'deposit';
    if (/misc|sundry/i.test(text)) return 'miscellaneous';
    if (/quote|estimate/i.test(text)) return 'quoted';
    if (/actual/i.test(text)) return 'actual';
  }
  return undefined;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The job or invoice that a saved answer's path names: `job.api/costs/J000123.xml`, `invoice.api/payments/I000123`,
 * `v2/jobs/{uuid}/costs.json`. The slashes may have become underscores or hyphens.
 */
export function referenceFromPath(path: string): Reference | undefined {
  const plain = path.replaceAll('\\', '/').replace(/\.(xml|json|txt)$/i, '');
  const after = /(?:^|[/_.-])(?:costs|payments)[/_-]([A-Za-z0-9][A-Za-z0-9-]{1,63})$/i.exec(plain)?.[1];
  const before = /(?:^|[/_.-])jobs[/_-]([A-Za-z0-9][A-Za-z0-9-]{1,63}?)[/_-]costs(?:[/_-]?\d+)?$/i.exec(
    plain,
  )?.[1];
  const found = before ?? after;
  if (found === undefined) return undefined;
  if (uuid.test(found)) return { externalId: found };
  const isNumber = /^[A-Za-z]{1,6}-?\d+$/.test(found) && !/^(page|part|p|list)-?\d/i.test(found);
  return isNumber ? { number: found } : undefined;
}
