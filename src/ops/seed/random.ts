// Chance for generated data: a small fast generator (sfc32) that gives the same numbers for the same seed on every
// machine, so that a demo firm, a benchmark and a failing test can be made again. Never used for secrets.

export type Random = {
  /** A number from 0 up to, but not including, 1. */
  next(): number;
  /** A whole number between the two, both included. */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
  /** As many different choices, in the order drawn; all of them when there are fewer. */
  sample<T>(choices: readonly T[], count: number): T[];
  /** One choice, the heavier the likelier. */
  weighted<T>(choices: readonly (readonly [choice: T, weight: number])[]): T;
  /** An independent generator, so that drawing more in one place changes nothing in another. */
  branch(name: string): Random;
};

export function randomFrom(seed: number | string): Random {
  const text = String(seed);
  const next = sfc32(hashOf(text));
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  const pick = <T>(choices: readonly T[]): T => {
    if (choices.length === 0) throw new RangeError('nothing to pick from');
    return choices[between(0, choices.length - 1)] as T;
  };
  return {
    next,
    between,
    chance: (probability) => next() < probability,
    pick,
    sample(choices, count) {
      const left = [...choices];
      const drawn = [];
      while (drawn.length < count && left.length > 0)
        drawn.push(...left.splice(between(0, left.length - 1), 1));
      return drawn;
    },
    weighted(choices) {
      let mark = next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
      const found = choices.find(([, weight]) => (mark -= weight) < 0);
      return (found ?? choices[choices.length - 1]!)[0];
    },
    branch: (name) => randomFrom(`${text}/${name}`),
  };
}

/** Four words of state from any text (FNV-1a, stirred once per word). */
function hashOf(text: string): [number, number, number, number] {
  const words = [0, 0, 0, 0].map((_, place) => {
    let hash = (0x811c9dc5 ^ (place * 0x9e3779b1)) | 0;
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
    return hash ^ (hash >>> 13);
  });
  return words as [number, number, number, number];
}

function sfc32([a, b, c, counter]: [number, number, number, number]): () => number {
  const step = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let warmUp = 0; warmUp < 15; warmUp += 1) step();
  return step;
}
