// What workers have tried as often as they may, and left.

import type { Queries } from './database.ts';
import type { RoutineName } from './queue.ts';

export type GivenUp = {
  readonly id: number;
  readonly attempts: number;
  /** When it failed for the last time. */
  readonly at: string;
  /** As the program said it, for whoever can tell causes apart. */
  readonly error: string | null;
};

/** The subjects of a firm that a routine was tried at as often as it may be. */
export function readGivenUp(
  tx: Queries,
  routine: RoutineName,
  firmId: number,
  ids: readonly number[],
): Promise<GivenUp[]> {
  return tx.query<GivenUp>(
    `select s.id, j.attempts::int as attempts, j.updated_at as "at", j.last_error as "error"
     from unnest($3::int[]) as s (id)
     join graphile_worker.jobs j on j.key = format('%s:%s:%s', $1::text, $2::int, s.id)
     where j.locked_at is null and j.attempts >= j.max_attempts`,
    [routine, firmId, ids],
  );
}
