// Removing a record of the practice: by somebody who may and saw it as it stands, and only while nothing refers to it.

import type { Permission } from '#core/access/permissions.ts';
import { requirePermission } from '#core/access/principal.ts';
import type { Refusal, Result } from '#core/refusal.ts';
import { refuseAll } from '#core/refusal.ts';
import type { Author } from '#store/changes.ts';
import type { Tx } from '#store/database.ts';
import {
  claimRecord,
  removeRecords,
  unlessInUse,
  type Recorded,
  type RecordKind,
} from '#store/practice/records.ts';
import { authorOf } from './batch.ts';
import type { Context } from './context.ts';
import { write } from './request.ts';

export type Removal<R extends Recorded> = {
  readonly kind: RecordKind<R>;
  readonly permission: Permission;
  /** How a sentence calls this one. */
  readonly nameOf: (record: R) => string;
  /** What can be done with one that is in use. */
  readonly instead: string;
  /** What else speaks against it. */
  readonly refusalsOf?: (record: R) => readonly Refusal[];
  /** Removes first what goes with it. */
  readonly first?: (tx: Tx, author: Author, record: R) => Promise<void>;
};

export async function removeRecord<R extends Recorded>(
  context: Context,
  seen: Recorded,
  removal: Removal<R>,
): Promise<Result<null>> {
  const { kind, permission, nameOf, instead, refusalsOf, first } = removal;
  const permitted = requirePermission(context.principal, permission);
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const claimed = await claimRecord(tx, kind, seen);
    if (!claimed.ok) return claimed;
    const record = claimed.value;
    const refusals = refusalsOf?.(record) ?? [];
    if (refusals.length > 0) return refuseAll(refusals);
    const author = authorOf(context);
    return unlessInUse({ noun: kind.noun, name: nameOf(record), instead }, async () => {
      await first?.(tx, author, record);
      await removeRecords(tx, author, kind, [record]);
      return null;
    });
  });
}
