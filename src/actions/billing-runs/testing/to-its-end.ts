import type { Subject } from '#store/queue.ts';
import { runBillingChunk, type BillingOffice } from '../run-chunk.ts';

/** Does what workers would, chunk after chunk, until nothing is left to be done. Answers how many chunks that took. */
export async function toItsEnd(office: BillingOffice, subject: Subject, parts = 2): Promise<number> {
  const isRunning = () =>
    office.database.inFirm(subject.firmId, async (tx) => {
      const rows = await tx.query(
        `select 1 from billing_run where firm_id = $1 and id = $2 and state = 'running'`,
        [subject.firmId, subject.id],
      );
      return rows.length > 0;
    });
  let chunks = 0;
  while (await isRunning()) {
    await runBillingChunk(office, subject, { parts });
    chunks += 1;
  }
  return chunks;
}
