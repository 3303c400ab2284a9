// The numbers of documents: a prefix and a counted value of at least so many digits, INV-0042. A prefix does not end in
// a digit; so a number says which value it counts, and two series with different prefixes never meet.

/** What a number series is for. */
export type NumberedDocument = 'invoice' | 'creditNote' | 'quote';

export const numberedDocuments = ['invoice', 'creditNote', 'quote'] as const;

export const seriesValueMax = 999_999_999_999n;

export function formatDocumentNumber(
  series: { readonly prefix: string; readonly minimumDigits: number },
  value: bigint,
): string {
  return series.prefix + value.toString().padStart(series.minimumDigits, '0');
}

/** Invoices and credit notes share one set of numbers, quotes have their own. */
export function shareNumbers(one: NumberedDocument, other: NumberedDocument): boolean {
  return (one === 'quote') === (other === 'quote');
}
