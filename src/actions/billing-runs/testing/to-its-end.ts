import assert from 'node:assert/strict';
import type { Subject } from '#store/queue.ts';
import { runBillingChunk, type BillingOffice } from '../run-chunk.ts';

/** Does what workers would, chunk after chunk, as long as the routine is queued. */
export async function toItsEnd(office: BillingOffice, subject: Subject, parts = 2): Promise<void> {
  const key = `runBillingChunk:${subject.firmId}:${subject.id}`;
  const isQueued = () =>
    office.database.asInstallation(async (tx) => {
      const rows = await tx.query('select (graphile_worker.remove_job($1)).id is not null as "isQueued"', [
        key,
      ]);
      return (rows[0] as { isQueued: boolean }).isQueued;
    });
  while (await isQueued()) await runBillingChunk(office, subject, { parts });
  const [run] = await office.database.inFirm(subject.firmId, (tx) =>
    tx.query<{ state: string }>('select state from billing_run where firm_id = $1 and id = $2', [
      subject.firmId,
      subject.id,
    ]),
  );
  assert.notEqual(run?.state, 'running', 'nobody would come back for the run');
}
