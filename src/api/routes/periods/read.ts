import { getClose } from '#actions/periods/read-closes.ts';
import { idParams } from '#contract/ids.ts';
import { periodClose } from '#contract/periods/periods.ts';
import { done } from '#core/refusal.ts';
import { presentClose } from '../../presenters/periods.ts';
import { route } from '../../route.ts';

export const readPeriod = route({
  method: 'GET',
  path: '/periods/{id}',
  summary: 'Read a closed period',
  tag: 'Periods',
  permission: 'reports.read',
  params: idParams,
  answer: periodClose,
  async handler({ context, params }) {
    const close = await getClose(context, params.id);
    return close.ok ? done(presentClose(close.value)) : close;
  },
});
