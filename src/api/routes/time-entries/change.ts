import { changeTimeEntries } from '#actions/time/change-time.ts';
import { longIdParams } from '#contract/ids.ts';
import { recordedTimeEntry, timeEntryChange } from '#contract/time/time-entries.ts';
import { done } from '#core/refusal.ts';
import { asOne } from '../../presenters/one-of-many.ts';
import { presentRecordedTime } from '../../presenters/time.ts';
import { route } from '../../route.ts';

export const changeTimeEntry = route({
  method: 'PATCH',
  path: '/time-entries/{id}',
  summary: 'Change a time entry',
  description:
    'Changes an unbilled entry: what stands in the ledger is reversed and posted anew on the same day.',
  tag: 'Time',
  permission: ['time.recordOwn', 'time.recordAny'],
  params: longIdParams,
  body: timeEntryChange,
  answer: recordedTimeEntry,
  refusals: ['unknownEntry', 'alreadyBilled', 'alreadyAdjusted', 'onDraft', 'alreadyDeleted', 'lockedDate'],
  async handler({ context, params, body, version }) {
    const changed = asOne('entries', await changeTimeEntries(context, [{ ...body, id: params.id, version }]));
    if (!changed.ok) return changed;
    const { entries } = await presentRecordedTime(context, changed.value);
    return done(entries[0]!);
  },
});
