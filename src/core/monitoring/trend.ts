// Where a figure is heading. The slope is the median of the slopes between all pairs of points, so that one clean-up or
// one large import, which leave a step, do not turn the answer around.

export type Point = { readonly day: number; readonly value: number };

/** Fewer say too little. */
const daysMin = 2;
const pointsMin = 3;

/** Change per day; null where the points say too little. */
export function slopePerDay(points: readonly Point[]): number | null {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < pointsMin) return null;
  if (last.day - first.day < daysMin) return null;
  const slopes: number[] = [];
  for (const [index, later] of points.entries()) {
    for (const earlier of points.slice(0, index)) {
      if (later.day > earlier.day) slopes.push((later.value - earlier.value) / (later.day - earlier.day));
    }
  }
  return median(slopes);
}

function median(values: number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** In how many days nothing is left, at this pace; null where it does not shrink, or not within ten years. */
export function daysUntilFull(left: number, growthPerDay: number | null): number | null {
  if (growthPerDay === null || growthPerDay <= 0) return null;
  const days = Math.max(0, left) / growthPerDay;
  return days > 3_650 ? null : Math.floor(days);
}
