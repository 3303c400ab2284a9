// How much each route had to do, by the hour and by the day. Every process adds what it answered in a minute.

import type { Queries } from '../database.ts';

export type RouteLoad = {
  /** Method and template. */
  readonly route: string;
  readonly requests: number;
  readonly errors: number;
  readonly milliseconds: number;
  readonly slowestMs: number;
  readonly latencyHistogram: readonly number[];
};

export async function addRouteLoads(tx: Queries, loads: readonly RouteLoad[], at?: string): Promise<void> {
  if (loads.length === 0) return;
  // In one order, so that processes which add at the same moment wait for each other and never around in a circle.
  const sorted = loads.toSorted((a, b) => (a.route < b.route ? -1 : 1));
  await tx.query(
    `insert into route_load (grain, begins_at, route, requests, errors, milliseconds, slowest_ms, latency_histogram)
     select grain, date_bin(grain * interval '1 minute', coalesce($1::timestamptz, now()) - interval '1 second',
         '2000-01-01T00:00:00Z'),
       route, requests, errors, milliseconds, slowest_ms, string_to_array(histogram, ',')::int[]
     from unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::int[], $7::text[])
       as load(route, requests, errors, milliseconds, slowest_ms, histogram), unnest(array[60, 1440]) as grain
     order by grain, route
     on conflict (grain, begins_at, route) do update set
       requests = route_load.requests + excluded.requests,
       errors = route_load.errors + excluded.errors,
       milliseconds = route_load.milliseconds + excluded.milliseconds,
       slowest_ms = greatest(route_load.slowest_ms, excluded.slowest_ms),
       latency_histogram = add_histograms(route_load.latency_histogram, excluded.latency_histogram)`,
    [
      at ?? null,
      sorted.map(({ route }) => route),
      sorted.map(({ requests }) => requests),
      sorted.map(({ errors }) => errors),
      sorted.map(({ milliseconds }) => Math.round(milliseconds)),
      sorted.map(({ slowestMs }) => Math.round(slowestMs)),
      sorted.map(({ latencyHistogram }) => latencyHistogram.join(',')),
    ],
  );
}

export type RouteLoadRead = {
  readonly route: string;
  readonly requests: bigint;
  readonly errors: bigint;
  readonly milliseconds: bigint;
  readonly slowestMs: number;
  readonly latencyHistogram: readonly number[];
};

/** The routes that took the most time altogether. */
export function readRouteLoads(
  tx: Queries,
  { from, to, limit }: { from: string; to: string; limit: number },
): Promise<RouteLoadRead[]> {
  return tx.query<RouteLoadRead>(
    `select route, sum(requests)::bigint as requests, sum(errors)::bigint as errors,
       sum(milliseconds)::bigint as milliseconds, max(slowest_ms) as "slowestMs",
       sum_histograms(latency_histogram) as "latencyHistogram"
     from route_load
     where grain = case when $2::timestamptz - $1::timestamptz <= interval '8 days' then 60 else 1440 end
       and begins_at >= $1 and begins_at < $2
     group by route order by sum(milliseconds) desc, route limit $3`,
    [from, to, limit],
  );
}
