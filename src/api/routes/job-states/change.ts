import { changeJobState as change } from '#actions/firms/job-states.ts';
import { changeJobStateRequest, jobState } from '#contract/firms/lists.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const changeJobState = route({
  method: 'PATCH',
  path: '/job-states/{id}',
  summary: 'Change a job state',
  tag: 'Firm',
  permission: 'firm.settings',
  params: idParams,
  body: changeJobStateRequest,
  answer: jobState,
  refusals: ['duplicate', 'stillInUse'],
  handler: ({ context, params, version, body }) => change(context, { id: params.id, version, to: body }),
});
