import { removeJobState as remove } from '#actions/firms/job-states.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const removeJobState = route({
  method: 'DELETE',
  path: '/job-states/{id}',
  summary: 'Remove a job state that was never used',
  tag: 'Firm',
  permission: 'firm.settings',
  params: idParams,
  refusals: ['stillInUse'],
  handler: ({ context, params, version }) => remove(context, { id: params.id, version }),
});
