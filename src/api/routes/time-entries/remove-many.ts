import { deleteTime } from '#actions/time/change-time.ts';
import { deleteTimeBody } from '#contract/time/time-entries.ts';
import { done } from '#core/refusal.ts';
import { route } from '../../route.ts';

export const removeManyTimeEntries = route({
  method: 'POST',
  path: '/time-entries/deletions',
  summary: 'Delete time entries',
  description: 'Deletes up to 1,000 unbilled entries by reversing them, all or none.',
  tag: 'Time',
  work: 'bulk',
  permission: ['time.recordOwn', 'time.recordAny'],
  body: deleteTimeBody,
  refusals: ['unknownEntry', 'staleVersion', 'alreadyBilled', 'alreadyAdjusted', 'onDraft', 'alreadyDeleted'],
  async handler({ context, body }) {
    const deleted = await deleteTime(context, body.entries);
    return deleted.ok ? done(null) : deleted;
  },
});
