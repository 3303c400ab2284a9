// What a process answered since it was last asked, for the rows that are kept in the database: so many requests and
// errors, how long they took, and the same per route.

import type { Answered } from '#api/middleware/answers.ts';
import { bucketOf, histogramLength } from '#core/monitoring/histogram.ts';
import type { RouteLoad } from '#store/monitoring/route-load.ts';

export type Load = {
  readonly requests: number;
  readonly errors: number;
  readonly histogram: readonly number[];
  readonly routes: readonly RouteLoad[];
};

export type LoadTally = { add(answered: Answered): void; take(): Load };

type Counted = {
  requests: number;
  errors: number;
  milliseconds: number;
  slowestMs: number;
  histogram: number[];
};

/** Load balancers and metrics ask all the time; what they ask says nothing about the load. */
const unspoken = new Set(['/livez', '/readyz']);

export function openLoadTally(): LoadTally {
  let all = nothing();
  let routes = new Map<string, Counted>();
  return {
    add({ method, route, status, durationMs, isStream }) {
      if (isStream || unspoken.has(route)) return;
      const name = `${method} ${route}`;
      let counted = routes.get(name);
      if (counted === undefined) routes.set(name, (counted = nothing()));
      count(all, status, durationMs);
      count(counted, status, durationMs);
    },
    take() {
      const taken = { ...all, routes: [...routes].map(([route, counted]) => loadOf(route, counted)) };
      all = nothing();
      routes = new Map();
      return taken;
    },
  };
}

function nothing(): Counted {
  return {
    requests: 0,
    errors: 0,
    milliseconds: 0,
    slowestMs: 0,
    histogram: Array<number>(histogramLength).fill(0),
  };
}

function count(counted: Counted, status: number, durationMs: number): void {
  counted.requests += 1;
  if (status >= 500) counted.errors += 1;
  counted.milliseconds += durationMs;
  if (durationMs > counted.slowestMs) counted.slowestMs = durationMs;
  counted.histogram[bucketOf(durationMs)]! += 1;
}

function loadOf(route: string, { histogram, ...counted }: Counted): RouteLoad {
  return { route, ...counted, latencyHistogram: histogram };
}
