// Tables for a terminal: columns as wide as what they hold, numbers to the right.

export type TextColumn = { readonly label: string; readonly alignRight?: boolean };

/** A column of figures. */
export const right = (label: string): TextColumn => ({ label, alignRight: true });

const cellWidthMax = 40;

export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(shorten));
  const widths = columns.map(({ label }, index) =>
    Math.max(widthOf(label), ...cells.map((row) => widthOf(row[index] ?? ''))),
  );
  const line = (row: readonly string[]): string =>
    columns
      .map(({ alignRight }, index) => pad(row[index] ?? '', widths[index]!, alignRight === true))
      .join('  ')
      .trimEnd();
  return [
    line(columns.map(({ label }) => label)),
    widths.map((width) => '─'.repeat(width)).join('  '),
    ...cells.map(line),
  ].join('\n');
}

function shorten(text: string): string {
  const plain = text.replaceAll(/\s+/g, ' ');
  return widthOf(plain) <= cellWidthMax
    ? plain
    : `${Array.from(plain)
        .slice(0, cellWidthMax - 1)
        .join('')}…`;
}

function pad(text: string, width: number, alignRight: boolean): string {
  const blank = ' '.repeat(Math.max(0, width - widthOf(text)));
  return alignRight ? blank + text : text + blank;
}

function widthOf(text: string): number {
  return Array.from(text).length;
}
