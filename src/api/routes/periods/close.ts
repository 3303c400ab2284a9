import { closePeriod as close } from '#actions/periods/close-period.ts';
import { closePeriodRequest, periodClose } from '#contract/periods/periods.ts';
import { done } from '#core/refusal.ts';
import { presentClose } from '../../presenters/periods.ts';
import { route } from '../../route.ts';

export const closePeriod = route({
  method: 'POST',
  path: '/periods',
  summary: 'Close a period',
  description: `Recounts the firm, looks at the checklist once more, keeps what every job has at the end of the last day, and sets
both locks to that day, or leaves them where they are later. Nothing can be dated into the period from then on.`,
  tag: 'Periods',
  work: 'bulk',
  permission: 'locks.set',
  body: closePeriodRequest,
  answer: periodClose,
  status: 201,
  refusals: ['futureDate', 'wrongState', 'questionOpen'],
  async handler({ context, body }) {
    const closed = await close(context, body);
    return closed.ok ? done(presentClose(closed.value)) : closed;
  },
});
