// What is done to the installation as a whole, while it is done: it is noted when it begins, it says several times a minute
// that it goes on, and how it ended. So one whose process was killed is known to be over within a minute.

import type { Database } from '#store/database.ts';
import {
  beginOperation,
  endOperation,
  keepOperation,
  type OperationDetail,
  type OperationKind,
  type OperationOutcome,
} from '#store/monitoring/operations.ts';

type Ending<T> = {
  readonly value: T;
  readonly outcome: OperationOutcome;
  readonly detail: OperationDetail;
};

const saidEveryMs = 15_000;

/** One that throws has failed. */
export async function asOperation<T>(
  database: Database,
  kind: OperationKind,
  work: () => Promise<Ending<T>>,
): Promise<T> {
  const id = await database.asInstallation((tx) => beginOperation(tx, kind));
  const end = (outcome: OperationOutcome, detail: OperationDetail) =>
    database.asInstallation((tx) => endOperation(tx, id, { outcome, detail }));
  const say = () => database.asInstallation((tx) => keepOperation(tx, id)).catch(() => {});
  const saying = setInterval(() => void say(), saidEveryMs).unref();
  try {
    const { value, outcome, detail } = await work();
    await end(outcome, detail);
    return value;
  } catch (error) {
    await end('failed', { error: (error as Error).message }).catch(() => {});
    throw error;
  } finally {
    clearInterval(saying);
  }
}
