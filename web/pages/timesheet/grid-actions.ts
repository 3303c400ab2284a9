// What a cell asks of the grid that it stands in.

import type { Place } from './grid-keys.ts';
import type { WeekWriter } from './useWeek.ts';
import type { CellView } from './week-model.ts';

export type GridActions = {
  grid: () => HTMLElement | null;
  write: WeekWriter['write'];
  draftOf: WeekWriter['draftOf'];
  keepDraft: WeekWriter['keepDraft'];
  undo: () => void;
  enter: (place: Place) => void;
  leave: () => void;
  /** Below the last row: where rows are added, after Enter or an arrow. */
  below: (afterEnter: boolean) => void;
  openDetails: (place: Place) => void;
  start: (cell: CellView) => void;
  paste: (place: Place, cells: string[][]) => void;
};
