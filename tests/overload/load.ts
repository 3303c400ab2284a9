// Requests that come when they come: so many a second, whether those before have been answered or not, as people do. How
// long an answer took counts from when it was due to be asked for.

import { setTimeout as pause } from 'node:timers/promises';
import { openClient, type HttpAnswer, type HttpClient } from '../../bench/http/client.ts';

export type Asking = { readonly kind: string; ask(client: HttpClient): Promise<HttpAnswer> };

export type Source = {
  readonly name: string;
  readonly authorization: string;
  readonly perSecond: number;
  /** How many have a connection; when all of them wait for an answer, nobody is left to ask. */
  readonly callers: number;
  /** The next request. */
  readonly next: () => Asking;
};

export type Outcome = {
  readonly source: string;
  readonly kind: string;
  /** From the beginning of the load. */
  readonly dueMs: number;
  readonly tookMs: number;
  /** 0 where nothing came, or nobody was left to ask. */
  readonly status: number;
};

/** Why nothing came, and how often. */
export const failures = new Map<string, number>();

const tickMs = 2;
const answeredWithinMs = 30_000;

export async function loadFor(port: number, sources: readonly Source[], lastsMs: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  // Connected before it begins: a server takes one new connection per turn of its loop, and people keep theirs.
  const crowds = await Promise.all(sources.map((source) => openCrowd(port, source, outcomes)));
  const beganMs = performance.now();
  for (let elapsedMs = 0; elapsedMs < lastsMs; elapsedMs = performance.now() - beganMs) {
    for (const crowd of crowds) crowd.ask(beganMs, elapsedMs);
    await pause(tickMs);
  }
  const lateMs = performance.now() + answeredWithinMs;
  while (crowds.some((crowd) => crowd.underWay() > 0) && performance.now() < lateMs) await pause(20);
  for (const crowd of crowds) crowd.close();
  return outcomes;
}

/** The callers of a source. */
async function openCrowd(port: number, source: Source, outcomes: Outcome[]) {
  const connect = () => openClient(port, { authorization: source.authorization });
  const all = await Promise.all(Array.from({ length: source.callers }, connect));
  const idle = [...all];
  let asked = 0;
  let underWay = 0;

  async function askOne(client: HttpClient, dueMs: number, beganMs: number): Promise<void> {
    underWay += 1;
    let status = 0;
    const asking = source.next();
    try {
      ({ status } = await asking.ask(client));
      idle.push(client);
    } catch (error) {
      failures.set(String(error), (failures.get(String(error)) ?? 0) + 1);
    }
    underWay -= 1;
    outcomes.push({
      source: source.name,
      kind: asking.kind,
      dueMs,
      tookMs: performance.now() - beganMs - dueMs,
      status,
    });
  }

  return {
    ask(beganMs: number, elapsedMs: number) {
      for (; (asked / source.perSecond) * 1_000 <= elapsedMs; asked += 1) {
        const dueMs = (asked / source.perSecond) * 1_000;
        const client = idle.pop();
        if (client !== undefined) void askOne(client, dueMs, beganMs);
        else outcomes.push({ source: source.name, kind: 'nobody left', dueMs, tookMs: 0, status: 0 });
      }
    },
    underWay: () => underWay,
    close() {
      for (const client of all) client.close();
    },
  };
}
