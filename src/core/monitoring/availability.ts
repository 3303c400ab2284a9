// When the installation was there. Servers say so every few seconds, and what they said is kept as spans without a gap;
// what lies between two spans is an outage, with its begin and its end.

import { compareMoments, secondsBetween } from './moments.ts';

export type Span = {
  readonly beganAt: string;
  readonly seenAt: string;
  /** When the last server was stopped in order; null where it fell silent. */
  readonly stoppedAt: string | null;
};

export type Outage = {
  readonly beganAt: string;
  /** Null while it lasts. */
  readonly endedAt: string | null;
  readonly seconds: number;
  /** Whether a server was stopped in order before it. */
  readonly planned: boolean;
};

export type Availability = {
  /** What was looked at: from the first that is known, or from what was asked for. */
  readonly from: string;
  readonly to: string;
  readonly secondsUp: number;
  readonly seconds: number;
  /** 1 is always; null where nothing is known of that time. */
  readonly share: number | null;
  readonly outages: readonly Outage[];
};

export type Window = { readonly from: string; readonly to: string };

/** Servers that are silent for no longer than this are there; they say so three times as often. */
export const silentSecondsMax = 60;

/** What spans, the oldest first, say of a stretch of time. Before the first that ever was nothing is known. */
export function availabilityIn(spans: readonly Span[], window: Window): Availability {
  const { to } = window;
  const known = spans.filter(({ beganAt }) => compareMoments(beganAt, to) < 0);
  const [first] = known;
  if (first === undefined) return { from: to, to, secondsUp: 0, seconds: 0, share: null, outages: [] };
  const from = later(window.from, first.beganAt);
  const outages = known.flatMap((span, index): Outage[] => {
    const next = known[index + 1];
    const outage = outageAfter(span, next?.beganAt ?? null, to);
    return outage === undefined ? [] : clipped(outage, { from, to });
  });
  const seconds = secondsBetween(from, to);
  const secondsDown = outages.reduce((sum, outage) => sum + outage.seconds, 0);
  const secondsUp = Math.max(0, seconds - secondsDown);
  return { from, to, secondsUp, seconds, share: seconds <= 0 ? null : secondsUp / seconds, outages };
}

function outageAfter(span: Span, next: string | null, now: string): Outage | undefined {
  const isSilent = secondsBetween(span.seenAt, now) > silentSecondsMax || span.stoppedAt !== null;
  if (next === null && !isSilent) return undefined;
  const beganAt = span.stoppedAt ?? span.seenAt;
  const seconds = secondsBetween(beganAt, next ?? now);
  return { beganAt, endedAt: next, seconds, planned: span.stoppedAt !== null };
}

function clipped(outage: Outage, { from, to }: Window): Outage[] {
  const end = outage.endedAt === null || compareMoments(outage.endedAt, to) > 0 ? to : outage.endedAt;
  const begin = later(outage.beganAt, from);
  const seconds = secondsBetween(begin, end);
  return seconds <= 0 ? [] : [{ ...outage, seconds }];
}

function later(a: string, b: string): string {
  return compareMoments(a, b) >= 0 ? a : b;
}
