import type { Column } from './columns.ts';

/** The column of check boxes, with the gutter of the page before it. */
export const selectWidth = 46;

/** How far from the left edge each pinned column sticks; undefined for those that scroll. */
export function stickyOffsets<Row, Total>(
  columns: readonly Column<Row, Total>[],
  selects: boolean,
): (number | undefined)[] {
  let left = selects ? selectWidth : 0;
  return columns.map((column) => {
    if (!column.pinned) return undefined;
    const offset = left;
    left += column.width;
    return offset;
  });
}
