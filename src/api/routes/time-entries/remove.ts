import { deleteTime } from '#actions/time/change-time.ts';
import { longIdParams } from '#contract/ids.ts';
import { done } from '#core/refusal.ts';
import { asOne } from '../../presenters/one-of-many.ts';
import { route } from '../../route.ts';

export const removeTimeEntry = route({
  method: 'DELETE',
  path: '/time-entries/{id}',
  summary: 'Delete a time entry',
  description:
    'Deletes an unbilled entry by reversing it; in a locked period the reversal takes the first open day.',
  tag: 'Time',
  permission: ['time.recordOwn', 'time.recordAny'],
  params: longIdParams,
  refusals: ['unknownEntry', 'alreadyBilled', 'alreadyAdjusted', 'onDraft', 'alreadyDeleted'],
  async handler({ context, params, version }) {
    const deleted = asOne('entries', await deleteTime(context, [{ id: params.id, version }]));
    return deleted.ok ? done(null) : deleted;
  },
});
