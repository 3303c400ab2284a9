// Where a window is wider than the columns need, half of what is left goes to columns of words, which would be cut off
// beside an empty stretch; the rest goes to those that grow without end, as the browser shares it out.

import { useEffect, useState, type RefObject } from 'react';
import type { Column } from './columns.ts';

/** No column becomes wider by more than this, of its width. */
const stretchMax = 0.9;

type Stretching = Pick<Column<never>, 'width' | 'grows' | 'stretches'>;

export function stretched<Each extends Stretching>(columns: readonly Each[], left: number): readonly Each[] {
  const stretching = columns.filter(({ stretches, grows }) => stretches === true && grows !== true);
  const widths = stretching.reduce((sum, { width }) => sum + width, 0);
  if (left <= 0 || widths === 0) return columns;
  const by = Math.min(stretchMax, left / 2 / widths);
  return columns.map((column) =>
    stretching.includes(column) ? { ...column, width: Math.floor(column.width * (1 + by)) } : column,
  );
}

/** How wide the box is that a table scrolls in; 0 before it stands, and known before it is painted. */
export function useBoxWidth(box: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const { current } = box;
    if (current === null) return;
    const observer = new ResizeObserver(() => setWidth(current.clientWidth));
    observer.observe(current);
    return () => observer.disconnect();
  }, [box]);
  return width;
}
