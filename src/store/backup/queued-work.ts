// What waits in the queue of routines, by what it says and not by how the queue keeps it, so that it survives a change of
// the queue's own tables. What a worker was busy with counts as waiting; what was given up stays behind.

import type { Queries } from '../database.ts';

export type QueuedWork = {
  readonly routine: string;
  readonly payload: unknown;
  readonly key: string | null;
  readonly runAt: string;
  readonly priority: number;
  readonly attemptsLeft: number;
};

/** The whole queue is seldom more than a few thousand pieces of work. */
export function readQueuedWork(tx: Queries): Promise<QueuedWork[]> {
  return tx.query<QueuedWork>(
    `select t.identifier as routine, j.payload, j.key, j.run_at as "runAt", j.priority,
       j.max_attempts - j.attempts as "attemptsLeft"
     from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where j.attempts < j.max_attempts order by j.id`,
  );
}

export async function queueAgain(tx: Queries, work: readonly QueuedWork[]): Promise<void> {
  for (const { routine, payload, key, runAt, priority, attemptsLeft } of work) {
    await tx.query(
      `select graphile_worker.add_job($1, $2, run_at => $3, max_attempts => $4, job_key => $5, priority => $6)`,
      [routine, JSON.stringify(payload), runAt, attemptsLeft, key, priority],
    );
  }
}
