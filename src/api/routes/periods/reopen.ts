import { reopenPeriod as reopen } from '#actions/periods/reopen-period.ts';
import { idParams } from '#contract/ids.ts';
import { periodClose, reopenRequest } from '#contract/periods/periods.ts';
import { done } from '#core/refusal.ts';
import { presentClose } from '../../presenters/periods.ts';
import { route } from '../../route.ts';

export const reopenPeriod = route({
  method: 'POST',
  path: '/periods/{id}/reopening',
  summary: 'Re-open the latest closed period',
  description:
    'The locks go back to where they were before the close. The close and the reason stay in the list.',
  tag: 'Periods',
  work: 'bulk',
  permission: 'locks.set',
  params: idParams,
  body: reopenRequest,
  answer: periodClose,
  refusals: ['wrongState'],
  async handler({ context, params, body }) {
    const reopened = await reopen(context, { closeId: params.id, ...body });
    return reopened.ok ? done(presentClose(reopened.value)) : reopened;
  },
});
