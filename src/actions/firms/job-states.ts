// A firm's own job states: added, renamed, reordered, archived, and removed while no job has ever been in them. What a
// state means to the product, its type, stays as it is while a job is in it.

import { requirePermission } from '#core/access/principal.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import { isJobStateUsed, jobStates, listJobStates, type JobState } from '#store/firm-lists.ts';
import { claimRecord, insertRecords, updateRecord, type Recorded } from '#store/practice/records.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { removeRecord } from '../remove-record.ts';
import { write } from '../request.ts';

export type NewJobState = Pick<JobState, 'name' | 'type'> & { readonly position?: number | undefined };
export type JobStateChange = Recorded & { readonly to: Partial<Omit<JobState, 'id' | 'version'>> };

export async function createJobState(context: Context, command: NewJobState): Promise<Result<JobState>> {
  const permitted = requirePermission(context.principal, 'firm.settings');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const last = Math.max(0, ...(await listJobStates(tx)).map((state) => state.position));
    const record = { ...command, position: command.position ?? last + 1, archived: false };
    const [state] = await insertRecords(tx, authorOf(context), jobStates, [record]);
    return done(state!);
  });
}

export async function changeJobState(context: Context, command: JobStateChange): Promise<Result<JobState>> {
  const permitted = requirePermission(context.principal, 'firm.settings');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const claimed = await claimRecord(tx, jobStates, command);
    if (!claimed.ok) return claimed;
    const { to } = command;
    const changesType = to.type !== undefined && to.type !== claimed.value.type;
    if (changesType && (await isJobStateUsed(tx, command.id))) {
      return refuse(
        'stillInUse',
        'The type of a state cannot change while jobs are in it. Add another state instead.',
        {
          field: 'type',
          ...(to.type === undefined ? {} : { value: to.type }),
          accepted: claimed.value.type,
        },
      );
    }
    return done(await updateRecord(tx, authorOf(context), jobStates, { record: claimed.value, to }));
  });
}

export function removeJobState(context: Context, seen: Recorded): Promise<Result<null>> {
  return removeRecord(context, seen, {
    kind: jobStates,
    permission: 'firm.settings',
    nameOf: (state) => state.name,
    instead: 'archiving it',
  });
}
