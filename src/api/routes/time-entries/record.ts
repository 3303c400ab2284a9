import { recordTimeEntries } from '#actions/time/record-time.ts';
import { recordedTime, recordTimeBody } from '#contract/time/time-entries.ts';
import { done } from '#core/refusal.ts';
import { presentRecordedTime } from '../../presenters/time.ts';
import { route } from '../../route.ts';

export const recordTime = route({
  method: 'POST',
  path: '/time-entries',
  summary: 'Record time',
  description:
    'Records up to 1,000 entries, all or none. Each is priced by the rate in force on its day and stands in the ledger when the answer comes.',
  tag: 'Time',
  work: 'recording',
  permission: ['time.recordOwn', 'time.recordAny'],
  body: recordTimeBody,
  answer: recordedTime,
  status: 201,
  refusals: [
    'unknownJob',
    'unknownJobTask',
    'unknownStaff',
    'futureDate',
    'lockedDate',
    'minutesOutOfRange',
    'taskCompleted',
    'staffInactive',
  ],
  async handler({ context, body }) {
    const recorded = await recordTimeEntries(context, body.entries);
    return recorded.ok ? done(await presentRecordedTime(context, recorded.value)) : recorded;
  },
});
