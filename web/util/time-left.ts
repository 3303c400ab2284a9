// How long long work still takes, as it went since somebody looks. Told in round words, and only once it can be known.

export type Seen = { atMs: number; done: number };

const lookedMsMin = 3_000;

/** Null until it has gone on for a moment. */
export function minutesLeft(first: Seen, now: Seen, of: number): number | null {
  const [took, made] = [now.atMs - first.atMs, now.done - first.done];
  if (took < lookedMsMin || made <= 0) return null;
  return ((of - now.done) * took) / made / 60_000;
}

export function leftWords(minutes: number): string {
  if (minutes < 1) return 'less than a minute left';
  const whole = Math.ceil(minutes);
  if (whole < 90) return `about ${whole} ${whole === 1 ? 'minute' : 'minutes'} left`;
  return `about ${Math.round(minutes / 60)} hours left`;
}
