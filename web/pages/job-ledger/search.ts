// What the address of a job's ledger may hold, and how other pages link to exactly the lines that make a figure.

import { isDate, oneOf, stringifySearch, text } from '../../util/search.ts';

export type LedgerSearch = {
  from?: string;
  to?: string;
  account?: string;
  kind?: string;
  staff?: string;
  item?: string;
  /** Oldest lines first; otherwise the newest. */
  order?: 'oldest';
  /** The journal that is explained beside the lines. */
  journal?: string;
  /** A form of the job's page that is open beside it. */
  form?: string;
};

export function ledgerSearch(search: Record<string, unknown>): LedgerSearch {
  const read = (name: string) => text(search[name]);
  const found: LedgerSearch = {
    from: isDate(read('from')) ? read('from') : undefined,
    to: isDate(read('to')) ? read('to') : undefined,
    account: read('account'),
    kind: read('kind'),
    staff: read('staff'),
    item: read('item'),
    order: oneOf(['oldest'], read('order')),
    journal: read('journal'),
    form: read('form'),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

export type LedgerLink = { [Name in keyof LedgerSearch]?: string | undefined };

export function ledgerHref(jobId: string, search: LedgerLink = {}): string {
  return `/jobs/${jobId}/ledger${stringifySearch(search)}`;
}

export type ChangeLedger = (change: LedgerLink) => void;
