// A measured figure, and how figures are shown: a row per figure, a column per size.

export type Unit = 's' | 'ms' | '/s' | 'µs' | '×' | 'bytes' | '';

export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: Unit;
  /** What else a reader should know: rows answered, p99. */
  readonly note?: string | undefined;
  readonly target?: string | undefined;
};

export type Sized = {
  readonly entries: number;
  /** Processes that wanted a core, on average over the last minute, before and after: more than there are cores is a crowd. */
  readonly load: readonly [before: number, after: number];
  readonly figures: readonly Figure[];
};

export function tableOf(runs: readonly Sized[]): string {
  const names = [...new Set(runs.flatMap((run) => run.figures.map((figure) => figure.name)))];
  const heads = [
    '',
    ...runs.map(
      ({ entries, load }) => `${count(entries)} entries, load ${load[0].toFixed(1)} to ${load[1].toFixed(1)}`,
    ),
    'target',
  ];
  const lines = names.map((name) => {
    const found = runs.map((run) => run.figures.find((figure) => figure.name === name));
    return [
      name,
      ...found.map((figure) => (figure === undefined ? '–' : shown(figure))),
      found.find(Boolean)?.target ?? '',
    ];
  });
  const rows = [heads, heads.map(() => '---'), ...lines];
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

export function shown({ value, unit, note }: Figure): string {
  const text = `${rounded(value)}${unit === '' || unit === '×' || unit === '/s' ? unit : ` ${unit}`}`;
  return note === undefined ? text : `${text} (${note})`;
}

function rounded(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 100) return count(Math.round(value));
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

export function count(value: number): string {
  return value.toLocaleString('en');
}
