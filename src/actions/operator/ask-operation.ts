// Having something done to the installation now, by whichever worker is free.

import { isThere } from '#core/monitoring/judge.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import type { Database } from '#store/database.ts';
import { requestOperation, type OperationKind } from '#store/monitoring/operations.ts';
import { listProcesses, type SeenProcess } from '#store/monitoring/processes.ts';

/** What the programs that are there do when they are asked to. */
export function askable(processes: readonly SeenProcess[], now: string): OperationKind[] {
  return [...new Set(processes.filter((each) => isThere(each, now)).flatMap(({ does }) => does))].sort();
}

export async function askOperation(
  database: Database,
  now: string,
  kind: OperationKind,
): Promise<Result<null>> {
  return database.asInstallation(async (tx): Promise<Result<null>> => {
    const kinds = askable(await listProcesses(tx), now);
    if (!kinds.includes(kind))
      return refuse('invalidRequest', 'No worker that is there does this.', {
        field: 'kind',
        value: kind,
        accepted:
          kinds.join(', ') || 'nothing now: start a worker, and set BACKUP_TARGET where it should back up',
      });
    await requestOperation(tx, kind);
    return done(null);
  });
}
