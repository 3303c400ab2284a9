import { stopTimer as stop } from '#actions/time/stop-timer.ts';
import { idParams } from '#contract/ids.ts';
import { recordedTime } from '#contract/time/time-entries.ts';
import { stopTimerBody } from '#contract/time/timers.ts';
import { done } from '#core/refusal.ts';
import { presentRecordedTime } from '../../presenters/time.ts';
import { route } from '../../route.ts';

export const stopTimer = route({
  method: 'POST',
  path: '/timers/{id}/stop',
  summary: 'Stop a timer',
  description: `Records what it measured, to the minute, on each day that it ran in the firm's time zone. Minutes are added to an
unbilled entry of the day that says the same, if there is one. Where the time cannot be recorded, the timer runs on.`,
  tag: 'Time',
  permission: ['time.recordOwn', 'time.recordAny'],
  params: idParams,
  body: stopTimerBody,
  answer: recordedTime,
  refusals: ['futureDate', 'invalidDate', 'lockedDate', 'minutesOutOfRange', 'taskCompleted'],
  async handler({ context, params, body }) {
    const stopped = await stop(context, { ...params, stoppedAt: body?.stoppedAt });
    return stopped.ok ? done(await presentRecordedTime(context, stopped.value)) : stopped;
  },
});
