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
