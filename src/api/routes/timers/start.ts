import { startTimer as start } from '#actions/time/timers.ts';
import { timer, timerToStart } from '#contract/time/timers.ts';
import { done } from '#core/refusal.ts';
import { presentTimer } from '../../presenters/timers.ts';
import { route } from '../../route.ts';

export const startTimer = route({
  method: 'POST',
  path: '/timers',
  summary: 'Start a timer',
  description:
    'A staff member has one at a time. One that runs is in the way, or stopped at that moment if the request says so.',
  tag: 'Time',
  permission: ['time.recordOwn', 'time.recordAny'],
  body: timerToStart,
  answer: timer,
  status: 201,
  refusals: ['timerRunning', 'unknownJob', 'unknownJobTask', 'unknownStaff', 'futureDate', 'taskCompleted'],
  async handler({ context, body }) {
    const started = await start(context, body);
    return started.ok ? done(presentTimer(context, started.value)) : started;
  },
});
