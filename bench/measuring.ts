// Timing. The machine may be shared and drift, so what is compared runs in turns (A B A B …) and medians are compared.

export type Times = {
  readonly median: number;
  readonly p99: number;
  readonly least: number;
  readonly count: number;
};

export function timesOf(milliseconds: readonly number[]): Times {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { median: at(0.5), p99: at(0.99), least: at(0), count: sorted.length };
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Runs the works in turns and times each run; the first turns warm up and do not count. */
export async function inTurns<Name extends string>(
  works: Readonly<Record<Name, () => Promise<unknown>>>,
  { rounds, warmUps = 2 }: { rounds: number; warmUps?: number },
): Promise<Record<Name, Times>> {
  const names = Object.keys(works) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const name of names) {
      const took = await timed(works[name]);
      if (round >= 0) times[name].push(took);
    }
  }
  return Object.fromEntries(names.map((name) => [name, timesOf(times[name])])) as Record<Name, Times>;
}

export type Throughput = { readonly perSecond: number; readonly times: Times };

/** Callers that each ask again as soon as they are answered, for so many milliseconds after as many to warm up. */
export async function callersAtOnce(
  callers: number,
  milliseconds: number,
  call: (caller: number) => Promise<unknown>,
): Promise<Throughput> {
  const round = async (lastsMs: number): Promise<{ took: number[]; elapsed: number }> => {
    const took: number[] = [];
    const start = performance.now();
    const end = start + lastsMs;
    const loop = async (caller: number): Promise<void> => {
      while (performance.now() < end) took.push(await timed(() => call(caller)));
    };
    await Promise.all(Array.from({ length: callers }, (_, caller) => loop(caller)));
    return { took, elapsed: performance.now() - start };
  };
  await round(milliseconds / 4);
  const { took, elapsed } = await round(milliseconds);
  return { perSecond: (took.length / elapsed) * 1000, times: timesOf(took) };
}
