// What a list can be narrowed by. A filter's key is its parameter in the address and, unless it says otherwise, in the
// API.

import type { ListQuestion } from '../api/resource.ts';
import type { EntitySource } from '../form/entities.ts';
import type { Choice } from '../ui/ChoicePicker.tsx';
import type { PageSearch } from '../util/page-search.ts';

type Common = { key: string; name: string };

export type Filter =
  /** One of a few. `asked` turns what stands in the address into what the API is asked. */
  | (Common & {
      kind: 'choice';
      none: string;
      choices: readonly Choice[];
      asked?: (value: string | undefined) => ListQuestion;
    })
  /** One of the firm's records, found by typing. */
  // eslint-disable-next-line typescript/no-explicit-any -- the list does not care what the rows of its filters are
  | (Common & { kind: 'entity'; none: string; source: EntitySource<any>; question?: ListQuestion })
  /** One of the texts that the records have, such as a category; the list of the API at `path` names them. */
  | (Common & { kind: 'text'; none: string; path: string })
  /** Yes or no: 'true' in the address and in the API while it is on. */
  | (Common & { kind: 'flag' })
  /** From one day to another; keys of both ends. `unless` is the span that holds until somebody chooses one. */
  | (Common & { kind: 'days'; fromKey: string; toKey: string; unless?: Span });

export type Span = { label: string; from: string; to: string };

/** The parameters that a filter has in the address. */
export function keysOf(filter: Filter): string[] {
  return filter.kind === 'days' ? [filter.fromKey, filter.toKey] : [filter.key];
}

export function isNarrowed(filters: readonly Filter[], search: PageSearch): boolean {
  return search['text'] !== undefined || filters.flatMap(keysOf).some((key) => search[key] !== undefined);
}

/** Takes every filter off. */
export function noFilters(filters: readonly Filter[]): PageSearch {
  return Object.fromEntries(['text', ...filters.flatMap(keysOf)].map((key) => [key, undefined]));
}

/** What the filters in the address ask of the API. */
export function questionOf(filters: readonly Filter[], search: PageSearch): ListQuestion {
  const parts = filters.map((filter): ListQuestion => {
    if (filter.kind === 'choice' && filter.asked) return filter.asked(search[filter.key]);
    return Object.fromEntries(keysOf(filter).map((key) => [key, search[key]]));
  });
  return Object.assign({}, ...parts) as ListQuestion;
}

type Aside = Common & {
  /** 'those archived'. */
  those: string;
  /** What `key` of the API is of a record that is set aside. */
  is: boolean;
};

/** Leaves out what is set aside, such as an archived record, until somebody asks for it. */
export function asideFilter({ key, name, those, is }: Aside): Filter {
  return {
    kind: 'choice',
    key,
    name,
    none: `Without ${those}`,
    choices: [
      { value: 'with', label: `With ${those}` },
      { value: 'only', label: `Only ${those}` },
    ],
    asked: (value) => ({ [key]: value === 'with' ? undefined : String((value === 'only') === is) }),
  };
}
