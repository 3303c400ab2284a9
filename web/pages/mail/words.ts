import type { Mail } from '../../api/invoices.ts';

const nouns: Readonly<Record<Mail['document'], string>> = {
  invoice: 'Invoice',
  creditNote: 'Credit note',
  quote: 'Quote',
  statement: 'Statement',
};

export function documentName({ document, documentNumber }: Mail): string {
  return documentNumber === null ? nouns[document] : `${nouns[document]} ${documentNumber}`;
}

export function documentHref({ document, documentId }: Mail): string {
  const pages = { invoice: 'invoices', creditNote: 'credit-notes', quote: 'quotes' };
  return document === 'statement' ? `/clients/${documentId}/account` : `/${pages[document]}/${documentId}`;
}
