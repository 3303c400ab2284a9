// A measured figure, and how figures are shown: a row per figure, a column per size.

export type Unit = 's' | 'ms' | '/s' | 'µs' | '×' | 'bytes' | 'MB' | '';

/** What a figure should be: a limit to hold it against, and the words in which people said it. */
export type Target = {
  readonly text: string;
  readonly atMost?: number;
  readonly atLeast?: number;
  /** Said for firms of so many entries; smaller ones prove nothing about it. */
  readonly fromEntries?: number;
};

export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: Unit;
  /** What else a reader should know: rows answered, p99. */
  readonly note?: string | undefined;
  readonly target?: Target | undefined;
};

export type Sized = {
  readonly entries: number;
  /** Processes that wanted a core, on average over the last minute, before and after: more than there are cores is a crowd. */
  readonly load: readonly [before: number, after: number];
  readonly figures: readonly Figure[];
};

/** With a last column that says for each size whether the target was met. */
export function tableOf(runs: readonly Sized[]): string {
  const names = [...new Set(runs.flatMap((run) => run.figures.map((figure) => figure.name)))];
  const heads = ['', ...runs.map(({ entries }) => `${count(entries)} entries`), 'target', 'met'];
  const lines = names.map((name) => {
    const found = runs.map((run) => run.figures.find((figure) => figure.name === name));
    const marks = found.map((figure, place) => markOf(figure, runs[place]!.entries));
    return [
      name,
      ...found.map((figure) => (figure === undefined ? '–' : shown(figure))),
      found.find((figure) => figure?.target !== undefined)?.target?.text ?? '',
      marks.every((mark) => mark === '–') ? '–' : marks.join(' '),
    ];
  });
  const rows = [heads, heads.map(() => '---'), ...lines];
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** Undefined where there is nothing to hold it against. */
function isMet({ value, target }: Figure, entries: number): boolean | undefined {
  if (target === undefined || !Number.isFinite(value)) return undefined;
  const { atMost: most, atLeast: least, fromEntries = 0 } = target;
  if (entries < fromEntries || (most === undefined && least === undefined)) return undefined;
  return value <= (most ?? Infinity) && value >= (least ?? -Infinity);
}

function markOf(figure: Figure | undefined, entries: number): '✓' | '✗' | '–' {
  const met = figure && isMet(figure, entries);
  return met === undefined ? '–' : met ? '✓' : '✗';
}

export function shown({ value, unit, note }: Figure): string {
  const text = `${rounded(value)}${unit === '' || unit === '×' || unit === '/s' ? unit : ` ${unit}`}`;
  return note === undefined ? text : `${text} (${note})`;
}

function rounded(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Number.isInteger(value) || Math.abs(value) >= 100) return count(Math.round(value));
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

export function count(value: number): string {
  return value.toLocaleString('en');
}
