import { changeTimer as change } from '#actions/time/timers.ts';
import { idParams } from '#contract/ids.ts';
import { timer, timerChange } from '#contract/time/timers.ts';
import { done } from '#core/refusal.ts';
import { presentTimer } from '../../presenters/timers.ts';
import { route } from '../../route.ts';

export const changeTimer = route({
  method: 'PATCH',
  path: '/timers/{id}',
  summary: 'Correct a timer',
  description: 'Since when it runs, on what, and with which note.',
  tag: 'Time',
  permission: ['time.recordOwn', 'time.recordAny'],
  params: idParams,
  body: timerChange,
  answer: timer,
  refusals: ['unknownJob', 'unknownJobTask', 'futureDate', 'taskCompleted'],
  async handler({ context, params, body, version }) {
    const changed = await change(context, { ...definedOf(body), ...params, version });
    return changed.ok ? done(presentTimer(context, changed.value)) : changed;
  },
});

function definedOf<T extends object>(body: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as never;
}
