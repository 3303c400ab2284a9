// What the content of an invoice came to.

import type { Expected, Fate } from '../../model/invoice-model.ts';

export type Reckoned = {
  readonly expected: Expected | 'refused';
  /** What becomes of each item that is billed, written off, absorbed or closed. */
  readonly touched: ReadonlyMap<bigint, Fate>;
  /** Two reckonings with the same one are the same invoice; with others they are not, unless only `detail` differs. */
  readonly sign: string;
  readonly detail: string;
};
