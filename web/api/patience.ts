// What a busy server says is waited for. It answers 503 or 429 with Retry-After before it has begun anything, so asking the
// same again does no harm, and writes carry their key besides. A little more than asked for is waited, not the same for
// everybody, so that those who were sent away together do not come back together. Where it takes a while, whoever is in
// front of the page is told; where it takes too long, the answer is theirs.

/** How waiting is done, and told. */
export type Waiter = {
  wait(ms: number, signal: AbortSignal | null | undefined): Promise<void>;
  /** From 0 to 1. */
  chance(): number;
  /** Said once it takes a while; returns how to take it back. */
  tellBusy(): () => void;
};

export const patienceMs = 20_000;
const toldAfterMs = 2_500;

/** Asks, and asks again for as long as the server is busy and it is worth waiting. */
export async function patiently(
  ask: () => Promise<Response>,
  waiter: Waiter,
  signal?: AbortSignal | null,
): Promise<Response> {
  let waitedMs = 0;
  let takeBack: (() => void) | undefined;
  try {
    for (;;) {
      const response = await ask();
      const askedMs = retryAfterMs(response);
      if (askedMs === undefined) return response;
      const ms = askedMs * (1 + waiter.chance() / 2);
      if (waitedMs + ms > patienceMs) return response;
      await response.body?.cancel();
      if (waitedMs + ms > toldAfterMs) takeBack ??= waiter.tellBusy();
      await waiter.wait(ms, signal);
      waitedMs += ms;
    }
  } finally {
    takeBack?.();
  }
}

function retryAfterMs({ status, headers }: Response): number | undefined {
  if (status !== 503 && status !== 429) return undefined;
  const said = headers.get('Retry-After') ?? '';
  return /^\d{1,5}$/.test(said) ? Number(said) * 1_000 : undefined;
}
