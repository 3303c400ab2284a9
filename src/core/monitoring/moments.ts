// Instants as ISO text ending in Z, told apart and counted.

export function compareMoments(a: string, b: string): number {
  return Temporal.Instant.compare(a, b);
}

/** Below zero where the second lies before the first. */
export function secondsBetween(from: string, to: string): number {
  return (
    (Temporal.Instant.from(to).epochMilliseconds - Temporal.Instant.from(from).epochMilliseconds) / 1_000
  );
}

export function hoursBefore(moment: string, hours: number): string {
  return Temporal.Instant.from(moment)
    .subtract({ seconds: Math.round(hours * 3_600) })
    .toString();
}

/** Days since the beginning of 1970, with their fraction. */
export function daysOf(moment: string): number {
  return Temporal.Instant.from(moment).epochMilliseconds / 86_400_000;
}
