import { usePageSearch } from '../../util/page-search.ts';

type Opened<Row> = {
  /** Of the drawer: whether it shows, and of which record; a new one without it. */
  isOpened: boolean;
  row: Row | undefined;
  open: (id: string) => void;
  add: () => void;
  close: () => void;
  key: string;
};

/** Which record of a short list is open, by the address: `?open=12`, or `?open=new` to add one. */
export function useOpened<Row extends { id: string }>(rows: readonly Row[]): Opened<Row> {
  const [{ open }, change] = usePageSearch();
  const row = rows.find(({ id }) => id === open);
  return {
    isOpened: open === 'new' || row !== undefined,
    row,
    open: (id) => change({ open: id }),
    add: () => change({ open: 'new' }),
    close: () => change({ open: undefined }),
    key: open ?? '',
  };
}
