import { changeTimeEntries } from '#actions/time/change-time.ts';
import { changeTimeBody, recordedTime } from '#contract/time/time-entries.ts';
import { done } from '#core/refusal.ts';
import { presentRecordedTime } from '../../presenters/time.ts';
import { route } from '../../route.ts';

export const changeManyTimeEntries = route({
  method: 'POST',
  path: '/time-entries/changes',
  summary: 'Change time entries',
  description:
    'Changes up to 1,000 unbilled entries, all or none; each names the version it was read at. What stands in the ledger is reversed and posted anew.',
  tag: 'Time',
  work: 'bulk',
  permission: ['time.recordOwn', 'time.recordAny'],
  body: changeTimeBody,
  answer: recordedTime,
  refusals: [
    'unknownEntry',
    'staleVersion',
    'alreadyBilled',
    'onDraft',
    'alreadyAdjusted',
    'alreadyDeleted',
    'lockedDate',
  ],
  async handler({ context, body }) {
    const changed = await changeTimeEntries(context, body.entries);
    return changed.ok ? done(await presentRecordedTime(context, changed.value)) : changed;
  },
});
