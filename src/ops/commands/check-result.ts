// What a check found, as monitoring plugins say it: one line, then a bar, then the figures with their thresholds.

import type { Checked } from '#cli/commands/check.ts';
import type { Figure, Found, Given } from '#core/monitoring/judge.ts';
import { exitCodes } from '#core/monitoring/thresholds.ts';

export function checkedOf(name: string, found: Found, given?: Given): Checked {
  const figures = found.figures.map((figure) => figureText(figure, given)).join(' ');
  const head = `${name.toUpperCase()} ${found.state.toUpperCase()} - ${plain(found.text)}`;
  return { exitCode: exitCodes[found.state], line: figures === '' ? head : `${head} | ${figures}` };
}

/** A bar would begin the figures, and a line break the next line. */
function plain(text: string): string {
  return text.replaceAll(/[|\r\n]+/g, ' ').trim();
}

function figureText({ label, value, unit = '', isWatched, least, most }: Figure, given?: Given): string {
  const thresholds = isWatched && given ? [given.warningText, given.criticalText] : ['', ''];
  const parts = [`'${label}'=${rounded(value)}${unit}`, ...thresholds, least ?? '', most ?? ''];
  return parts.join(';').replace(/;+$/, '');
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
