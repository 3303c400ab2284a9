import { useCallback, useMemo, useRef, useState } from 'react';
import type { Selection } from './DataTable.tsx';

/** Which rows are ticked. With Shift, everything from the one ticked last. `idOf` must stay the same function. */
export function useSelection<Row>(rows: readonly Row[], idOf: (row: Row) => string) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | null>(null);
  const ids = useMemo(() => rows.map(idOf), [rows, idOf]);
  const current = useRef(ids);
  current.current = ids;

  const toggle = useCallback((id: string, extend: boolean) => {
    setTicked((before) => {
      const after = new Set(before);
      const affected = extend && last.current !== null ? between(current.current, last.current, id) : [id];
      const adds = !before.has(id);
      for (const each of affected) {
        if (adds) after.add(each);
        else after.delete(each);
      }
      return after;
    });
    last.current = id;
  }, []);
  const clear = useCallback(() => setTicked(new Set()), []);

  const chosen = useMemo(() => rows.filter((row) => ticked.has(idOf(row))), [rows, ticked, idOf]);
  const all = rows.length > 0 && chosen.length === rows.length;
  const toggleAll = useCallback(() => setTicked(all ? new Set() : new Set(current.current)), [all]);
  const selection: Selection = useMemo(
    () => ({
      has: (id) => ticked.has(id),
      toggle,
      toggleAll,
      state: all ? 'all' : chosen.length > 0 ? 'some' : 'none',
    }),
    [ticked, toggle, toggleAll, all, chosen.length],
  );
  return { selection, chosen, clear };
}

function between(ids: readonly string[], from: string, to: string): readonly string[] {
  const ends = [ids.indexOf(from), ids.indexOf(to)].toSorted((a, b) => a - b);
  const [first = -1, end = -1] = ends;
  return first < 0 ? [to] : ids.slice(first, end + 1);
}
