/**
 * Ctrl-C or a stop by the system, as a promise. Repeated signals change nothing within the first second, because npm
 * passes on a Ctrl-C that we already got; after that, a second one ends the program at once.
 */
export type StopSignal = { requested(): boolean; asked: Promise<NodeJS.Signals> };

const patienceMs = 1_000;

export function listenForStop(): StopSignal {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  let firstAtMs: number | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    if (firstAtMs === undefined) {
      firstAtMs = performance.now();
      resolve(signal);
    } else if (performance.now() - firstAtMs > patienceMs) {
      process.exit(130);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  return { requested: () => firstAtMs !== undefined, asked: promise };
}
