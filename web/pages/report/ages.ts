// Where the entries are that an age of WIP is the sum of.

import type { UnbilledAge } from '#contract/reports/unbilled-detail.ts';
import type { PageSearch } from '../../util/page-search.ts';
import { stringifySearch } from '../../util/search.ts';

const ageOf = {
  ageCurrent: 'current',
  ageOneMonth: 'oneMonth',
  ageTwoMonths: 'twoMonths',
  ageThreeMonthsPlus: 'threeMonthsPlus',
} as const satisfies Record<string, UnbilledAge>;

export type AgeKey = keyof typeof ageOf;

/** The open entries of an age as of today; an age of a past day has no list. */
export function ageHref(of: PageSearch, age: AgeKey): string {
  return `/reports/unbilled-detail${stringifySearch({ ...of, age: ageOf[age] })}`;
}
