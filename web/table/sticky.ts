import type { Column } from './columns.ts';

/** How far from the left edge each pinned column sticks; undefined for those that scroll. */
export function stickyOffsets<Row, Total>(
  columns: readonly Column<Row, Total>[],
  selects: boolean,
): (number | undefined)[] {
  let left = selects ? 36 : 0;
  return columns.map((column) => {
    if (!column.pinned) return undefined;
    const offset = left;
    left += column.width;
    return offset;
  });
}
