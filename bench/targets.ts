// What figures should be.

import { count, type Target, type Unit } from './figures.ts';

const tenMillion = 10_000_000;

export function atMost(limit: number, unit: Unit): Target {
  return { text: `≤ ${inWords(limit, unit)}`, atMost: limit };
}

export function atLeast(limit: number, unit: Unit): Target {
  return { text: `≥ ${inWords(limit, unit)}`, atLeast: limit };
}

/** The same for large firms only. */
export function atTenMillion(target: Target): Target {
  return { ...target, text: `${target.text} at 10 million`, fromEntries: tenMillion };
}

const asAtText = '≤ 5 µs per job open then + 5 ms';

/** A past day may cost something for every job that was open then, and nothing for the entries behind it. */
export function perJobOpenThen(jobs: number): Target {
  return { text: asAtText, atMost: 5 + jobs * 0.005 };
}

/** What should take as long in a large firm as in a small one, unless it has more rows to answer. */
export function flat(rowsRatio = 1): Target {
  return { text: '≤ 1.5×, or as many times the rows', atMost: 1.5 * Math.max(1, rowsRatio) };
}

/** Whatever the size of the input; a quarter more is what collecting garbage a little later makes of it. */
export const constantMemory: Target = { text: '≤ 1.25× (constant)', atMost: 1.25 };

function inWords(limit: number, unit: Unit): string {
  return `${count(limit)}${unit === '×' || unit === '/s' || unit === '' ? unit : ` ${unit}`}`;
}
