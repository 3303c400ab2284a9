// Who changed what in the practice's own records. Every write of such a record leaves a row here, in the same
// transaction: what it was before, what it is after. Ledger events are not recorded here; they are their own history.

import type { Tx } from '#store/database.ts';

/** Who writes and when; the same for all rows of one write. */
export type Author = { readonly actorId: number; readonly recordedAt: string };

export type ChangeAction = 'created' | 'changed' | 'removed';

/** One record's change. Of a record that was changed, only the properties that differ need be given. */
export type Change = {
  readonly subjectId: number | bigint;
  readonly before?: object | undefined;
  readonly after?: object | undefined;
};

/** Keeps the changes of one write to records of one kind, such as 'client'. */
export async function keepChanges(
  tx: Tx,
  author: Author,
  what: { readonly subject: string; readonly action: ChangeAction },
  changes: readonly Change[],
): Promise<void> {
  if (changes.length === 0) return;
  await tx.query(
    `insert into change (firm_id, subject, subject_id, action, actor_id, recorded_at, before, after)
     select $1, $2, subject_id, $3, $4, $5, before, after
     from unnest($6::bigint[], $7::jsonb[], $8::jsonb[]) as c (subject_id, before, after)`,
    [
      tx.firmId,
      what.subject,
      what.action,
      author.actorId,
      author.recordedAt,
      changes.map((change) => change.subjectId),
      changes.map((change) => asJson(change.before)),
      changes.map((change) => asJson(change.after)),
    ],
  );
}

/** Minor units and long ids become decimal text, as everywhere in JSON. */
function asJson(record: object | undefined): string | null {
  if (record === undefined) return null;
  return JSON.stringify(record, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}
