// How long things took, as counts: so many within 1 ms, so many more within 1.5 ms, and on by half. Histograms of
// several processes and minutes add up, which percentiles do not, so histograms are kept and percentiles read off them.

/** The upper bounds in milliseconds; what took longer than the last is counted behind it. */
export const histogramBoundsMs: readonly number[] = [
  1, 1.5, 2, 3, 5, 7.5, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1_000, 1_500, 2_000, 5_000,
  10_000, 30_000,
];

export const histogramLength = histogramBoundsMs.length + 1;

export function bucketOf(durationMs: number): number {
  let low = 0;
  let high = histogramBoundsMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (durationMs <= histogramBoundsMs[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The duration that this share of all stayed within, as if durations lay evenly between two bounds; null where nothing
 * was counted. Beyond the last bound nothing is known, so the last bound is the answer.
 */
export function percentileMs(histogram: readonly number[], share: number): number | null {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const wanted = total * share;
  let counted = 0;
  for (const [index, count] of histogram.entries()) {
    if (count > 0 && counted + count >= wanted) {
      const lower = histogramBoundsMs[index - 1] ?? 0;
      const upper = histogramBoundsMs[index] ?? lower;
      return lower + (upper - lower) * ((wanted - counted) / count);
    }
    counted += count;
  }
  return histogramBoundsMs.at(-1)!;
}
