// What the address of Estimated Billings may hold. Whatever is not understood is dropped, so that an old or mistyped
// address still shows the page.

import { isDate, oneOf, text } from '../../util/search.ts';

export const groupings = ['client', 'manager', 'partner', 'state'] as const;
export const signs = ['positive', 'negative', 'zero'] as const;

export type WipSearch = {
  /** The day the figures are as at; today when absent. */
  asAt?: string;
  /** Leaves out what was recorded later; an instant. */
  knownAt?: string;
  client?: string;
  manager?: string;
  partner?: string;
  state?: string;
  sign?: (typeof signs)[number];
  minimum?: string;
  text?: string;
  group?: (typeof groupings)[number];
  sort?: string;
  /** The job whose receipt lies beside the table. */
  receipt?: string;
  /** The job whose open entries lie beside the table. */
  peek?: string;
  /** Columns that are not shown, separated by commas. */
  hide?: string;
};

export function wipSearch(search: Record<string, unknown>): WipSearch {
  const read = (name: string) => text(search[name]);
  const found: WipSearch = {
    asAt: isDate(read('asAt')) ? read('asAt') : undefined,
    knownAt: read('knownAt'),
    client: read('client'),
    manager: read('manager'),
    partner: read('partner'),
    state: read('state'),
    sign: oneOf(signs, read('sign')),
    minimum: read('minimum'),
    text: read('text'),
    group: oneOf(groupings, read('group')),
    sort: read('sort'),
    receipt: read('receipt'),
    peek: read('peek'),
    hide: read('hide'),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** What a saved view keeps: not the day, for a view is for every day. */
export const viewKeys = [
  'client',
  'manager',
  'partner',
  'state',
  'sign',
  'minimum',
  'text',
  'group',
  'sort',
  'hide',
] as const satisfies readonly (keyof WipSearch)[];

/** How many filters narrow the list, beside the as-at day. */
export function filtersOf(search: WipSearch): number {
  const { client, manager, partner, state, sign, minimum, text: searched } = search;
  return [client, manager, partner, state, sign, minimum, searched].filter((each) => each !== undefined)
    .length;
}

export const noFilters = {
  client: undefined,
  manager: undefined,
  partner: undefined,
  state: undefined,
  sign: undefined,
  minimum: undefined,
  text: undefined,
} satisfies WipSearch;

export function oneSign(value: string | undefined): WipSearch['sign'] {
  return oneOf(signs, value);
}

export type ChangeSearch = (
  change: { [Name in keyof WipSearch]?: WipSearch[Name] | undefined },
  how?: 'replace',
) => void;
