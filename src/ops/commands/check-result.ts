// What a check found, as monitoring plugins say it: one line, then a bar, then the figures with their thresholds.

import type { Checked } from '#cli/commands/check.ts';
import { exitCodes, parseRange, type State, type Thresholds } from '#core/monitoring/thresholds.ts';
import { done, type Result } from '#core/refusal.ts';

export type Figure = {
  readonly label: string;
  readonly value: number;
  /** '%', 's', 'B' or nothing. */
  readonly unit?: string;
  /** Whether it is the one that the thresholds are about. */
  readonly isWatched?: boolean;
  readonly least?: number;
  readonly most?: number;
};

export type Found = { readonly state: State; readonly text: string; readonly figures: readonly Figure[] };

/** Thresholds with the text that they were given as. */
export type Given = Thresholds & { readonly warningText: string; readonly criticalText: string };

export function thresholdsOf(warningText: string, criticalText: string): Result<Given> {
  const warning = parseRange(warningText);
  if (!warning.ok) return warning;
  const critical = parseRange(criticalText);
  if (!critical.ok) return critical;
  return done({ warning: warning.value, critical: critical.value, warningText, criticalText });
}

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
