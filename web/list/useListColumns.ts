// Which columns of a list show: on a phone its cards, else those that are not hidden. What is hidden stands in the address;
// where the address does not say, it is what this device remembers.

import { useMemo } from 'react';
import type { ChangePageSearch, PageSearch } from '../util/page-search.ts';
import type { ListColumn } from './columns.tsx';
import { keepColumns, keptColumns } from './kept-columns.ts';
import { cardColumns, type Card } from './narrow.tsx';
import { hiddenIn, hideOf } from './useList.tsx';

type ColumnsOptions<Row> = {
  /** What the list is called on this device. */
  list: string;
  columns: readonly ListColumn<Row>[];
  cardOf: (row: Row) => Card;
  hrefOf: (row: Row) => string;
  nameOf: (row: Row) => string;
  isNarrow: boolean;
  search: PageSearch;
  change: ChangePageSearch;
};

export function useListColumns<Row>(options: ColumnsOptions<Row>) {
  const { list, columns, cardOf, hrefOf, nameOf, isNarrow, search, change } = options;
  const hide = search['hide'] ?? keptColumns(list);
  const hidden = useMemo(() => hiddenIn(columns, hide), [columns, hide]);
  const shown = useMemo(
    () =>
      isNarrow ? cardColumns({ cardOf, hrefOf, nameOf }) : columns.filter(({ key }) => !hidden.has(key)),
    [isNarrow, cardOf, hrefOf, nameOf, columns, hidden],
  );
  const chooser = {
    columns: columns.slice(1).map(({ key, header }) => [key, header] as const),
    hidden,
    isChanged: hide !== undefined,
    onChange(after: ReadonlySet<string>) {
      const wanted = hideOf(columns, after);
      keepColumns(list, wanted);
      change({ hide: wanted });
    },
  };
  return { shown, chooser };
}
