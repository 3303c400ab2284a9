// What a run leaves behind: a page with one table, figures as JSON, and a comparison with the figures of an earlier run.

import { count, shown, tableOf, type Figure, type Sized } from './figures.ts';

export type Results = {
  /** The day, by the clock of the machine. */
  readonly date: string;
  readonly machine: Readonly<Record<string, string>>;
  /** Of the last minute, when everything began and when it ended. */
  readonly load: readonly [before: number, after: number];
  readonly runs: readonly Sized[];
};

export function pageOf({ date, machine, load, runs }: Results): string {
  const sizes = runs.map(
    ({ entries, load: [before, after] }) =>
      `${count(entries)} entries: ${before.toFixed(1)} to ${after.toFixed(1)}`,
  );
  const heading = [
    ['Date', date],
    ...Object.entries(machine),
    [
      'Load average at start and end',
      `${load[0].toFixed(1)} and ${load[1].toFixed(1)} (${sizes.join('; ')})`,
    ],
  ];
  return [
    '# Measured by the benchmark',
    heading.map(([name, value]) => `- ${name}: ${value}`).join('\n'),
    'The last column says for each size whether the target was met (✓), missed (✗), or is not one for that size (–).',
    tableOf(runs),
  ].join('\n\n');
}

/** Each figure of this run beside the same figure of another one, and how many times as large it is now. */
export function comparisonOf(now: readonly Sized[], before: readonly Sized[]): string {
  const lines = now.flatMap(({ entries, figures }) => {
    const other = before.find((run) => run.entries === entries);
    return figures.flatMap((figure) => {
      const old = other?.figures.find(({ name }) => name === figure.name);
      return old === undefined ? [] : [comparedLine(entries, figure, old)];
    });
  });
  const heads = ['', 'entries', 'before', 'now', 'now ÷ before'];
  const rows = [heads, heads.map(() => '---'), ...lines];
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function comparedLine(entries: number, now: Figure, before: Figure): string[] {
  const plain = ({ name, value, unit }: Figure) => shown({ name, value, unit });
  const ratio = plain({ name: '', value: now.value / before.value, unit: '×' });
  return [now.name, count(entries), plain(before), plain(now), ratio];
}
