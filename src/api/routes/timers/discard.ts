import { discardTimer as discard } from '#actions/time/timers.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const discardTimer = route({
  method: 'DELETE',
  path: '/timers/{id}',
  summary: 'Discard a timer',
  description: 'Forgets what it measured; nothing is recorded.',
  tag: 'Time',
  permission: ['time.recordOwn', 'time.recordAny'],
  params: idParams,
  handler: ({ context, params, version }) => discard(context, { ...params, version }),
});
