// Chance from a seed: the same seed tells the same story.

export type Chance = {
  /** A whole number from 0 to below. */
  below(bound: number): number;
  /** True once in so many times. */
  oneIn(count: number): boolean;
  pick<T>(values: readonly T[]): T;
  sometimes<T>(count: number, value: T): T | undefined;
};

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (bound: number): number => next() % Math.max(1, bound);
  return {
    below,
    oneIn: (count) => below(count) === 0,
    pick: (values) => values[below(values.length)]!,
    sometimes: (count, value) => (below(count) === 0 ? value : undefined),
  };
}
