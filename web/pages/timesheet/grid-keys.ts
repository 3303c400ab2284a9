// Moving about the grid as in a spreadsheet. Cells are found by their place in the page, so that a move costs no rendering:
// one cell at a time is in the order of Tab, and it is the one that was used last.

export type Place = { row: number; day: number };

const lastDay = 6;

/** Where a key leads from a cell; null when it is not a key that moves. */
export function movedBy(
  { key, shiftKey, ctrlKey, metaKey }: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey'>,
  { row, day }: Place,
  rowCount: number,
): Place | 'out' | null {
  const far = ctrlKey || metaKey;
  const lastRow = rowCount - 1;
  switch (key) {
    case 'ArrowUp':
      return { row: far ? 0 : Math.max(0, row - 1), day };
    case 'ArrowDown':
      return row === lastRow && !far ? 'out' : { row: far ? lastRow : row + 1, day };
    case 'ArrowLeft':
      return { row, day: far ? 0 : Math.max(0, day - 1) };
    case 'ArrowRight':
      return { row, day: far ? lastDay : Math.min(lastDay, day + 1) };
    case 'Enter':
      if (shiftKey) return { row: Math.max(0, row - 1), day };
      return row === lastRow ? 'out' : { row: row + 1, day };
    case 'Home':
      return { row: far ? 0 : row, day: 0 };
    case 'End':
      return { row: far ? lastRow : row, day: lastDay };
    case 'Tab': {
      const next = row * (lastDay + 1) + day + (shiftKey ? -1 : 1);
      // Beyond the first and the last cell, Tab leaves the grid as it leaves any field.
      if (next < 0 || next >= rowCount * (lastDay + 1)) return null;
      return { row: Math.floor(next / (lastDay + 1)), day: next % (lastDay + 1) };
    }
    default:
      return null;
  }
}

export function inputAt(grid: HTMLElement | null, { row, day }: Place): HTMLInputElement | null {
  return grid?.querySelector<HTMLInputElement>(`input[data-row="${row}"][data-day="${day}"]`) ?? null;
}

export function focusCell(grid: HTMLElement | null, place: Place): void {
  const input = inputAt(grid, place);
  input?.focus();
  input?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/** Makes this the cell that Tab leads to. */
export function becomeCurrent(grid: HTMLElement | null, input: HTMLInputElement): void {
  for (const other of grid?.querySelectorAll<HTMLInputElement>('input[data-row][tabindex="0"]') ?? []) {
    other.tabIndex = -1;
  }
  input.tabIndex = 0;
}

/** Rows of cells, as spreadsheets put them on the clipboard; null for something that is for one cell. */
export function cellsPasted(text: string): string[][] | null {
  if (!/[\t\n]/.test(text.trim())) return null;
  return text
    .replace(/\r/g, '')
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split('\t'));
}
