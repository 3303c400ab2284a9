// How far the values of a line reach where one or two of them lie so far off that the others could not be told apart any
// more: the drawing then ends near the others, and says what lies beyond. Nothing is left out of the words and the table.

export type Range = { readonly min: number; readonly max: number };

const pointsMin = 6;
/** At most so many lie beyond: more are no exception. */
const beyondMax = 2;
/** All values together reach so many times as far as those that are left. */
const timesMin = 5;

/** Undefined where all values can be read together. */
export function readableRange(values: readonly number[]): Range | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length < pointsMin) return undefined;
  const whole = ends(sorted);
  const candidates = [];
  for (let left = 0; left <= beyondMax; left += 1) {
    for (let right = 0; left + right <= beyondMax; right += 1) {
      candidates.push({ dropped: left + right, rest: ends(sorted.slice(left, sorted.length - right)) });
    }
  }
  const found = candidates
    .filter(({ dropped, rest }) => dropped > 0 && spanOf(whole) >= timesMin * airedSpan(rest))
    .sort((a, b) => a.dropped - b.dropped || spanOf(a.rest) - spanOf(b.rest))[0];
  return found === undefined ? undefined : aired(found.rest);
}

function ends(sorted: readonly number[]): Range {
  return { min: sorted[0] ?? 0, max: sorted.at(-1) ?? 0 };
}

function spanOf({ min, max }: Range): number {
  return max - min;
}

/** Values that hardly differ get some room, so that the drawing does not make a mountain of a molehill. */
function airedSpan(range: Range): number {
  return Math.max(spanOf(range), Math.max(Math.abs(range.min), Math.abs(range.max)) * 0.2, Number.MIN_VALUE);
}

/** With some air around, from one round number to another. */
function aired(range: Range): Range {
  const air = airedSpan(range) / 2;
  const step = roundStep((spanOf(range) + 2 * air) / 4);
  const [low, high] = [range.min - air, range.max + air];
  return {
    // What is never below zero is not drawn as if it could be.
    min: Math.floor((range.min >= 0 ? Math.max(0, low) : low) / step) * step,
    max: Math.ceil((range.max <= 0 ? Math.min(0, high) : high) / step) * step,
  };
}

function roundStep(about: number): number {
  const power = 10 ** Math.floor(Math.log10(about));
  return power * ([1, 2, 5].find((times) => power * times >= about) ?? 10);
}
