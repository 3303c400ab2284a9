// Why a run stands still that nobody has paused: what does its work has failed as often as it may be tried.

export const stopCauses = ['diskFull', 'databaseAway', 'fault'] as const;

/** fault: of the program; its log says more. */
export type StopCause = (typeof stopCauses)[number];

const diskFull = /no space left|disk full|\b53100\b/i;
const away =
  /ECONNREFUSED|ECONNRESET|ETIMEDOUT|terminated|terminating|shutting down|starting up|timeout exceeded/i;

export function stopCauseOf(error: string | null): StopCause {
  if (error !== null && diskFull.test(error)) return 'diskFull';
  return error !== null && away.test(error) ? 'databaseAway' : 'fault';
}
