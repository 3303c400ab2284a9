import { readTimeEntry as readEntry } from '#actions/time/read-time.ts';
import { longIdParams } from '#contract/ids.ts';
import { timeEntry } from '#contract/time/time-entries.ts';
import { done } from '#core/refusal.ts';
import { presentTimeEntry } from '../../presenters/time.ts';
import { route } from '../../route.ts';

export const readTimeEntry = route({
  method: 'GET',
  path: '/time-entries/{id}',
  summary: 'Read a time entry',
  tag: 'Time',
  permission: ['time.readOwn', 'time.readAny'],
  params: longIdParams,
  answer: timeEntry,
  async handler({ context, params }) {
    const entry = await readEntry(context, params.id);
    return entry.ok ? done(presentTimeEntry(context, entry.value)) : entry;
  },
});
